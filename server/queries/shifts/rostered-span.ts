import type { Span } from '#lib/domain/coverage.ts';
import type { ReadTransaction } from '#server/database/database.ts';

/** From the first beginning of all to the last end: what lies outside nobody has rostered yet. */
export async function rosteredSpan(tx: ReadTransaction): Promise<Span | null> {
	const row = await tx.one<{ from: number | null; to: number | null }>(
		`SELECT (SELECT MIN(starts_at) FROM shifts) AS "from",
			(SELECT MAX(ends_at) FROM shifts) AS "to"`
	);
	if (!row || row.from === null || row.to === null) return null;
	return { from: row.from, to: row.to };
}

/** What two stretches of time share. */
export function within(a: Span, b: Span): Span {
	return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}
