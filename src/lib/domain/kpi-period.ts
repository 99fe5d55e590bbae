import type { KpiStep } from './kpi.ts';
import { DAY, dayOf, isOfRealDay, weekdayOf, zoneOf } from './zone.ts';

/** A stretch of time, its end not included. Milliseconds since the epoch. */
export interface KpiPeriod {
	readonly from: number;
	readonly to: number;
}

/** A step of a series: the period it covers. */
export type KpiSlot = KpiPeriod;

const HOUR = 3_600_000;

/** The longest period, in days: some ten years. */
export const LONGEST_PERIOD_DAYS = 3_700;

/** The most points that one series has. */
export const MOST_POINTS = 1_000;

/** The moving period: so many days of the zone, today included, up to the coming midnight. */
export function lastDays(days: number, zone: string, now: number): KpiPeriod {
	const clock = zoneOf(zone);
	const today = clock.dayAt(now);
	return { from: clock.startOfDay(today - days + 1), to: clock.startOfDay(today + 1) };
}

/**
 * The period between two texts: dates of the zone (`2026-03-01`, the last day included) or
 * moments (ISO 8601). What is not said: the end is tonight, the beginning 30 days before the
 * end. Null when a text is neither, the end is not after the beginning, or it is too long.
 */
export function kpiPeriod(
	input: { readonly from?: string | undefined; readonly to?: string | undefined },
	zone: string,
	now: number,
	days = 30
): KpiPeriod | null {
	const clock = zoneOf(zone);
	const to = input.to === undefined ? lastDays(1, zone, now).to : moment(input.to, zone, 1);
	if (to === null) return null;
	const from =
		input.from === undefined
			? clock.startOfDay(clock.dayAt(to - 1) - days + 1)
			: moment(input.from, zone, 0);
	if (from === null || from >= to || to - from > LONGEST_PERIOD_DAYS * DAY) return null;
	return { from, to };
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Years that calendars of zones are known for, and that no column is too small for. */
const EARLIEST = Date.UTC(1970, 0, 2);
const LATEST = Date.UTC(2200, 0, 1);

function moment(text: string, zone: string, later: 0 | 1): number | null {
	let at: number;
	if (MOMENT.test(text)) at = isOfRealDay(text) ? Date.parse(text) : NaN;
	else {
		try {
			at = zoneOf(zone).startOfDay(dayOf(text) + later);
		} catch {
			return null;
		}
	}
	return at >= EARLIEST && at <= LATEST ? at : null;
}

/** The days a period is made of, the last not included; null when it is not of whole days. */
export function wholeDays(
	period: KpiPeriod,
	zone: string
): { readonly first: number; readonly end: number } | null {
	const clock = zoneOf(zone);
	const first = clock.dayAt(period.from);
	const end = clock.dayAt(period.to);
	const whole = clock.startOfDay(first) === period.from && clock.startOfDay(end) === period.to;
	return whole ? { first, end } : null;
}

/** The period of the same length before: of as many days where it is of whole days. */
export function periodBefore(period: KpiPeriod, zone: string): KpiPeriod {
	const days = wholeDays(period, zone);
	if (days === null) return { from: period.from - (period.to - period.from), to: period.from };
	return { from: zoneOf(zone).startOfDay(days.first - (days.end - days.first)), to: period.from };
}

/**
 * The steps of a series: hours, days or weeks (from Monday) of the zone, the first and the last
 * cut where the period begins and ends. Null when there are too many.
 */
export function slotsOf(period: KpiPeriod, step: KpiStep, zone: string): readonly KpiSlot[] | null {
	const slots: KpiSlot[] = [];
	for (let from = period.from; from < period.to;) {
		const to = Math.min(nextStart(from, step, zone), period.to);
		slots.push({ from, to });
		if (slots.length > MOST_POINTS) return null;
		from = to;
	}
	return slots;
}

/**
 * The steps of the period before. Of whole days each day or week is its own step as many days
 * earlier as the period has: cut at Mondays of its own, a week of three days would lie under one
 * of five. Null when there are too many.
 */
export function slotsBefore(
	period: KpiPeriod,
	step: KpiStep,
	zone: string
): readonly KpiSlot[] | null {
	const clock = zoneOf(zone);
	const before = periodBefore(period, zone);
	const days = wholeDays(period, zone);
	if (days === null || step === 'hour') return slotsOf(before, step, zone);
	const length = days.end - days.first;
	const earlier = (at: number) => clock.startOfDay(clock.dayAt(at) - length);
	const slots = slotsOf(period, step, zone);
	return slots?.map(({ from, to }) => ({ from: earlier(from), to: earlier(to) })) ?? null;
}

function nextStart(at: number, step: KpiStep, zone: string): number {
	const clock = zoneOf(zone);
	if (step === 'hour') return hourStart(at, zone) + HOUR;
	const day = clock.dayAt(at);
	return clock.startOfDay(step === 'day' ? day + 1 : day - weekdayOf(day) + 7);
}

/** When the hour of the zone that holds this moment began. */
export function hourStart(at: number, zone: string): number {
	const wall = zoneOf(zone).wallOf(at);
	return at - (((wall % HOUR) + HOUR) % HOUR);
}

/** When the day of the zone that holds this moment began. */
export function dayStart(at: number, zone: string): number {
	const clock = zoneOf(zone);
	return clock.startOfDay(clock.dayAt(at));
}
