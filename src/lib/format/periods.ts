import type { ChartWords } from '#lib/domain/chart.ts';
import type { KpiStep } from '#lib/domain/kpi.ts';
import { m } from '#lib/paraglide/messages.js';
import { locale } from './locale.ts';
import { dayText, timeText } from './moments.ts';

const DAY_MS = 86_400_000;

const weekdays = new Map<string, Intl.DateTimeFormat>();

/** «пн» to «вс»; 0 is Monday. */
export function weekdayName(weekday: number, style: 'short' | 'long' = 'short'): string {
	const key = `${locale()} ${style}`;
	let format = weekdays.get(key);
	if (!format) {
		format = new Intl.DateTimeFormat(locale() === 'ru' ? 'ru-RU' : 'en-GB', {
			timeZone: 'UTC',
			weekday: style
		});
		weekdays.set(key, format);
	}
	// The fifth of January 1970 was a Monday.
	return format.format((4 + weekday) * DAY_MS);
}

/** «9 ноя – 15 ноя»; both days belong to it. */
export function daysText(from: number, last: number, now: number, zone: string): string {
	const first = dayText(from, now, zone);
	const until = dayText(last, now, zone);
	return first === until ? first : m.kpi_page_days({ from: first, to: until });
}

/** How the points of a chart are called, in a zone; `now` decides whether a year is told. */
export function stepWords(step: KpiStep, now: number, zone: string): ChartWords {
	switch (step) {
		case 'hour':
			return {
				label: (at) =>
					timeText(at, zone) === '00:00' ? dayText(at, now, zone) : timeText(at, zone),
				title: (at) => m.day_at({ day: dayText(at, now, zone), time: timeText(at, zone) })
			};
		case 'day':
			return {
				label: (at) => dayText(at, now, zone),
				title: (at) =>
					m.kpi_page_weekday({ weekday: weekdayAt(at, zone), day: dayText(at, now, zone) })
			};
		case 'week':
			return {
				label: (at) => dayText(at, now, zone),
				// The first and the last week name no day that the period does not hold.
				title: (at, until) => daysText(at, until - 1, now, zone)
			};
	}
}

const readers = new Map<string, Intl.DateTimeFormat>();

function weekdayAt(at: number, zone: string): string {
	const key = `${locale()} ${zone}`;
	let reader = readers.get(key);
	if (!reader) {
		reader = new Intl.DateTimeFormat(locale() === 'ru' ? 'ru-RU' : 'en-GB', {
			timeZone: zone,
			weekday: 'short'
		});
		readers.set(key, reader);
	}
	return reader.format(at);
}
