import { SYSTEM } from '#lib/domain/people.ts';
import type { ShiftStatus } from '#lib/domain/shift.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import { selectShiftsById } from '#server/records/shift-record.ts';
import { lockRoster, recordRoster, type RosterFact } from './roster.ts';

/** Shifts that are turned at once; the rest follow in the next round. */
export const TURNED_AT_ONCE = 200;

/**
 * The clock: records that shifts have begun and ended. Those that relieve each other do it in one
 * step; what was slept through does both. Tells how many there were.
 */
export async function turnShifts(context: CommandContext): Promise<number> {
	await lockRoster(context.tx);
	const began = await turn(context, 'planned', 'on_duty');
	const ended = await turn(context, 'on_duty', 'done');
	const slept = new Set(began.map(({ shifts }) => shifts[0]?.id));
	const isSlept = ({ shifts }: RosterFact) => slept.has(shifts[0]?.id);
	const facts = [
		...ended.filter((fact) => !isSlept(fact)),
		...began,
		...ended.filter((fact) => isSlept(fact))
	];
	if (facts.length > 0) await recordRoster(context, SYSTEM, facts);
	return facts.length;
}

async function turn(
	{ tx, now }: CommandContext,
	from: ShiftStatus,
	to: ShiftStatus
): Promise<RosterFact[]> {
	const time = from === 'planned' ? 'starts_at' : 'ends_at';
	const rows = await tx.run<{ id: number }>(
		`UPDATE shifts SET status = $1 WHERE id IN (
			SELECT id FROM shifts WHERE status = $2 AND ${time} <= $3
			ORDER BY ${time}, id LIMIT ${TURNED_AT_ONCE}
		) RETURNING id`,
		[to, from, now]
	);
	const shifts = await selectShiftsById(
		tx,
		rows.map(({ id }) => id)
	);
	return shifts.map((shift) => ({
		type: to === 'on_duty' ? 'shift.began' : 'shift.ended',
		shifts: [shift],
		changed: { status: [from, to] }
	}));
}
