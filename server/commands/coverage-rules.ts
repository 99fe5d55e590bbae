import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { daysColumn, selectCoverageRules } from '#server/records/coverage-record.ts';
import { demand } from './authorise.ts';

/** More could not be overlooked any more. */
const MOST = 30;

/** Says how many have to be on duty, at what and when. */
export function saveCoverageRule(execute: Execute): Commands['saveCoverageRule'] {
	return (actor, { id, position, days, fromMinute, toMinute, least }) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'shift.plan');
			const known = await selectCoverageRules(tx);
			if (id === undefined && known.length >= MOST) throw fieldError('position', 'too_many');
			const values = [position, daysColumn(days), fromMinute, toMinute, least, now, actor.id];
			const [row] =
				id === undefined
					? await tx.run<{ id: number }>(
							`INSERT INTO coverage_rules
								(position, days, from_minute, to_minute, least, updated_at, updated_by_id)
							VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
							values
						)
					: await tx.run<{ id: number }>(
							`UPDATE coverage_rules SET position = $1, days = $2, from_minute = $3,
								to_minute = $4, least = $5, updated_at = $6, updated_by_id = $7
							WHERE id = $8 RETURNING id`,
							[...values, id]
						);
			if (!row) throw new DomainError('not_found');
			const rule = await ruleOf(tx, row.id);
			record({ type: 'coverage.saved', actor, coverageRule: rule });
			return rule;
		});
}

/** Takes a rule away; without any nothing is ever missed. */
export function deleteCoverageRule(execute: Execute): Commands['deleteCoverageRule'] {
	return (actor, id) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'shift.plan');
			const rule = await ruleOf(tx, id);
			await tx.run(`DELETE FROM coverage_rules WHERE id = $1`, [id]);
			record({ type: 'coverage.deleted', actor, coverageRule: rule });
		});
}

async function ruleOf(tx: ReadTransaction, id: number) {
	const rule = (await selectCoverageRules(tx)).find((one) => one.id === id);
	if (!rule) throw new DomainError('not_found');
	return rule;
}
