import {
	gapsOf,
	overlappingPairs,
	type CoverageRule,
	type Gap,
	type Span
} from '#lib/domain/coverage.ts';
import { LOOK_BACK_MS, staffShift, type StaffShift } from '#lib/domain/shift.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { Foreseen, ForeseenGap, Roster, ShiftDraft } from '#server/portal.ts';
import { selectCoverageRules } from '#server/records/coverage-record.ts';
import { selectShifts, selectShiftsById } from '#server/records/shift-record.ts';
import { rosteredSpan, within } from './rostered-span.ts';

/** Shifts a page takes in at most. */
const MOST_SHIFTS = 2_000;

/** Gaps that are told one by one. */
const MOST_GAPS = 12;

/** Nobody could plan further in one view. */
const AROUND_MS = 12 * 3_600_000;

/** A shift with its times as numbers. */
interface Timed {
	readonly id: number;
	readonly email: string;
	readonly position: string;
	readonly startsAt: number;
	readonly endsAt: number;
}

function timed({ id, email, position, startsAt, endsAt }: StaffShift): Timed {
	return { id, email, position, startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt) };
}

/** Shifts that share time with a period, by their beginning. */
async function shiftsWithin(tx: ReadTransaction, { from, to }: Span): Promise<StaffShift[]> {
	const records = await selectShifts(
		tx,
		`WHERE t.starts_at > $1 AND t.starts_at < $2 AND t.ends_at > $3
		ORDER BY t.starts_at, t.id LIMIT ${MOST_SHIFTS + 1}`,
		[from - LOOK_BACK_MS, to, from]
	);
	return records.map(staffShift);
}

/** A period of the roster, with its gaps from `now` on. */
export async function readRoster(
	tx: ReadTransaction,
	period: Span,
	{ now, zone }: { readonly now: number; readonly zone: string }
): Promise<Roster> {
	const found = await shiftsWithin(tx, period);
	const shifts = found.slice(0, MOST_SHIFTS);
	const times = shifts.map(timed);
	const span = await rosteredSpan(tx);
	const watched = span ? within(within(period, span), { from: now, to: period.to }) : null;
	const pairs = overlappingPairs(times, ({ email }) => email);
	return {
		shifts,
		gaps: watched ? gapsOf(await selectCoverageRules(tx), times, zone, watched) : [],
		overlapping: [...new Set(pairs.flatMap((pair) => pair.map(({ id }) => id)))],
		cut: found.length > MOST_SHIFTS
	};
}

/** What a form of the roster would cause, before anything is done. */
export async function foresee(
	tx: ReadTransaction,
	draft: ShiftDraft,
	{ now, zone }: { readonly now: number; readonly zone: string }
): Promise<Foreseen> {
	const [record] = draft.id === undefined ? [] : await selectShiftsById(tx, [draft.id]);
	const old = record ? timed(staffShift(record)) : null;
	const wanted = draft.times.map((times) => ({
		id: 0,
		email: draft.member ?? old?.email ?? '',
		position: draft.position || (old?.position ?? ''),
		...times
	}));
	const touched = [...wanted, ...(old ? [old] : [])];
	if (touched.length === 0)
		return { overlaps: [], gaps: [], gapsTotal: 0, closes: 0, following: 0 };
	const span = spanOf(touched);
	const near = { from: span.from - AROUND_MS, to: span.to + AROUND_MS };
	const staff = await shiftsWithin(tx, near);
	const others = staff.map(timed).filter(({ id }) => id !== old?.id);
	const rules = await selectCoverageRules(tx);
	const all = await rosteredSpan(tx);
	const watched = within(
		within(near, all ? spanOf([...touched, { startsAt: all.from, endsAt: all.to }]) : span),
		{ from: now, to: Infinity }
	);
	const before = gapsWithin(rules, old ? [...others, old] : others, zone, watched);
	const after = gapsWithin(rules, [...others, ...wanted], zone, watched);
	const gaps = after
		.map((gap): ForeseenGap => ({ ...gap, fresh: !before.some((one) => holds(one, gap)) }))
		.sort((a, b) => Number(b.fresh) - Number(a.fresh));
	const met = new Set(
		overlappingPairs([...others, ...wanted], ({ email }) => email)
			.filter((pair) => pair.some(({ id }) => id === 0))
			.flatMap((pair) => pair.map(({ id }) => id))
	);
	return {
		overlaps: staff.filter(({ id }) => met.has(id)),
		gaps: gaps.slice(0, MOST_GAPS),
		gapsTotal: gaps.length,
		closes: before.filter((gap) => !after.some((one) => holds(gap, one))).length,
		following: old ? await followingOf(tx, old) : 0
	};
}

async function followingOf(tx: ReadTransaction, { id, startsAt }: Timed): Promise<number> {
	const row = await tx.one<{ count: number }>(
		`SELECT COUNT(*) AS count FROM shifts WHERE status = 'planned' AND starts_at > $2
			AND series_id = (SELECT COALESCE(series_id, id) FROM shifts WHERE id = $1)`,
		[id, startsAt]
	);
	return row?.count ?? 0;
}

function gapsWithin(
	rules: readonly CoverageRule[],
	shifts: readonly Timed[],
	zone: string,
	period: Span
): readonly Gap[] {
	return period.from < period.to ? gapsOf(rules, shifts, zone, period) : [];
}

/** Is everything that the second gap misses missing in the first one already? */
function holds(gap: Gap, other: Gap): boolean {
	return (
		gap.position === other.position &&
		gap.from <= other.from &&
		gap.to >= other.to &&
		gap.missing >= other.missing
	);
}

function spanOf(shifts: readonly { readonly startsAt: number; readonly endsAt: number }[]): Span {
	return {
		from: Math.min(...shifts.map(({ startsAt }) => startsAt)),
		to: Math.max(...shifts.map(({ endsAt }) => endsAt))
	};
}
