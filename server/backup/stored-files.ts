import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Line } from './rows.ts';
import type { CopiedTable } from './tables.ts';

/** A file that a row speaks of. */
export interface SpokenOf {
	readonly table: string;
	readonly storedName: string;
}

/** Finds in lines of a table which file each speaks of; null where the table keeps none. */
export function filesSpokenOf({
	name,
	columns
}: CopiedTable): ((line: Line) => SpokenOf | null) | null {
	const place = columns.findIndex((column) => column.name === 'stored_name');
	if (place === -1) return null;
	return (line) => {
		const storedName = line[place];
		return typeof storedName === 'string' ? { table: name, storedName } : null;
	};
}

/** Those of them that are not among the gathered ones. */
export function missingOf(
	spokenOf: readonly SpokenOf[],
	gathered: Readonly<Record<string, string>>
): readonly SpokenOf[] {
	const names = new Set(Object.keys(gathered).map((path) => path.slice(path.lastIndexOf('/') + 1)));
	return spokenOf.filter(({ storedName }) => !names.has(storedName));
}

/**
 * Gathers the files of each kind of this database in the backup's folder, where nobody takes them
 * away any more. Tells what is in there: path below `media` → SHA-256.
 */
export async function gatherFiles(
	mediaDir: string,
	media: string,
	folder: string
): Promise<Record<string, string>> {
	const files: Record<string, string> = {};
	await mkdir(join(folder, 'media'));
	if (media === '') return files;
	for (const kind of await entriesOf(resolve(mediaDir)))
		for (const part of await entriesOf(join(resolve(mediaDir), kind, media)))
			for (const name of await entriesOf(join(resolve(mediaDir), kind, media, part))) {
				if (name.endsWith('.part')) continue;
				const path = `${kind}/${part}/${name}`;
				const taken = join(folder, 'media', path);
				await mkdir(join(folder, 'media', kind, part), { recursive: true });
				if (await take(join(resolve(mediaDir), kind, media, part, name), taken))
					files[path] = await checksumOf(taken);
			}
	return files;
}

/** False when it was taken away meanwhile. */
async function take(from: string, to: string): Promise<boolean> {
	try {
		// Another disk may hold the files: then they are copied.
		await link(from, to).catch(() => copyFile(from, to));
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
		throw error;
	}
}

async function entriesOf(folder: string): Promise<readonly string[]> {
	try {
		return await readdir(folder);
	} catch {
		return [];
	}
}

export async function checksumOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(path)) hash.update(chunk);
	return hash.digest('hex');
}
