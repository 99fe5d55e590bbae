import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { overlappingPairs } from '#lib/domain/coverage.ts';
import type { Actor } from '#lib/domain/people.ts';
import { LOOK_BACK_MS, NEXT_WITHIN_MS, type ShiftTimes } from '#lib/domain/shift.ts';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import { personThing } from '#server/events/about.ts';
import type { Changed, EventType } from '#server/events/event.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import { selectShiftsById, type ShiftRecord } from '#server/records/shift-record.ts';

/** Any number of its own, see `outbox.ts`. */
const ROSTER_LOCK = 7_301_005;

/** Live screens list no more than so many that are to come. */
const MOST_NEXT = 100;

/**
 * One writer of the roster at a time: who overlaps whom, and which shifts are the next ones, can
 * only be told of all of them.
 */
export async function lockRoster(tx: WriteTransaction): Promise<void> {
	if (tx.dialect === 'postgres') await tx.all(`SELECT pg_advisory_xact_lock(${ROSTER_LOCK})`);
}

/** The shift as it stands. Throws `not_found`. */
export async function readShift(tx: ReadTransaction, id: number): Promise<ShiftRecord> {
	const [shift] = await selectShiftsById(tx, [id]);
	if (!shift) throw new DomainError('not_found');
	return shift;
}

/** The member of staff behind an e-mail. Refused at `member` (`unknown_person`). */
export async function memberOf(tx: ReadTransaction, email: string): Promise<number> {
	const person = await tx.one<{ id: number }>(
		`SELECT id FROM users WHERE email = $1 AND role <> 'client' AND blocked_at IS NULL`,
		[email]
	);
	if (!person) throw fieldError('member', 'unknown_person');
	return person.id;
}

/** Refuses, at `startsAt`, what shares time with another shift of the same person. */
export async function refuseOverlaps(
	tx: ReadTransaction,
	memberId: number,
	times: readonly ShiftTimes[],
	except: number | null
): Promise<void> {
	const from = Math.min(...times.map(({ startsAt }) => startsAt));
	const to = Math.max(...times.map(({ endsAt }) => endsAt));
	const others = await tx.all<ShiftTimes>(
		`SELECT starts_at AS "startsAt", ends_at AS "endsAt" FROM shifts
		WHERE member_id = $1 AND starts_at > $2 AND starts_at < $3 AND ends_at > $4 AND id <> $5`,
		[memberId, from - LOOK_BACK_MS, to, from, except ?? 0]
	);
	const known = new Set(others);
	const pair = overlappingPairs([...others, ...times], () => memberId).find(
		(two) => !two.every((one) => known.has(one))
	);
	if (!pair) return;
	const other = pair.find((one) => known.has(one)) ?? pair[0];
	throw new DomainError('invalid_input', {
		issues: [{ field: 'startsAt', code: 'overlaps', about: new Date(other.startsAt).toISOString() }]
	});
}

/** What live screens show after a change of the roster. */
interface Relisted {
	/** Ids of shifts that they show from now on. */
	readonly entered: readonly number[];
	/** Ids of those that they no longer show. */
	readonly left: readonly number[];
}

/**
 * Decides anew what live screens show: those on duty, and those that begin within a day of the
 * first that is to come. A function of the table, so that nothing hangs on when it is asked.
 */
async function relist(tx: WriteTransaction): Promise<Relisted> {
	const wanted = await tx.all<{ id: number }>(
		`SELECT id FROM shifts WHERE status = 'on_duty'
		UNION SELECT id FROM (
			SELECT id FROM shifts WHERE status = 'planned' AND starts_at <= $1 + (
				SELECT MIN(starts_at) FROM shifts WHERE status = 'planned'
			) ORDER BY starts_at, id LIMIT ${MOST_NEXT}
		) AS upcoming`,
		[NEXT_WITHIN_MS]
	);
	const shown = await tx.all<{ id: number }>(`SELECT id FROM shifts WHERE listed`);
	const [isWanted, isShown] = [idsOf(wanted), idsOf(shown)];
	const entered = [...isWanted].filter((id) => !isShown.has(id));
	const left = [...isShown].filter((id) => !isWanted.has(id));
	await list(tx, entered, true);
	await list(tx, left, false);
	return { entered, left };
}

function idsOf(rows: readonly { readonly id: number }[]): ReadonlySet<number> {
	return new Set(rows.map(({ id }) => id));
}

async function list(tx: WriteTransaction, ids: readonly number[], listed: boolean): Promise<void> {
	if (ids.length === 0) return;
	const places = ids.map((_, at) => `$${at + 2}`).join(', ');
	await tx.run(`UPDATE shifts SET listed = $1 WHERE id IN (${places})`, [listed, ...ids]);
}

/** One thing that happened to one or more shifts of a person. */
export interface RosterFact {
	readonly type: EventType;
	/** As they stand now; of deleted ones as they stood last. */
	readonly shifts: readonly ShiftRecord[];
	readonly changed?: Changed;
	readonly deleted?: true;
	/** As they stood before, where they stood elsewhere. */
	readonly before?: readonly ShiftRecord[];
}

/**
 * Records what happened to the roster. Live screens are told by the last of several facts, which
 * are committed together: so no screen ever shows an empty watch while one shift relieves another.
 */
export async function recordRoster(
	context: CommandContext,
	actor: Actor,
	facts: readonly RosterFact[]
): Promise<void> {
	const { tx, record } = context;
	const { entered, left } = await relist(tx);
	const touched = facts.flatMap(({ shifts, deleted }) => (deleted ? [] : shifts));
	const onScreens = new Set([...touched.map(({ id }) => id), ...entered]);
	const gone = facts.flatMap(({ shifts, deleted }) => (deleted ? shifts : []));
	const listed = await listedOf(tx, [...onScreens]);
	for (const [place, fact] of facts.entries()) {
		const { type, shifts, changed, before = [] } = fact;
		const whose = shifts[0]?.memberId;
		const last = place === facts.length - 1;
		record({
			type,
			actor,
			...(changed ? { changed } : {}),
			...(whose === undefined ? {} : { about: personThing(whose) }),
			rostered: shifts,
			...(type === 'shift.began' || type === 'shift.ended'
				? {}
				: { rosterMoved: spanOf([...shifts, ...before]) }),
			...(last ? { shifts: listed, shiftsLeft: [...left, ...gone.map(({ id }) => id)] } : {})
		});
	}
}

async function listedOf(tx: ReadTransaction, ids: readonly number[]): Promise<ShiftRecord[]> {
	if (ids.length === 0) return [];
	const places = ids.map((_, at) => `$${at + 1}`).join(', ');
	const rows = await tx.all<{ id: number }>(
		`SELECT id FROM shifts WHERE listed AND id IN (${places})`,
		ids
	);
	return selectShiftsById(
		tx,
		rows.map(({ id }) => id)
	);
}

function spanOf(shifts: readonly ShiftRecord[]): { from: string; to: string } {
	const from = shifts.map(({ startsAt }) => startsAt).sort()[0] ?? '';
	const to =
		shifts
			.map(({ endsAt }) => endsAt)
			.sort()
			.at(-1) ?? '';
	return { from, to };
}
