import { dateOf, dayOf, zoneOf } from './zone.ts';

/** A calendar month of a zone; `to` is the first instant after it. Times in milliseconds. */
export interface Month {
	/** `YYYY-MM` */
	readonly key: string;
	readonly from: number;
	readonly to: number;
	readonly previous: string;
	readonly next: string;
}

/** The month of a text like `2026-11`, or null when it is none. */
export function monthOf(key: string, zone: string): Month | null {
	if (!/^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(key)) return null;
	const first = dayOf(`${key}-01`);
	// Four days before a month begins the one before it still lasts; 35 days on it is the next.
	const next = dateOf(first + 35).slice(0, 7);
	const clock = zoneOf(zone);
	return {
		key,
		from: clock.startOfDay(first),
		to: clock.startOfDay(dayOf(`${next}-01`)),
		previous: dateOf(first - 4).slice(0, 7),
		next
	};
}

/** The month a moment is in. */
export function monthAt(at: number, zone: string): string {
	return dateOf(zoneOf(zone).dayAt(at)).slice(0, 7);
}
