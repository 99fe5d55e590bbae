import type { CoverageRule } from '#lib/domain/coverage.ts';
import type { ReadTransaction } from '#server/database/database.ts';

interface RuleRow {
	readonly id: number;
	readonly position: string | null;
	/** `1` or `0` for each day from Monday on. */
	readonly days: string;
	readonly fromMinute: number;
	readonly toMinute: number;
	readonly least: number;
}

/** How many have to be on duty, in the order in which it was said. */
export async function selectCoverageRules(tx: ReadTransaction): Promise<CoverageRule[]> {
	const rows = await tx.all<RuleRow>(
		`SELECT id, position, days, from_minute AS "fromMinute", to_minute AS "toMinute", least
		FROM coverage_rules ORDER BY id`
	);
	return rows.map((row) => ({ ...row, days: [...row.days].map((day) => day === '1') }));
}

/** The days as the column keeps them. */
export function daysColumn(days: readonly boolean[]): string {
	return days.map((day) => (day ? '1' : '0')).join('');
}
