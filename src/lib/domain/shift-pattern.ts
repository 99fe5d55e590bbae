import { fieldError } from './errors.ts';
import { LONGEST_SHIFT_MS, MOST_AT_ONCE, type ShiftTimes } from './shift.ts';
import { DAY, dayOf, weekdayOf, zoneOf, type Zone } from './zone.ts';

/** One day of a pattern: on duty by day, by night, or free. */
type Turn = 'day' | 'night' | null;

export const SHIFT_PATTERNS = [
	'once',
	'every_day',
	'5_2',
	'2_2',
	'day_night',
	'2_2_day_night',
	'1_3'
] as const;
export type ShiftPattern = (typeof SHIFT_PATTERNS)[number];

/** What repeats, day by day; `once` and `5_2` go by something else. */
const TURNS: Readonly<Record<Exclude<ShiftPattern, 'once' | '5_2'>, readonly Turn[]>> = {
	every_day: ['day'],
	'2_2': ['day', 'day', null, null],
	day_night: ['day', 'night', null, null],
	'2_2_day_night': ['day', 'day', null, null, 'night', 'night', null, null],
	'1_3': ['day', null, null, null]
};

/**
 * The first shift by the clock on the wall, and how it repeats. Wall times are written as the
 * instant at which a clock in UTC would show the same.
 */
export interface PatternInput {
	readonly startWall: number;
	readonly endWall: number;
	readonly pattern: ShiftPattern;
	/** Number of the last day on which a shift may begin; without meaning for `once`. */
	readonly untilDay: number;
}

/** What clocks that are put on or back do to a shift. */
export interface ClockNotice {
	/**
	 * `skipped`: the clock never shows this time, so it is the moment of the leap. `doubled`: it
	 * shows it twice, and the first is meant. `length`: it lasts longer or shorter than on the
	 * clock. `vanished`: nothing is left of it.
	 */
	readonly kind: 'skipped' | 'doubled' | 'length' | 'vanished';
	/** The time on the wall it is about; of `length` that of the beginning. */
	readonly wall: number;
	/** How long the shift really lasts, milliseconds. */
	readonly lengthMs: number;
}

export interface Rostered {
	readonly shifts: readonly ShiftTimes[];
	readonly notices: readonly ClockNotice[];
	/** There would have been more than are rostered at once. */
	readonly cut: boolean;
}

/**
 * The shifts of a pattern. They keep their times on the wall whatever its clocks do, so those
 * that meet on the clock meet in time.
 */
export function rostered(input: PatternInput, zoneName: string): Rostered {
	const zone = zoneOf(zoneName);
	const shifts: ShiftTimes[] = [];
	const notices: ClockNotice[] = [];
	for (const wall of wallTimes(input)) {
		if (shifts.length === MOST_AT_ONCE) return { shifts, notices, cut: true };
		const times = { startsAt: zone.instantOf(wall.start), endsAt: zone.instantOf(wall.end) };
		const lengthMs = times.endsAt - times.startsAt;
		if (lengthMs <= 0) {
			notices.push({ kind: 'vanished', wall: wall.start, lengthMs: 0 });
			continue;
		}
		shifts.push(times);
		for (const edge of [wall.start, wall.end]) {
			const kind = oddity(zone, edge);
			// Where one shift ends and the next begins the clock does one thing, and it is told once.
			const told = notices.some((one) => one.kind === kind && one.wall === edge);
			if (kind && !told) notices.push({ kind, wall: edge, lengthMs });
		}
		if (lengthMs !== wall.end - wall.start)
			notices.push({ kind: 'length', wall: wall.start, lengthMs });
	}
	return { shifts, notices, cut: false };
}

/** A shift as it was written in a form or a call of the API. */
export interface WrittenShift {
	/** `YYYY-MM-DDTHH:mm` by the portal's clock, or ISO 8601 with its distance from UTC. */
	readonly startsAt: string;
	readonly endsAt: string;
	readonly pattern: ShiftPattern;
	/** `YYYY-MM-DD`, the last day on which one begins; wanted for all patterns but `once`. */
	readonly until?: string | undefined;
}

/**
 * The shifts that were written down. Throws `invalid_input`: `before_start`, `shift_too_long`,
 * `no_such_time` when the clock leaves out the whole shift, `required` and `too_many` at `until`.
 */
export function writtenShifts(written: WrittenShift, zoneName: string): Rostered {
	const { startsAt, endsAt, pattern, until } = written;
	const zone = zoneOf(zoneName);
	const [startWall, endWall] = [wallOf(startsAt, zone), wallOf(endsAt, zone)];
	if (endWall <= startWall) throw fieldError('endsAt', 'before_start');
	if (endWall - startWall > LONGEST_SHIFT_MS) throw fieldError('endsAt', 'shift_too_long');
	if (pattern !== 'once' && until === undefined) throw fieldError('until', 'required');
	const untilDay = until === undefined ? 0 : dayOf(until);
	if (until !== undefined && pattern !== 'once' && untilDay < Math.floor(startWall / DAY))
		throw fieldError('until', 'before_start');
	const plan = rostered({ startWall, endWall, pattern, untilDay }, zoneName);
	if (plan.cut) throw fieldError('until', 'too_many_shifts');
	if (plan.shifts.length === 0) throw fieldError('startsAt', 'no_such_time');
	if (pattern !== 'once' || isLocal(startsAt) || isLocal(endsAt)) return plan;
	// Told as moments: of an hour that comes twice the second can be meant as well.
	return {
		shifts: [{ startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt) }],
		notices: [],
		cut: false
	};
}

/** A written time as a moment, milliseconds. */
export function writtenMoment(text: string, zoneName: string): number {
	return isLocal(text)
		? zoneOf(zoneName).instantOf(wallOf(text, zoneOf(zoneName)))
		: Date.parse(text);
}

function isLocal(text: string): boolean {
	return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text);
}

function wallOf(text: string, zone: Zone): number {
	return isLocal(text) ? Date.parse(`${text}:00Z`) : zone.wallOf(Date.parse(text));
}

function* wallTimes(input: PatternInput): Generator<{ start: number; end: number }> {
	const { startWall, endWall, pattern, untilDay } = input;
	if (pattern === 'once') {
		yield { start: startWall, end: endWall };
		return;
	}
	const first = Math.floor(startWall / DAY);
	for (let day = first; day <= untilDay; day++) {
		const turn = turnOf(pattern, day, day - first);
		const by = (day - first) * DAY;
		if (turn === 'day') yield { start: startWall + by, end: endWall + by };
		// The night begins where the day ends, and lasts until the next day begins.
		else if (turn === 'night') {
			const end = startWall + DAY + by;
			const start = endWall + by;
			yield { start, end: end > start ? end : end + DAY };
		}
	}
}

function turnOf(pattern: Exclude<ShiftPattern, 'once'>, day: number, place: number): Turn {
	if (pattern === '5_2') return weekdayOf(day) < 5 ? 'day' : null;
	const turns = TURNS[pattern];
	return turns[place % turns.length] ?? null;
}

function oddity(zone: Zone, wall: number): 'skipped' | 'doubled' | null {
	const at = zone.instantOf(wall);
	if (zone.wallOf(at) !== wall) return 'skipped';
	// Clocks are put back by some hours at most: a second time would come within a day.
	const again = zone.stretches({ from: at, to: at + DAY }).some(({ from, until, offset }) => {
		const candidate = wall - offset;
		return candidate > at && candidate >= from && candidate < until;
	});
	return again ? 'doubled' : null;
}
