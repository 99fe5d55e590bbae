import type { Gap } from '#lib/domain/coverage.ts';
import { isNight, type ShiftStatus } from '#lib/domain/shift.ts';
import type { ClockNotice, ShiftPattern } from '#lib/domain/shift-pattern.ts';
import { zoneOf } from '#lib/domain/zone.ts';
import { durationText } from '#lib/format/durations.ts';
import { dayText, instant, timeText } from '#lib/format/moments.ts';
import { m } from '#lib/paraglide/messages.js';

const DAY = 86_400_000;
const MINUTE = 60_000;

interface Times {
	readonly startsAt: string | number;
	readonly endsAt: string | number;
}

export const patternLabel: Readonly<Record<ShiftPattern, () => string>> = {
	once: m.shifts_pattern_once,
	every_day: m.shifts_pattern_every_day,
	'5_2': m.shifts_pattern_5_2,
	'2_2': m.shifts_pattern_2_2,
	day_night: m.shifts_pattern_day_night,
	'2_2_day_night': m.shifts_pattern_2_2_day_night,
	'1_3': m.shifts_pattern_1_3
};

export const shiftStatusLabel: Readonly<Record<ShiftStatus, () => string>> = {
	planned: m.shifts_status_planned,
	on_duty: m.shifts_status_on_duty,
	done: m.shifts_status_done
};

/** «08:00–20:00» */
export function hoursText({ startsAt, endsAt }: Times, zone: string): string {
	return `${timeText(startsAt, zone)}–${timeText(endsAt, zone)}`;
}

/** «28 ноя, 08:00–20:00»; with the day of the end too where a shift lasts a day and longer. */
export function timesText({ startsAt, endsAt }: Times, now: number, zone: string): string {
	const day = dayText(startsAt, now, zone);
	if (instant(endsAt) - instant(startsAt) < DAY)
		return `${day}, ${hoursText({ startsAt, endsAt }, zone)}`;
	return `${day}, ${timeText(startsAt, zone)} – ${dayText(endsAt, now, zone)}, ${timeText(endsAt, zone)}`;
}

/** Until or from when: «20:00» today, «28 ноя, 08:00» else. */
export function edgeText(at: string | number, now: number, zone: string): string {
	const time = timeText(at, zone);
	const today = dayText(now, now, zone);
	const day = dayText(at, now, zone);
	// What ends in the coming night needs no day beside it.
	return day === today || Math.abs(instant(at) - now) < DAY / 2 ? time : m.day_at({ day, time });
}

/** Of the day, of the night, or round the clock. */
export function kindOf({ startsAt, endsAt }: Times, zone: string): 'day' | 'night' | 'whole' {
	const length = instant(endsAt) - instant(startsAt);
	if (length >= DAY - MINUTE) return 'whole';
	const wall = zoneOf(zone).wallOf(instant(startsAt));
	return isNight(Math.floor((wall % DAY) / MINUTE), length) ? 'night' : 'day';
}

export const kindLabel = {
	day: m.shifts_kind_day,
	night: m.shifts_kind_night,
	whole: m.shifts_kind_whole
} as const;

export const kindLetter = {
	day: m.shifts_letter_day,
	night: m.shifts_letter_night,
	whole: m.shifts_letter_whole
} as const;

/** «не хватает: 1 (сети)» */
export function missingText({ position, missing }: Pick<Gap, 'position' | 'missing'>): string {
	return position === null
		? m.shifts_gap_anybody({ missing })
		: m.shifts_gap_position({ missing, position });
}

/** A stretch of time: «28 ноя, 20:00 – 29 ноя, 08:00», «28 ноя, 09:00–12:00». */
export function spanText(from: number, to: number, now: number, zone: string): string {
	const [first, last] = [dayText(from, now, zone), dayText(to - 1, now, zone)];
	if (first === last) return `${first}, ${timeText(from, zone)}–${timeText(to, zone)}`;
	return `${first}, ${timeText(from, zone)} – ${dayText(to, now, zone)}, ${timeText(to, zone)}`;
}

const NOTICES = {
	skipped: m.shifts_clock_skipped,
	doubled: m.shifts_clock_doubled,
	length: m.shifts_clock_length,
	vanished: m.shifts_clock_vanished
} as const;

/** What the clocks do to a shift, in words. Wall times read as they stand, in no zone. */
export function noticeText({ kind, wall, lengthMs }: ClockNotice, now: number): string {
	const when = m.day_at({ day: dayText(wall, now, 'UTC'), time: timeText(wall, 'UTC') });
	return NOTICES[kind]({ when, duration: durationText(lengthMs) });
}
