import { excerptOf, type TextPart } from '#lib/domain/found-words.ts';
import type { Bound, Dialect, ReadTransaction } from '#server/database/database.ts';
import type { Conditions } from './conditions.ts';
import { beginning } from './ticket-search.ts';

/** Documents that are put in order and counted; among more nobody looks. */
export const MOST_FOUND = 1_000;

/** Letters around the first word found. */
const BEFORE = 70;
const WINDOW = 420;

/** A document that was found, with what it is put in order by. */
export interface FoundDocument {
	readonly id: number;
	readonly publishedAt: number;
	/** 1 when all words are in its title, else 0. */
	readonly inTitle: number;
}

/**
 * Documents in which all words begin something, in title or text, and for which the conditions
 * hold; those found by their title first, then the latest.
 */
export async function findDocuments(
	tx: ReadTransaction,
	words: readonly string[],
	asked: Conditions
): Promise<FoundDocument[]> {
	const where = asked.copy();
	const id = tx.dialect === 'sqlite' ? 'f.rowid' : 'f.document_id';
	const match = matchOf(tx.dialect, words, 'words');
	where.add(match.sql, ...match.values);
	const rows = await tx.all<Omit<FoundDocument, 'inTitle'>>(
		`SELECT d.id, d.published_at AS "publishedAt"
		FROM document_search f JOIN documents d ON d.id = ${id}
		JOIN document_sections s ON s.id = d.section_id
		${where.sql()} ORDER BY d.published_at DESC, d.id DESC LIMIT ${MOST_FOUND + 1}`,
		where.values
	);
	const titled = matchOf(tx.dialect, words, 'title');
	const titles = new Set(
		(
			await tx.all<{ id: number }>(
				`SELECT ${id} AS id FROM document_search f
				WHERE ${numbered(titled.sql)} LIMIT ${MOST_FOUND}`,
				titled.values
			)
		).map((row) => row.id)
	);
	return rows
		.map((row) => ({ ...row, inTitle: Number(titles.has(row.id)) }))
		.sort((a, b) => b.inTitle - a.inTitle);
}

/** All words, each by its beginning; a word holds letters and digits only, so nothing comes through. */
function matchOf(
	dialect: Dialect,
	words: readonly string[],
	column: 'title' | 'words'
): { readonly sql: string; readonly values: readonly Bound[] } {
	if (dialect === 'sqlite') {
		const all = words.map(beginning).join(' AND ');
		return {
			sql: 'f.document_search MATCH ?',
			values: [column === 'title' ? `{title} : (${all})` : all]
		};
	}
	const each = words.map(() => `(to_tsquery('russian', ?) || to_tsquery('simple', ?))`);
	return {
		sql: `f.${column} @@ (${each.join(' && ')})`,
		values: words.flatMap((word) => [`'${word}':*`, `'${word}':*`])
	};
}

function numbered(sql: string): string {
	let next = 0;
	return sql.replace(/\?/g, () => `$${++next}`);
}

/** Where the words stand in the texts of some documents. */
export async function excerptsOf(
	tx: ReadTransaction,
	words: readonly string[],
	ids: readonly number[]
): Promise<ReadonlyMap<number, readonly TextPart[]>> {
	if (ids.length === 0) return new Map();
	const values: Bound[] = [];
	const bind = (value: Bound) => `$${values.push(value)}`;
	const [place, greater] =
		tx.dialect === 'sqlite' ? (['instr', 'MAX'] as const) : (['strpos', 'GREATEST'] as const);
	const places = words.map(
		(word) => `NULLIF(${place}(folded, CAST(${bind(` ${word}`)} AS TEXT)), 0)`
	);
	const rows = await tx.all<{ id: number; at: number; piece: string }>(
		`SELECT document_id AS id, at, substr(body, at, ${WINDOW}) AS piece FROM (
			SELECT document_id, body,
				${greater}(1, COALESCE(${places.join(', ')}, 1) - ${BEFORE}) AS at
			FROM document_texts WHERE document_id IN (${ids.map(bind).join(', ')})
		) AS placed`,
		values
	);
	return new Map(rows.map(({ id, at, piece }) => [id, excerptOf(piece, at, words)]));
}
