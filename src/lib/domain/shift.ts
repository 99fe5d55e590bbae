export const SHIFT_STATUSES = ['planned', 'on_duty', 'done'] as const;
/** What was recorded of a shift: it is to come, has begun, is over. */
export type ShiftStatus = (typeof SHIFT_STATUSES)[number];

/** No shift lasts longer by the clock. */
export const LONGEST_SHIFT_MS = 48 * 3_600_000;

/** Who looks for shifts that reach into a period need look back no further from its beginning. */
export const LOOK_BACK_MS = LONGEST_SHIFT_MS + 3 * 3_600_000;

/** Live screens show those on duty and what begins within this time of the next beginning. */
export const NEXT_WITHIN_MS = 24 * 3_600_000;

/** Most shifts that are rostered at once. */
export const MOST_AT_ONCE = 200;

/** Whose shift is over may still write what it hands over for so long. */
export const HANDOVER_GRACE_MS = 4 * 3_600_000;

/** Milliseconds. */
export interface ShiftTimes {
	readonly startsAt: number;
	readonly endsAt: number;
}

/** A shift as everybody sees it. Times are ISO 8601. */
export interface PublicShift {
	readonly id: number;
	/** What is done on it, in words: «старший смены». */
	readonly position: string;
	/** Null where whoever is on it has not allowed it. */
	readonly name: string | null;
	readonly startsAt: string;
	readonly endsAt: string;
	readonly status: ShiftStatus;
	readonly updatedAt: string;
}

/** A shift as staff see it. */
export interface StaffShift extends PublicShift {
	readonly name: string;
	readonly email: string;
	/** The public schedule shows the name. */
	readonly publicName: boolean;
	readonly version: number;
}

export type AnyShift = PublicShift | StaffShift;

/** Does this shift say all that staff may see? */
export function isStaffShift(shift: AnyShift): shift is StaffShift {
	return 'email' in shift;
}

/** The shift alone: what more a record holds of it stays behind. */
export function staffShift(record: StaffShift): StaffShift {
	const { id, position, name, email, publicName, startsAt, endsAt, status } = record;
	const { updatedAt, version } = record;
	return { id, position, name, email, publicName, startsAt, endsAt, status, updatedAt, version };
}

/** What one leaves for whoever comes next. */
export interface HandoverView {
	readonly id: number;
	readonly author: string;
	/** What its author did on the shift it is about; null when that shift is no more. */
	readonly position: string | null;
	readonly body: string;
	/** ISO 8601 */
	readonly createdAt: string;
	/** Who has taken it over, and when; null as long as nobody has. */
	readonly acceptedBy: string | null;
	readonly acceptedAt: string | null;
}

/** The roster has changed within this time, ISO 8601; null: anywhere. Who shows it reads it anew. */
export type RosterMoved = { readonly from: string; readonly to: string } | null;

/** The status a shift has when it is written down at a moment. */
export function statusAt({ startsAt, endsAt }: ShiftTimes, now: number): ShiftStatus {
	if (endsAt <= now) return 'done';
	return startsAt <= now ? 'on_duty' : 'planned';
}

/** Order of shifts everywhere: by their beginning. ISO texts in UTC compare as they stand. */
export function byShiftStart(a: AnyShift, b: AnyShift): number {
	if (a.startsAt !== b.startsAt) return a.startsAt < b.startsAt ? -1 : 1;
	return a.id - b.id;
}

/** Those on duty, and those that begin first after them. */
export function watchOf(shifts: readonly AnyShift[]): {
	readonly onDuty: readonly AnyShift[];
	readonly next: readonly AnyShift[];
} {
	const onDuty = shifts.filter(({ status }) => status === 'on_duty');
	const planned = shifts.filter(({ status }) => status === 'planned').toSorted(byShiftStart);
	const first = planned[0]?.startsAt;
	return { onDuty, next: planned.filter(({ startsAt }) => startsAt === first) };
}

/** A shift that covers midnight belongs to the night; wall times in minutes since midnight. */
export function isNight(startMinute: number, lengthMs: number): boolean {
	const hours = lengthMs / 3_600_000;
	return hours < 24 && (startMinute >= 18 * 60 || startMinute < 4 * 60);
}

/** What is refused of the times of a shift, or null. */
export function timesIssue({
	startsAt,
	endsAt
}: ShiftTimes): 'before_start' | 'shift_too_long' | null {
	if (endsAt <= startsAt) return 'before_start';
	// An hour more where clocks are put back.
	return endsAt - startsAt > LONGEST_SHIFT_MS + 2 * 3_600_000 ? 'shift_too_long' : null;
}
