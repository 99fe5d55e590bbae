import { randomUUID } from 'node:crypto';
import type { Database, WriteTransaction } from '#server/database/database.ts';
import { copyInto, describeTables, type Copied } from './copy.ts';
import { readCounters } from './counters.ts';
import { endWhatWasOpen } from './end-what-was-open.ts';
import { linesOf, sumOf, type TableSum } from './rows.ts';
import { openBackup, type Manifest } from './archive.ts';
import { readTables } from './tables.ts';

/**
 * Puts a backup in the place of everything a migrated database holds, in one transaction: it is
 * there whole or not at all. Everything written is read again and compared before the commit. The
 * history of events gets a new name, so that screens which followed the old one begin anew.
 * Old sessions, links and letters are ended with it. Throws with the reason when the backup is
 * damaged or of a newer release.
 */
export async function restoreBackup(options: {
	readonly database: Database;
	readonly mediaDir: string;
	readonly file: string;
	readonly now: number;
}): Promise<Manifest> {
	const { database, mediaDir, file, now } = options;
	const backup = await openBackup(file);
	try {
		const { manifest, source } = backup;
		await assertKnown(database, manifest);
		const names = { epoch: randomUUID(), media: randomUUID() };
		// Before the rows that speak of them: a sweep looks at the folder the database names.
		await backup.placeFiles(mediaDir, names.media);
		await database.write(async (tx) => {
			const { sums } = await copyInto(tx, source, names);
			compare(sums, new Map(Object.entries(manifest.tables)));
			await keepSecret(tx, manifest.secret);
			await endWhatWasOpen(tx, now);
		});
		return manifest;
	} finally {
		await backup.close();
	}
}

/**
 * Moves everything from one database into another one, migrated and of no use yet: rows are
 * compared on both sides before the commit. Files stay where they are and are found there.
 */
export async function moveDatabase(
	from: Database,
	to: Database,
	secret: string | null
): Promise<Copied> {
	const anybody = await to.read((tx) =>
		tx.one<{ id: number }>(`SELECT id FROM users ORDER BY id LIMIT 1`)
	);
	if (anybody) throw new Error('the other database is in use already: it has people');
	return from.read(async (reading) => {
		const tables = await readTables(reading);
		const described = await describeTables(reading);
		const media = await reading.one<{ value: string }>(
			`SELECT value FROM meta WHERE key = 'media'`
		);
		const before = new Map<string, TableSum>();
		for (const table of tables) before.set(table.name, await sumOf(reading, table, table.columns));
		return to.write(async (tx) => {
			const copied = await copyInto(
				tx,
				{
					counters: await readCounters(reading, tables),
					tables: described,
					lines(name) {
						const table = tables.find((one) => one.name === name);
						if (!table) throw new Error(`no table ${name}`);
						return linesOf(reading, table, table.columns);
					}
				},
				{ epoch: randomUUID(), media: media?.value ?? randomUUID() }
			);
			compare(copied.sums, before);
			await keepSecret(tx, secret);
			return copied;
		});
	});
}

/** PostgreSQL keeps the secret; what was sealed and signed with it must go on being read. */
async function keepSecret(tx: WriteTransaction, secret: string | null): Promise<void> {
	if (tx.dialect === 'sqlite' || secret === null) return;
	await tx.run(
		`INSERT INTO meta (key, value) VALUES ('jwt_secret', $1)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
		[secret]
	);
}

async function assertKnown(database: Database, manifest: Manifest): Promise<void> {
	const rows = await database.read((tx) => tx.all<{ name: string }>(`SELECT name FROM migrations`));
	const unknown = manifest.migrations.filter((name) => !rows.some((row) => row.name === name));
	if (unknown.length > 0)
		throw new Error(`the backup is of a newer release: it knows ${unknown.join(', ')}`);
}

function compare(
	written: ReadonlyMap<string, TableSum>,
	wanted: ReadonlyMap<string, TableSum>
): void {
	for (const [table, { rows, checksum }] of wanted) {
		const found = written.get(table);
		if (found?.rows !== rows || found.checksum !== checksum)
			throw new Error(
				`table ${table} has ${found?.rows ?? 0} rows where ${rows} were to come, or other ones`
			);
	}
}
