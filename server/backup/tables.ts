import type { ReadTransaction } from '#server/database/database.ts';

/** A table as it is copied from one database to another. */
export interface CopiedTable {
	readonly name: string;
	readonly columns: readonly CopiedColumn[];
	/** Columns of the primary key, by which it is read in pages. */
	readonly key: readonly string[];
}

export interface CopiedColumn {
	readonly name: string;
	/** SQLite keeps these as 0 and 1. */
	readonly yesOrNo: boolean;
	readonly nullable: boolean;
	/** Table whose rows it names, or null. */
	readonly refersTo: string | null;
}

/** Kept by the tool that migrates; words for searching are written anew by triggers. */
const NOT_COPIED = new Set(['migrations']);

/** Every table whose rows are the portal's own, parents before those that refer to them. */
export async function readTables(tx: ReadTransaction): Promise<readonly CopiedTable[]> {
	const tables = tx.dialect === 'sqlite' ? await sqliteTables(tx) : await postgresTables(tx);
	return parentsFirst(tables.filter(({ name }) => !NOT_COPIED.has(name)));
}

async function sqliteTables(tx: ReadTransaction): Promise<CopiedTable[]> {
	const listed = await tx.all<{ name: string; type: string }>(
		`SELECT name, type FROM pragma_table_list WHERE schema = 'main' ORDER BY name`
	);
	const names = listed
		.filter(({ name, type }) => type === 'table' && !name.startsWith('sqlite_'))
		.map(({ name }) => name);
	const tables: CopiedTable[] = [];
	for (const name of names) {
		const columns = await tx.all<{ name: string; type: string; notnull: number; pk: number }>(
			`SELECT name, type, "notnull", pk FROM pragma_table_info($1) ORDER BY cid`,
			[name]
		);
		const references = await tx.all<{ column: string; target: string }>(
			`SELECT "from" AS "column", "table" AS target FROM pragma_foreign_key_list($1)`,
			[name]
		);
		tables.push({
			name,
			key: columns
				.filter(({ pk }) => pk > 0)
				.sort((a, b) => a.pk - b.pk)
				.map((column) => column.name),
			columns: columns.map((column) => ({
				name: column.name,
				yesOrNo: column.type === 'BOOLEAN',
				nullable: column.notnull === 0 && column.pk === 0,
				refersTo: references.find((one) => one.column === column.name)?.target ?? null
			}))
		});
	}
	return tables;
}

async function postgresTables(tx: ReadTransaction): Promise<CopiedTable[]> {
	const columns = await tx.all<{
		table: string;
		name: string;
		type: string;
		nullable: boolean;
		place: number | null;
		target: string | null;
	}>(
		`SELECT t.relname AS "table", c.attname AS name, format_type(c.atttypid, NULL) AS type,
			NOT c.attnotnull AS nullable, array_position(k.conkey, c.attnum) AS place,
			(SELECT f.confrelid::regclass::text FROM pg_constraint f
				WHERE f.conrelid = t.oid AND f.contype = 'f' AND f.conkey = ARRAY[c.attnum] LIMIT 1)
				AS target
		FROM pg_class t
		JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
		LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
		WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace
			AND NOT EXISTS (SELECT 1 FROM pg_attribute w
				WHERE w.attrelid = t.oid AND w.atttypid = 'tsvector'::regtype AND NOT w.attisdropped)
		ORDER BY t.relname, c.attnum`
	);
	return [...Map.groupBy(columns, ({ table }) => table)].map(([name, own]) => ({
		name,
		key: own
			.filter(({ place }) => place !== null)
			.sort((a, b) => (a.place ?? 0) - (b.place ?? 0))
			.map((column) => column.name),
		columns: own.map((column) => ({
			name: column.name,
			yesOrNo: column.type === 'boolean',
			nullable: column.nullable,
			refersTo: column.target
		}))
	}));
}

/** In a ring of references whatever comes first must be able to wait for what it refers to. */
function parentsFirst(tables: readonly CopiedTable[]): readonly CopiedTable[] {
	const sorted: CopiedTable[] = [];
	const left = new Set(tables);
	const waitsFor = (table: CopiedTable, strictly: boolean) =>
		table.columns.some(
			({ refersTo, nullable }) =>
				refersTo !== table.name &&
				!(nullable && !strictly) &&
				[...left].some((other) => other.name === refersTo)
		);
	while (left.size > 0) {
		const next =
			[...left].find((table) => !waitsFor(table, true)) ??
			[...left].find((table) => !waitsFor(table, false));
		if (!next) throw new Error('tables refer to one another in a ring that cannot be filled');
		left.delete(next);
		sorted.push(next);
	}
	return sorted;
}
