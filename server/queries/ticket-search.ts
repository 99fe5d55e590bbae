import { searchWords } from '#lib/domain/search-words.ts';
import type { Bound, Dialect, ReadTransaction } from '#server/database/database.ts';
import type { TicketRow } from '#server/records/ticket-record.ts';
import { Conditions } from './conditions.ts';
import type { KeyColumn } from './keyset.ts';
import { orderBy } from './ticket-pages.ts';

/** Up to as many matches are counted and put in order by hand. */
export const FEW = 5_000;

/** So few tickets are each asked for words that many have, rather than all that have them gone through. */
export const FEW_ASKED = 500;

/** Beyond them, this many are counted at most; fewer where each has to be looked at. */
export const MOST_COUNTED = 1_000;
export const MOST_LOOKED_AT = 100;

/**
 * SQLite keeps to the order of a cross join: the words are read once and tickets looked up by
 * number, where it would else look all words up anew for each ticket of some status.
 */
const MATCHING = 'ticket_search f CROSS JOIN tickets t';

/** Words behind a query, as a database looks for them: all of them, each by its beginning. */
export interface TextMatch {
	/** What stands behind WHERE for a row of `ticket_search f`. */
	readonly sql: string;
	readonly values: readonly Bound[];
	/** The column of `ticket_search` that holds the ticket's id. */
	readonly id: string;
}

/** The longest beginning that has an index; the shortest is of two letters. */
const LONGEST_BEGINNING = 10;

/** A word as FTS5 looks for what begins with it. */
export function beginning(word: string): string {
	return word.length === 1 ? `"${word}"` : `"${word.slice(0, LONGEST_BEGINNING)}"*`;
}

/** How a text is looked for; null when there is no word in it, and so nothing to be found. */
export function textMatch(dialect: Dialect, text: string): TextMatch | null {
	const words = searchWords(text);
	if (words.length === 0) return null;
	// A word holds letters and digits only: no quote can end early, no operator comes through.
	if (dialect === 'sqlite')
		return {
			sql: 'f.ticket_search MATCH ?',
			values: [words.map(beginning).join(' AND ')],
			id: 'f.rowid'
		};
	const each = words.map(() => `(to_tsquery('russian', ?) || to_tsquery('simple', ?))`);
	return {
		sql: `f.words @@ (${each.join(' && ')})`,
		values: words.flatMap((word) => [`'${word}':*`, `'${word}':*`]),
		id: 'f.ticket_id'
	};
}

/** Ids of tickets that match and fulfil the conditions, in an order, as many as are wanted. */
export async function matching(
	tx: ReadTransaction,
	match: TextMatch,
	asked: {
		readonly where: Conditions;
		/** Where tickets are read from that are asked for the words; null: the words lead to them. */
		readonly source: string | null;
		readonly order: readonly KeyColumn<TicketRow>[];
		readonly key: readonly number[] | null;
		readonly most: number;
	}
): Promise<number[]> {
	const { source, order, key, most } = asked;
	const where = asked.where.copy();
	const byNumber = order.length === 1;
	const wordsAlone = source === null && where.isEmpty && byNumber;
	// An index of words is read by number, backwards, without being put in order.
	const id = source === null && byNumber ? match.id : 't.id';
	if (source !== null) where.add(eachMatching(match), ...match.values);
	else {
		if (!wordsAlone) where.add(`t.id = ${match.id}`);
		where.add(match.sql, ...match.values);
	}
	if (!wordsAlone) where.add('t.deleted_at IS NULL');
	if (key && id === match.id) where.add(`${id} < ?`, key[0] ?? 0);
	else if (key) where.addAfter(order, key);
	const from = source ?? (wordsAlone ? 'ticket_search f' : MATCHING);
	const by = id === match.id ? `${id} DESC` : orderBy(order);
	const rows = await tx.all<{ id: number }>(
		`SELECT ${id} AS id FROM ${from} ${where.sql()} ORDER BY ${by} LIMIT ${most}`,
		where.values
	);
	return rows.map((row) => row.id);
}

/** As a condition on `tickets t`: each is asked for the words. */
export function eachMatching(match: TextMatch): string {
	return `EXISTS (SELECT 1 FROM ticket_search f WHERE ${match.id} = t.id AND ${match.sql})`;
}

/** Whether so few tickets match that all of them may be looked up. */
export async function areFew(tx: ReadTransaction, match: TextMatch): Promise<boolean> {
	const where = new Conditions();
	where.add(match.sql, ...match.values);
	const row = await tx.one<{ found: number }>(
		`SELECT COUNT(*) AS found FROM
		(SELECT 1 FROM ticket_search f ${where.sql()} LIMIT ${FEW + 1}) AS counted`,
		where.values
	);
	return (row?.found ?? 0) <= FEW;
}
