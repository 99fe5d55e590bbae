import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError, isDomainError } from '#lib/domain/errors.ts';

/** A file on disk under a name that says nothing. */
export interface Kept {
	readonly storedName: string;
	/** Bytes. */
	readonly size: number;
	/** SHA-256, hexadecimal. */
	readonly checksum: string;
}

/** What a file is written by; a test puts a full disk in its place. */
export type WriteAll = (file: FileHandle, bytes: Uint8Array) => Promise<void>;

const STORED_NAME = /^[0-9a-f]{32}$/;
const UNFINISHED = '.part';

/** Errors that mean there is no room: a full disk, a quota, a limit on the size of files. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Files under random names in one folder, outside any that is served. One is written under another name, brought
 * to the disk and renamed, so that what has its final name is whole. Between that and the commit
 * of its row it is `pending`: the sweep leaves it alone.
 */
export class MediaStore {
	readonly #folder: () => Promise<string>;
	readonly #write: WriteAll;
	readonly #pending = new Set<string>();

	/** `folder` is asked each time: a restored backup has another one. */
	constructor(
		folder: () => Promise<string>,
		write: WriteAll = (file, bytes) => file.writeFile(bytes)
	) {
		this.#folder = folder;
		this.#write = write;
	}

	/**
	 * Keeps the contents while `work` writes their rows. When it fails, or says that the rows were
	 * there already, nothing of them stays. Throws `no_room` when the disk is full.
	 */
	async keep<T extends { readonly created: boolean }>(
		contents: readonly Uint8Array[],
		work: (kept: readonly Kept[]) => Promise<T>
	): Promise<T> {
		const names = contents.map(() => randomUUID().replaceAll('-', ''));
		for (const name of names) this.#pending.add(name);
		let unwanted = true;
		try {
			const kept: Kept[] = [];
			for (const [at, bytes] of contents.entries())
				kept.push(await this.#put(names[at] ?? '', bytes));
			try {
				const result = await work(kept);
				unwanted = !result.created;
				return result;
			} catch (error) {
				// A connection lost at the commit leaves it open whether the rows are there: the sweep
				// will look, and removes what has none.
				unwanted = isDomainError(error) && error.code !== 'unavailable';
				throw error;
			}
		} finally {
			if (unwanted) for (const name of names) await this.#remove(name).catch(() => undefined);
			for (const name of names) this.#pending.delete(name);
		}
	}

	/** Removes files whose rows are gone; one that cannot be removed now is left to the sweep. */
	async discard(storedNames: readonly string[]): Promise<void> {
		for (const name of storedNames) await this.#remove(name).catch(() => undefined);
	}

	/** The content of a file. Throws `not_found` when it is not there. */
	async read(storedName: string): Promise<Readable> {
		if (!STORED_NAME.test(storedName)) throw new DomainError('not_found');
		try {
			const file = await open(await this.#path(storedName), 'r');
			return file.createReadStream();
		} catch (error) {
			if (codeOf(error) === 'ENOENT') throw new DomainError('not_found');
			throw error;
		}
	}

	/**
	 * Removes files that no row speaks of and that are older than `age` milliseconds; `known` tells
	 * which of some names have a row. Returns how many it removed.
	 */
	async sweep(
		known: (names: readonly string[]) => Promise<ReadonlySet<string>>,
		age: number
	): Promise<number> {
		let removed = 0;
		const directory = await this.#folder();
		for (const folder of await namesIn(directory)) {
			if (!/^[0-9a-f]{2}$/.test(folder)) continue;
			const files = await namesIn(join(directory, folder));
			// Noted before the rows are asked for: whatever is committed from here on has its row there.
			const idle = files.filter((file) => !this.#pending.has(storedNameOf(file)));
			for (let from = 0; from < idle.length; from += 200) {
				const some = idle.slice(from, from + 200);
				const rows = await known(some.map(storedNameOf));
				// A backup was restored meanwhile: its rows say nothing about these files.
				if ((await this.#folder()) !== directory) return removed;
				for (const file of some) {
					if (rows.has(file)) continue;
					const path = join(directory, folder, file);
					if (age > 0 && Date.now() - (await stat(path)).mtimeMs < age) continue;
					await rm(path, { force: true });
					removed++;
				}
			}
		}
		return removed;
	}

	async #put(storedName: string, bytes: Uint8Array): Promise<Kept> {
		const path = await this.#path(storedName);
		const folder = dirname(path);
		try {
			await mkdir(folder, { recursive: true });
			const file = await open(`${path}${UNFINISHED}`, 'wx', 0o600);
			try {
				await this.#write(file, bytes);
				await file.sync();
			} finally {
				await file.close();
			}
			await rename(`${path}${UNFINISHED}`, path);
			await syncFolder(folder);
		} catch (error) {
			if (NO_ROOM.has(codeOf(error))) throw new DomainError('no_room');
			throw error;
		}
		return {
			storedName,
			size: bytes.byteLength,
			checksum: createHash('sha256').update(bytes).digest('hex')
		};
	}

	async #remove(storedName: string): Promise<void> {
		const path = await this.#path(storedName);
		await rm(path, { force: true });
		await rm(`${path}${UNFINISHED}`, { force: true });
	}

	async #path(storedName: string): Promise<string> {
		return join(await this.#folder(), storedName.slice(0, 2), storedName);
	}
}

function storedNameOf(file: string): string {
	return file.endsWith(UNFINISHED) ? file.slice(0, -UNFINISHED.length) : file;
}

async function namesIn(directory: string): Promise<readonly string[]> {
	try {
		return await readdir(directory);
	} catch (error) {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
		throw error;
	}
}

/** The name itself is on the disk only once its folder is. */
async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}
