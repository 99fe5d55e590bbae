import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import { quoted } from './rows.ts';
import { readTables } from './tables.ts';

/** One thing that was looked into; without problems it is in order. */
export interface Finding {
	readonly what: string;
	readonly problems: readonly string[];
}

/** Problems of one kind that are told one by one. */
const TOLD = 20;

/**
 * Looks whether a database is whole, its counters are what counting finds, and every file its rows
 * speak of is there unchanged. Reads only, and may run beside a live portal.
 */
export async function checkInstallation(
	database: Database,
	mediaDir: string
): Promise<readonly Finding[]> {
	return database.read(async (tx) => [
		...(tx.dialect === 'sqlite' ? [await integrity(tx), await references(tx)] : []),
		await counters(tx),
		await rollups(tx),
		await files(tx, mediaDir)
	]);
}

async function integrity(tx: ReadTransaction): Promise<Finding> {
	const rows = await tx.all<{ integrity_check: string }>(`PRAGMA integrity_check`);
	const problems = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
	return { what: 'database file', problems: problems.slice(0, TOLD) };
}

async function references(tx: ReadTransaction): Promise<Finding> {
	const rows = await tx.all<{ table: string; rowid: number; parent: string }>(
		`SELECT "table", rowid, parent FROM pragma_foreign_key_check`
	);
	const problems = rows.map(
		({ table, rowid, parent }) => `row ${rowid} of ${table} refers to no row of ${parent}`
	);
	return { what: 'references', problems: problems.slice(0, TOLD) };
}

/** Counters that screens show, beside a plain count. */
async function counters(tx: ReadTransaction): Promise<Finding> {
	const kept = await tx.one<Record<string, number>>(
		`SELECT new, in_progress, waiting, resolved, unassigned, open_incidents FROM figures WHERE id = 1`
	);
	const open = `status IN ('new', 'in_progress', 'waiting') AND deleted_at IS NULL`;
	const of = (status: string) =>
		`(SELECT COUNT(*) FROM tickets WHERE status = '${status}' AND deleted_at IS NULL)`;
	const counted = await tx.one<Record<string, number>>(
		`SELECT ${of('new')} AS new, ${of('in_progress')} AS in_progress, ${of('waiting')} AS waiting,
			${of('resolved')} AS resolved,
			(SELECT COUNT(*) FROM tickets WHERE ${open} AND assignee_id IS NULL) AS unassigned,
			(SELECT COUNT(*) FROM incidents WHERE status <> 'resolved') AS open_incidents`
	);
	const problems = Object.entries(counted ?? {})
		.filter(([name, count]) => kept?.[name] !== count)
		.map(([name, count]) => `${name} says ${kept?.[name] ?? 'nothing'}, counting finds ${count}`);
	return { what: 'counters', problems };
}

async function rollups(tx: ReadTransaction): Promise<Finding> {
	const row = await tx.one<{ tickets: number; created: number; resolved: number; ends: number }>(
		`SELECT (SELECT COUNT(*) FROM tickets WHERE deleted_at IS NULL) AS tickets,
			(SELECT COUNT(*) FROM tickets WHERE deleted_at IS NULL AND resolved_at IS NOT NULL) AS ends,
			CAST(COALESCE(SUM(created), 0) AS BIGINT) AS created,
			CAST(COALESCE(SUM(resolved), 0) AS BIGINT) AS resolved
		FROM kpi_sums WHERE dimension = 'quarter'`
	);
	const problems = [
		...(row && row.created !== row.tickets
			? [`${row.created} tickets filed, counting finds ${row.tickets}`]
			: []),
		...(row && row.resolved !== row.ends
			? [`${row.resolved} tickets resolved, counting finds ${row.ends}`]
			: [])
	];
	return { what: 'figures', problems };
}

/** Every table that keeps files has the columns `stored_name`, `size` and `checksum`. */
async function files(tx: ReadTransaction, mediaDir: string): Promise<Finding> {
	const media = await tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'media'`);
	const problems: string[] = [];
	for (const { name, columns } of await readTables(tx)) {
		const has = (column: string) => columns.some((one) => one.name === column);
		if (!has('stored_name') || !has('checksum')) continue;
		const rows = await tx.all<{ stored: string; checksum: string }>(
			`SELECT stored_name AS stored, checksum FROM ${quoted(name)}
			WHERE stored_name IS NOT NULL ORDER BY stored_name`
		);
		for (const { stored, checksum } of rows) {
			const found = await checksumIn(mediaDir, media?.value ?? '', stored);
			if (found !== checksum)
				problems.push(`${name}: ${stored} ${found === null ? 'is missing' : 'was changed'}`);
		}
	}
	return { what: 'files', problems: problems.slice(0, TOLD) };
}

/** Folders of the kinds of files under MEDIA_DIR. */
const KINDS = ['attachments', 'docs', 'reports'] as const;

async function checksumIn(mediaDir: string, media: string, stored: string): Promise<string | null> {
	for (const kind of KINDS) {
		const hash = createHash('sha256');
		try {
			const path = join(resolve(mediaDir), kind, media, stored.slice(0, 2), stored);
			for await (const chunk of createReadStream(path)) hash.update(chunk);
			return hash.digest('hex');
		} catch {
			// Of another kind, or gone.
		}
	}
	return null;
}
