import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import { quoted } from './rows.ts';
import type { CopiedTable } from './tables.ts';

/** The last number each table gave away: numbers people know are never given twice. */
export type Counters = Readonly<Record<string, number>>;

/** Reads where the counters of these tables stand. */
export async function readCounters(
	tx: ReadTransaction,
	tables: readonly CopiedTable[]
): Promise<Counters> {
	if (tx.dialect === 'sqlite') {
		const rows = await tx.all<{ name: string; seq: number }>(
			`SELECT name, seq FROM sqlite_sequence`
		);
		return Object.fromEntries(rows.map(({ name, seq }) => [name, seq]));
	}
	const counters: Record<string, number> = {};
	for (const { table, sequence } of await sequencesOf(tx, tables)) {
		const row = await tx.one<{ last: number }>(
			`SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS last FROM ${sequence}`
		);
		counters[table] = Number(row?.last ?? 0);
	}
	return counters;
}

/** Lets the counters go on where they stood. */
export async function setCounters(
	tx: WriteTransaction,
	tables: readonly CopiedTable[],
	counters: Counters
): Promise<void> {
	if (tx.dialect === 'sqlite') {
		for (const { name } of tables) {
			await tx.run(`DELETE FROM sqlite_sequence WHERE name = $1`, [name]);
			const seq = counters[name];
			if (seq !== undefined)
				await tx.run(`INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)`, [name, seq]);
		}
		return;
	}
	for (const { table, sequence } of await sequencesOf(tx, tables)) {
		const last = counters[table] ?? 0;
		await tx.all(`SELECT setval('${sequence}', ${Math.max(1, last)}, ${last > 0})`);
	}
}

async function sequencesOf(
	tx: ReadTransaction,
	tables: readonly CopiedTable[]
): Promise<readonly { table: string; sequence: string }[]> {
	const found: { table: string; sequence: string }[] = [];
	for (const { name, columns } of tables)
		for (const column of columns) {
			const row = await tx.one<{ sequence: string | null }>(
				`SELECT pg_get_serial_sequence($1, $2) AS sequence`,
				[quoted(name), column.name]
			);
			if (row?.sequence) found.push({ table: name, sequence: row.sequence });
		}
	return found;
}
