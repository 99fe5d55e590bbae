import { createHash } from 'node:crypto';
import type { Bound, ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import type { CopiedColumn, CopiedTable } from './tables.ts';

/** Rows held in memory at once. */
const PAGE = 2_000;

/** Values one statement may bind; SQLite takes 32,766. */
const MOST_BOUND = 20_000;

type Row = Readonly<Record<string, Bound>>;
export type Line = readonly Bound[];

/** What a table holds, so that two copies of it can be compared. */
export interface TableSum {
	readonly rows: number;
	/** SHA-256 of its lines, hexadecimal. */
	readonly checksum: string;
}

/** Rows of a table by its key, page by page, each as the values of these columns. */
export async function* linesOf(
	tx: ReadTransaction,
	{ name, key }: CopiedTable,
	columns: readonly CopiedColumn[]
): AsyncGenerator<Line> {
	const order = key.map(quoted).join(', ');
	const wanted = [...new Set([...columns.map((column) => column.name), ...key])].map(quoted);
	const select = `SELECT ${wanted.join(', ')} FROM ${quoted(name)}`;
	const beyond = `(${order}) > (${key.map((_, at) => `$${at + 1}`).join(', ')})`;
	let last: Row | undefined;
	for (;;) {
		const rows: Row[] = await tx.all<Row>(
			`${select}${last ? ` WHERE ${beyond}` : ''} ORDER BY ${order} LIMIT ${PAGE}`,
			last ? key.map((column) => last?.[column] ?? null) : []
		);
		for (const row of rows)
			yield columns.map((column) => {
				const value = row[column.name] ?? null;
				return column.yesOrNo && value !== null ? Boolean(value) : value;
			});
		last = rows.at(-1);
		if (!last || rows.length < PAGE) return;
	}
}

/** The order in which rows come is the database's own business: each line counts by itself. */
export class TableSummer {
	#rows = 0;
	readonly #sum = Buffer.alloc(32);

	add(line: string): void {
		this.#rows++;
		const hash = createHash('sha256').update(line).digest();
		for (let at = 0, carry = 0; at < hash.length; at++) {
			const byte = (this.#sum[at] ?? 0) + (hash[at] ?? 0) + carry;
			this.#sum[at] = byte & 0xff;
			carry = byte >> 8;
		}
	}

	sum(): TableSum {
		return { rows: this.#rows, checksum: this.#sum.toString('hex') };
	}
}

/** What a table holds now. */
export async function sumOf(
	tx: ReadTransaction,
	table: CopiedTable,
	columns: readonly CopiedColumn[]
): Promise<TableSum> {
	const summer = new TableSummer();
	for await (const line of linesOf(tx, table, columns)) summer.add(JSON.stringify(line));
	return summer.sum();
}

/**
 * Fills an empty table. Columns that refer to rows which are still to come are left empty and
 * filled by `fillReferences` when everything is there.
 */
export async function insertLines(
	tx: WriteTransaction,
	table: CopiedTable,
	columns: readonly CopiedColumn[],
	lines: AsyncIterable<Line>,
	later: ReadonlySet<string>
): Promise<void> {
	const names = columns.map((column) => quoted(column.name)).join(', ');
	const atOnce = Math.max(1, Math.min(400, Math.floor(MOST_BOUND / columns.length)));
	let waiting: Line[] = [];
	const flush = async () => {
		if (waiting.length === 0) return;
		const rows = waiting.map(
			(_, row) => `(${columns.map((_, at) => `$${row * columns.length + at + 1}`).join(', ')})`
		);
		await tx.run(
			`INSERT INTO ${quoted(table.name)} (${names}) VALUES ${rows.join(', ')}`,
			waiting.flatMap((line) =>
				line.map((value, at) => (later.has(columns[at]?.name ?? '') ? null : value))
			)
		);
		waiting = [];
	};
	for await (const line of lines) {
		waiting.push(line);
		if (waiting.length === atOnce) await flush();
	}
	await flush();
}

/** Fills the columns that had to wait. */
export async function fillReferences(
	tx: WriteTransaction,
	table: CopiedTable,
	columns: readonly CopiedColumn[],
	lines: AsyncIterable<Line>,
	later: ReadonlySet<string>
): Promise<void> {
	if (later.size === 0) return;
	const place = (name: string) => columns.findIndex((column) => column.name === name);
	const key = table.key.map((name, at) => `${quoted(name)} = $${at + 2}`).join(' AND ');
	for await (const line of lines)
		for (const name of later) {
			const value = line[place(name)] ?? null;
			if (value === null) continue;
			await tx.run(`UPDATE ${quoted(table.name)} SET ${quoted(name)} = $1 WHERE ${key}`, [
				value,
				...table.key.map((column) => line[place(column)] ?? null)
			]);
		}
}

/** Names of tables and columns, as both databases read them. */
export function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
