import { DomainError, fieldError } from '#lib/domain/errors.ts';
import {
	MOST_AT_ONCE,
	staffShift,
	statusAt,
	timesIssue,
	type ShiftTimes
} from '#lib/domain/shift.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands, NewShifts } from '#server/portal.ts';
import { selectShifts, selectShiftsById, type ShiftRecord } from '#server/records/shift-record.ts';
import { demand } from './authorise.ts';
import { differencesOf } from './differences.ts';
import { once } from './once.ts';
import { lockRoster, memberOf, readShift, recordRoster, refuseOverlaps } from './roster.ts';

/** Rosters one shift or several of a pattern, in one command. */
export function createShifts(execute: Execute): Commands['createShifts'] {
	return (actor, input, key) =>
		execute(async (context) => {
			demand(actor, 'shift.plan');
			const { tx } = context;
			await lockRoster(tx);
			const { id, created } = await once(context, actor, { key, input }, async () => {
				const ids = await insertShifts(context, actor.id, input);
				const shifts = await selectShiftsById(tx, ids);
				await recordRoster(context, actor, [{ type: 'shift.planned', shifts }]);
				return ids[0] ?? 0;
			});
			const shifts = await selectShifts(
				tx,
				`WHERE t.id = $1 OR t.series_id = $1 ORDER BY t.starts_at, t.id`,
				[id]
			);
			return { shifts: shifts.map(staffShift), created };
		});
}

async function insertShifts(
	{ tx, now }: CommandContext,
	actorId: number | null,
	{ member, position, times, overlap }: NewShifts
): Promise<number[]> {
	if (times.length === 0 || times.length > MOST_AT_ONCE)
		throw fieldError('until', 'too_many_shifts');
	for (const one of times) refuseTimes(one);
	const memberId = await memberOf(tx, member);
	if (!overlap) await refuseOverlaps(tx, memberId, times, null);
	const ids: number[] = [];
	for (const { startsAt, endsAt } of times) {
		const [row] = await tx.run<{ id: number }>(
			`INSERT INTO shifts (member_id, position, starts_at, ends_at, status, listed, series_id,
				created_by_id, updated_by_id, created_at, updated_at, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9, 1) RETURNING id`,
			[
				memberId,
				position,
				startsAt,
				endsAt,
				statusAt({ startsAt, endsAt }, now),
				false,
				ids[0] ?? null,
				actorId,
				now
			]
		);
		if (!row) throw new DomainError('not_found');
		ids.push(row.id);
	}
	return ids;
}

function refuseTimes(times: ShiftTimes): void {
	const issue = timesIssue(times);
	if (issue) throw fieldError('endsAt', issue);
}

/** Moves a shift, gives it to somebody else, or says anew what is done on it. */
export function updateShift(execute: Execute): Commands['updateShift'] {
	return (actor, id, { member, position, startsAt, endsAt, overlap, version }) =>
		execute(async (context) => {
			demand(actor, 'shift.plan');
			const { tx, now } = context;
			await lockRoster(tx);
			const before = await readShift(tx, id);
			if (version !== undefined && version !== before.version) throw await staleShift(tx, before);
			const times = {
				startsAt: startsAt ?? Date.parse(before.startsAt),
				endsAt: endsAt ?? Date.parse(before.endsAt)
			};
			refuseTimes(times);
			const given = member !== undefined && member !== before.email;
			const memberId = given ? await memberOf(tx, member) : before.memberId;
			const changed = differencesOf(
				{
					member: before.email,
					position: before.position,
					startsAt: before.startsAt,
					endsAt: before.endsAt
				},
				{
					member: member ?? before.email,
					position: position ?? before.position,
					startsAt: new Date(times.startsAt).toISOString(),
					endsAt: new Date(times.endsAt).toISOString()
				}
			);
			if (Object.keys(changed).length === 0) return staffShift(before);
			const moved = given || 'startsAt' in changed || 'endsAt' in changed;
			if (moved && !overlap) await refuseOverlaps(tx, memberId, [times], id);
			await tx.run(
				`UPDATE shifts SET member_id = $2, position = $3, starts_at = $4, ends_at = $5,
					status = $6, updated_by_id = $7, updated_at = $8, version = version + 1
				WHERE id = $1`,
				[
					id,
					memberId,
					position ?? before.position,
					times.startsAt,
					times.endsAt,
					statusAt(times, now),
					actor.id,
					now
				]
			);
			const after = await readShift(tx, id);
			await recordRoster(context, actor, [
				{ type: 'shift.updated', shifts: [after], before: [before], changed }
			]);
			return staffShift(after);
		});
}

/** Takes a shift out of the roster, and those that follow in its series when that is wanted. */
export function deleteShift(execute: Execute): Commands['deleteShift'] {
	return (actor, id, { version, following = false } = {}) =>
		execute(async (context) => {
			demand(actor, 'shift.plan');
			const { tx } = context;
			await lockRoster(tx);
			const shift = await readShift(tx, id);
			if (version !== undefined && version !== shift.version) throw await staleShift(tx, shift);
			const shifts = following ? [shift, ...(await followingOf(tx, shift))] : [shift];
			const places = shifts.map((_, at) => `$${at + 1}`).join(', ');
			await tx.run(
				`DELETE FROM shifts WHERE id IN (${places})`,
				shifts.map((one) => one.id)
			);
			await recordRoster(context, actor, [{ type: 'shift.deleted', shifts, deleted: true }]);
			return { deleted: shifts.length };
		});
}

/** Those of the same series that begin later and have not begun yet. */
async function followingOf(
	tx: ReadTransaction,
	shift: ShiftRecord
): Promise<readonly ShiftRecord[]> {
	const row = await tx.one<{ seriesId: number | null }>(
		`SELECT series_id AS "seriesId" FROM shifts WHERE id = $1`,
		[shift.id]
	);
	return selectShifts(
		tx,
		`WHERE t.series_id = $1 AND t.starts_at > $2 AND t.status = 'planned'
		ORDER BY t.starts_at, t.id`,
		[row?.seriesId ?? shift.id, Date.parse(shift.startsAt)]
	);
}

async function staleShift(tx: ReadTransaction, row: ShiftRecord): Promise<DomainError> {
	const editor = await tx.one<{ name: string }>(
		`SELECT u.name FROM shifts t JOIN users u ON u.id = t.updated_by_id WHERE t.id = $1`,
		[row.id]
	);
	const { email, name, position, startsAt, endsAt } = row;
	return new DomainError('stale_version', {
		stale: {
			currentVersion: row.version,
			changedBy: editor?.name ?? null,
			changedAt: row.updatedAt,
			current: { member: email, name, position, startsAt, endsAt }
		}
	});
}
