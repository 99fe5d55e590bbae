import { dateOf, DAY, dayOf, weekdayOf, zoneOf } from '#lib/domain/zone.ts';

export const ROSTER_VIEWS = ['week', 'month'] as const;
export type RosterView = (typeof ROSTER_VIEWS)[number];

/** A part of the roster that is looked at. */
export interface RosterPeriod {
	readonly view: RosterView;
	/** `YYYY-MM-DD` of each day. */
	readonly days: readonly string[];
	/** Milliseconds, the end not included. */
	readonly from: number;
	readonly to: number;
	/** A day of the period before and of the one after. */
	readonly before: string;
	readonly after: string;
}

/** The week or month that holds a day; that of today when the text is no day. */
export function rosterPeriod(
	asked: { readonly view: string | null; readonly day: string | null },
	now: number,
	zoneName: string
): RosterPeriod {
	const zone = zoneOf(zoneName);
	const view = ROSTER_VIEWS.find((one) => one === asked.view) ?? 'week';
	const day = dayOrNull(asked.day) ?? zone.dayAt(now);
	const first = view === 'week' ? day - weekdayOf(day) : firstOfMonth(day);
	const next = view === 'week' ? first + 7 : firstOfMonth(first + 35);
	return {
		view,
		days: Array.from({ length: next - first }, (_, at) => dateOf(first + at)),
		from: zone.startOfDay(first),
		to: zone.startOfDay(next),
		before: dateOf(first - 1),
		after: dateOf(next)
	};
}

function firstOfMonth(day: number): number {
	return dayOf(`${dateOf(day).slice(0, 7)}-01`);
}

/** Days too far away for any roster are none: nobody is to make us count them. */
function dayOrNull(text: string | null): number | null {
	if (text === null || !/^20\d\d-\d\d-\d\d$/.test(text)) return null;
	try {
		return dayOf(text);
	} catch {
		return null;
	}
}

/** The day of a period that something is shown on: what began before it, on its first. */
export function placeOf(startsAt: string, { days }: RosterPeriod, zone: string): string {
	const day = dateOf(zoneOf(zone).dayAt(Date.parse(startsAt)));
	const first = days[0] ?? day;
	return day < first ? first : day;
}

/** Noon of a day in a zone: for words about the day. */
export function noonOf(date: string, zone: string): number {
	return zoneOf(zone).instantOf(dayOf(date) * DAY + DAY / 2);
}
