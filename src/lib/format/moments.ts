import { m } from '#lib/paraglide/messages.js';
import { locale } from './locale.ts';

/** A moment as the calendar and the clock of one time zone show it. */
interface WallTime {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly time: string;
	readonly seconds: string;
}

// Kept, since a wall asks each second for months.
const readers = new Map<string, Intl.DateTimeFormat>();
const weekdays = new Map<string, Intl.DateTimeFormat>();

function read(at: number, zone: string): WallTime {
	let reader = readers.get(zone);
	if (!reader) {
		reader = new Intl.DateTimeFormat('en-GB', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit'
		});
		readers.set(zone, reader);
	}
	const parts: Record<string, string> = {};
	for (const { type, value } of reader.formatToParts(at)) parts[type] = value;
	const part = (name: string) => parts[name] ?? '';
	return {
		year: Number(part('year')),
		month: Number(part('month')),
		day: Number(part('day')),
		time: `${part('hour')}:${part('minute')}`,
		seconds: part('second')
	};
}

/** ISO text or milliseconds as milliseconds. */
export function instant(at: string | number): number {
	return typeof at === 'number' ? at : Date.parse(at);
}

/** «14:02» */
export function timeText(at: string | number, zone: string): string {
	return read(instant(at), zone).time;
}

/** «14:02:07» */
export function clockText(at: string | number, zone: string): string {
	const { time, seconds } = read(instant(at), zone);
	return `${time}:${seconds}`;
}

/** «21 ноя», with the year when it is another one. */
export function dayText(at: string | number, now: number, zone: string): string {
	const then = read(instant(at), zone);
	const month = m.months_short().split(' ')[then.month - 1] ?? '';
	return then.year === read(now, zone).year
		? m.day_month({ day: then.day, month })
		: m.day_month_year({ day: then.day, month, year: then.year });
}

/** «сегодня, 14:02», «вчера, 14:02», «21 ноя, 14:02». */
export function momentText(at: string | number, now: number, zone: string): string {
	const { time } = read(instant(at), zone);
	switch (daysBetween(instant(at), now, zone)) {
		case 0:
			return m.today_at({ time });
		case 1:
			return m.yesterday_at({ time });
		default:
			return m.day_at({ day: dayText(at, now, zone), time });
	}
}

/** Since when: «с 14:02», «со вчера, 20:51», «с 21 ноя, 15:15». */
export function sinceText(at: string | number, now: number, zone: string): string {
	const { time } = read(instant(at), zone);
	switch (daysBetween(instant(at), now, zone)) {
		case 0:
			return m.since_today({ time });
		case 1:
			return m.since_yesterday({ time });
		default:
			return m.since_day({ day: dayText(at, now, zone), time });
	}
}

/** For narrow columns: «14:02» today, «21 ноя» before. */
export function shortMomentText(at: string | number, now: number, zone: string): string {
	return daysBetween(instant(at), now, zone) === 0 ? timeText(at, zone) : dayText(at, now, zone);
}

/** For titles: the whole moment with its seconds, told with its zone. */
export function fullMomentText(at: string | number, zone: string): string {
	const { day, month, year, time, seconds } = read(instant(at), zone);
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(day)}.${two(month)}.${year} ${time}:${seconds} (${zone})`;
}

/** «вс, 22 ноября» for the wall's clock. */
export function weekdayText(at: number, zone: string): string {
	const key = `${locale()} ${zone}`;
	let format = weekdays.get(key);
	if (!format) {
		format = new Intl.DateTimeFormat(locale() === 'ru' ? 'ru-RU' : 'en-GB', {
			timeZone: zone,
			weekday: 'short',
			day: 'numeric',
			month: 'long'
		});
		weekdays.set(key, format);
	}
	return format.format(at);
}

/** The zone as people call it: «Москва, GMT+3». */
export function zoneText(zone: string, at: number): string {
	if (zone === 'UTC') return zone;
	const name = (style: 'shortGeneric' | 'shortOffset') =>
		new Intl.DateTimeFormat(locale() === 'ru' ? 'ru-RU' : 'en-GB', {
			timeZone: zone,
			timeZoneName: style
		})
			.formatToParts(at)
			.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
	return `${name('shortGeneric')}, ${name('shortOffset')}`;
}

function daysBetween(then: number, now: number, zone: string): number {
	const day = (at: number) => {
		const { year, month, day } = read(at, zone);
		return Date.UTC(year, month - 1, day);
	};
	return Math.round((day(now) - day(then)) / 86_400_000);
}
