import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import * as tar from 'tar';
import { z } from 'zod';
import type { Database } from '#server/database/database.ts';
import { readCounters } from './counters.ts';
import type { CopySource } from './copy.ts';
import { linesOf, TableSummer, type Line } from './rows.ts';
import {
	checksumOf,
	filesSpokenOf,
	gatherFiles,
	missingOf,
	type SpokenOf
} from './stored-files.ts';
import { readTables } from './tables.ts';

const FORMAT = 1;

const manifestSchema = z.strictObject({
	format: z.literal(FORMAT),
	madeAt: z.string(),
	dialect: z.enum(['sqlite', 'postgres']),
	/** Migrations the database had seen. */
	migrations: z.array(z.string()),
	/** The secret that signs and encrypts, unless it is a setting; with it the backup is whole. */
	secret: z.string().nullable(),
	counters: z.record(z.string(), z.number()),
	tables: z.record(
		z.string().regex(/^[a-z0-9_]+$/),
		z.strictObject({ columns: z.array(z.string()), rows: z.number(), checksum: z.string() })
	),
	/** Path below `media` → SHA-256. */
	files: z.record(z.string(), z.string())
});
export type Manifest = z.output<typeof manifestSchema>;

/** An unpacked backup whose every part was found to be what its manifest says. */
export interface OpenedBackup {
	readonly manifest: Manifest;
	readonly source: CopySource;
	/** Puts the files where the restored database looks for them. */
	placeFiles(mediaDir: string, media: string): Promise<void>;
	close(): Promise<void>;
}

/** How often rows and files are read before it is told that they do not meet. */
const ATTEMPTS = 3;

/**
 * Writes database and files into one archive, all rows as they stood at one moment. It may run
 * beside a live portal. What is found at `file` is replaced only by an archive with everything that
 * is there: files that were lost before, which only their rows still speak of, are told.
 */
export async function writeBackup(options: {
	readonly database: Database;
	readonly mediaDir: string;
	readonly secret: string | null;
	readonly file: string;
	readonly now: number;
}): Promise<{ readonly manifest: Manifest; readonly lost: readonly SpokenOf[] }> {
	const { database, mediaDir, secret, now } = options;
	const file = resolve(options.file);
	const folder = `${file}.unfinished`;
	try {
		const { files, lost, ...facts } = await readWhole(database, mediaDir, folder);
		const manifest: Manifest = {
			format: FORMAT,
			madeAt: new Date(now).toISOString(),
			dialect: database.dialect,
			migrations: facts.migrations,
			secret,
			counters: facts.counters,
			tables: facts.tables,
			files
		};
		await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, '\t'));
		const packed = `${file}.part`;
		await tar.create(
			{ cwd: folder, file: packed, gzip: { level: 4 }, portable: true, mode: 0o600 },
			['manifest.json', 'tables', 'media']
		);
		const handle = await open(packed, 'r+');
		await handle.chmod(0o600);
		await handle.sync();
		await handle.close();
		const opened = await openBackup(packed);
		await opened.close();
		await rename(packed, file);
		return { manifest, lost };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Files are never changed, only added and taken away: what the rows speak of was there before. What
 * was deleted since, with its row, has all of it read once more. A file whose row is there again
 * was not deleted but lost, and no reason to have no backup of all the rest.
 */
async function readWhole(database: Database, mediaDir: string, folder: string) {
	let before: readonly SpokenOf[] = [];
	for (let attempt = 1; ; attempt++) {
		await rm(folder, { recursive: true, force: true });
		await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
		const rows = await readRows(database, folder);
		const files = await gatherFiles(mediaDir, rows.media, folder);
		const missing = missingOf(rows.spokenOf, files);
		const gone = missing.find(
			({ storedName }) => !before.some((one) => one.storedName === storedName)
		);
		if (!gone) return { ...rows, files, lost: missing };
		if (attempt === ATTEMPTS)
			throw new Error(
				`${gone.table}: ${gone.storedName} is missing: documents went while each backup was written`
			);
		before = missing;
	}
}

function readRows(database: Database, folder: string) {
	return database.read(async (tx) => {
		const tables: Manifest['tables'] = {};
		const spokenOf: SpokenOf[] = [];
		const copied = await readTables(tx);
		for (const table of copied) {
			const out = createWriteStream(join(folder, 'tables', `${table.name}.jsonl`));
			const summer = new TableSummer();
			const fileOf = filesSpokenOf(table);
			for await (const line of linesOf(tx, table, table.columns)) {
				const text = JSON.stringify(line);
				summer.add(text);
				const stored = fileOf?.(line);
				if (stored) spokenOf.push(stored);
				if (!out.write(`${text}\n`)) await once(out, 'drain');
			}
			out.end();
			await finished(out);
			const columns = table.columns.map(({ name }) => name);
			tables[table.name] = { columns, ...summer.sum() };
		}
		const migrations = await tx.all<{ name: string }>(`SELECT name FROM migrations`);
		const media = await tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'media'`);
		return {
			tables,
			spokenOf,
			counters: await readCounters(tx, copied),
			migrations: migrations.map(({ name }) => name),
			media: media?.value ?? ''
		};
	});
}

/** Unpacks a backup and looks at every part of it. Throws with what is wrong. */
export async function openBackup(file: string): Promise<OpenedBackup> {
	const folder = `${resolve(file)}.opened`;
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const close = () => rm(folder, { recursive: true, force: true });
	try {
		// tar itself refuses absolute paths and those that lead out of the folder.
		await tar.extract({
			cwd: folder,
			file,
			strict: true,
			filter: (_path, entry) => !('type' in entry) || /^(File|Directory)$/.test(entry.type)
		});
		const parsed = manifestSchema.safeParse(
			JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
		);
		if (!parsed.success) throw new Error('its manifest is not understood');
		const manifest = parsed.data;
		const linesAt = (table: string) => readLines(join(folder, 'tables', `${table}.jsonl`));
		for (const [table, { rows, checksum }] of Object.entries(manifest.tables)) {
			const summer = new TableSummer();
			for await (const line of linesAt(table)) summer.add(JSON.stringify(line));
			const found = summer.sum();
			if (found.rows !== rows || found.checksum !== checksum)
				throw new Error(`table ${table} is not what the manifest says`);
		}
		for (const [path, checksum] of Object.entries(manifest.files))
			if ((await checksumOf(join(folder, 'media', path))) !== checksum)
				throw new Error(`file ${path} is not what the manifest says`);
		return {
			manifest,
			source: {
				counters: manifest.counters,
				tables: new Map(
					Object.entries(manifest.tables).map(([name, { columns }]) => [name, columns])
				),
				lines: linesAt
			},
			async placeFiles(mediaDir, media) {
				for (const path of Object.keys(manifest.files)) {
					const [kind = '', ...rest] = path.split('/');
					const target = join(resolve(mediaDir), kind, media, ...rest);
					await mkdir(dirname(target), { recursive: true });
					// Another disk may hold the files: copied, not moved.
					await writeFile(target, await readFile(join(folder, 'media', path)), { mode: 0o600 });
				}
			},
			close
		};
	} catch (error) {
		await close();
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`${file} is no good backup: ${reason}`, { cause: error });
	}
}

async function* readLines(path: string): AsyncGenerator<Line> {
	for await (const text of createInterface({ input: createReadStream(path) })) {
		const line: Line = JSON.parse(text);
		yield line;
	}
}
