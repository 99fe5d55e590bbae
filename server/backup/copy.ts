import { randomUUID } from 'node:crypto';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import { setCounters, type Counters } from './counters.ts';
import { fillReferences, insertLines, quoted, sumOf, type Line, type TableSum } from './rows.ts';
import { readTables, type CopiedColumn, type CopiedTable } from './tables.ts';

/** Where the lines of a table come from: a backup, or another database. */
export interface CopySource {
	readonly counters: Counters;
	/** Columns of each table that is there, in the order in which its lines have them. */
	readonly tables: ReadonlyMap<string, readonly string[]>;
	lines(table: string): AsyncIterable<Line>;
}

/** What was written, and what the new database says it holds. */
export interface Copied {
	readonly sums: ReadonlyMap<string, TableSum>;
}

/** Keys of `meta` that belong to one installation and are not taken over. */
const OWN_KEYS = ['epoch', 'media'];

/**
 * Puts everything of the source in the place of what is there, in the given transaction. The
 * history of events gets another name, so that screens which followed the old one begin anew;
 * files get a folder of their own. Throws when the source has tables or columns that this release
 * does not know.
 */
export async function copyInto(
	tx: WriteTransaction,
	source: CopySource,
	names: { readonly epoch: string; readonly media: string } = {
		epoch: randomUUID(),
		media: randomUUID()
	}
): Promise<Copied> {
	const tables = await readTables(tx);
	const unknown = [...source.tables.keys()].filter(
		(name) => !tables.some((table) => table.name === name)
	);
	if (unknown.length > 0) throw new Error(`this release has no tables ${unknown.join(', ')}`);
	const plans = tables.map((table) => planOf(table, source, tables));
	for (const { table } of plans.toReversed()) await empty(tx, table, tables);
	for (const { table, columns, later } of plans)
		if (columns.length > 0) await insertLines(tx, table, columns, source.lines(table.name), later);
	for (const { table, columns, later } of plans)
		await fillReferences(tx, table, columns, source.lines(table.name), later);
	await setCounters(tx, tables, source.counters);
	const sums = new Map<string, TableSum>();
	for (const { table, columns } of plans)
		if (columns.length > 0) sums.set(table.name, await sumOf(tx, table, columns));
	for (const key of OWN_KEYS)
		await tx.run(`UPDATE meta SET value = $2 WHERE key = $1`, [
			key,
			key === 'epoch' ? names.epoch : names.media
		]);
	return { sums };
}

interface Plan {
	readonly table: CopiedTable;
	readonly columns: readonly CopiedColumn[];
	/** Columns that can only be filled when all rows are there. */
	readonly later: ReadonlySet<string>;
}

function planOf(table: CopiedTable, source: CopySource, tables: readonly CopiedTable[]): Plan {
	const given = source.tables.get(table.name) ?? [];
	const columns = given.map((name) => {
		const column = table.columns.find((one) => one.name === name);
		if (!column) throw new Error(`this release has no column ${table.name}.${name}`);
		return column;
	});
	const place = (name: string | null) => tables.findIndex((one) => one.name === name);
	const later = columns
		.filter(({ refersTo }) => refersTo !== null && place(refersTo) >= place(table.name))
		.filter(({ nullable }) => nullable)
		.map(({ name }) => name);
	return { table, columns, later: new Set(later) };
}

/** Rows that refer to one another, or to tables emptied later, let go of each other first. */
async function empty(
	tx: WriteTransaction,
	table: CopiedTable,
	tables: readonly CopiedTable[]
): Promise<void> {
	const later = tables.slice(tables.indexOf(table));
	for (const { name, nullable, refersTo } of table.columns)
		if (nullable && later.some((other) => other.name === refersTo))
			await tx.run(
				`UPDATE ${quoted(table.name)} SET ${quoted(name)} = NULL
				WHERE ${quoted(name)} IS NOT NULL`
			);
	await tx.run(`DELETE FROM ${quoted(table.name)}`);
}

/** A database as a source, to be moved into another one. */
export async function describeTables(
	tx: ReadTransaction
): Promise<ReadonlyMap<string, readonly string[]>> {
	const tables = await readTables(tx);
	return new Map(tables.map(({ name, columns }) => [name, columns.map((one) => one.name)]));
}
