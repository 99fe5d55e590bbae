import type { UptimeStrip } from '#lib/domain/uptime-strip.ts';
import { m } from '#lib/paraglide/messages.js';
import { locale } from './locale.ts';
import { dayText, momentText, timeText } from './moments.ts';

/** Cut off, never rounded up: 99,996 % is not 100 %. */
const ROUNDING = { maximumFractionDigits: 2, roundingMode: 'trunc' } as const;

/** Availability in per cent, «99,98 %», or «нет данных». */
export function uptimeText(availability: number | null): string {
	if (availability === null) return m.no_data();
	const russian = locale() === 'ru';
	const number = new Intl.NumberFormat(russian ? 'ru-RU' : 'en-GB', ROUNDING);
	return `${number.format(availability)}${russian ? '\u202f' : ''}%`;
}

/** The day of a strip in words, «21 ноя». */
export function stripDayText(strip: UptimeStrip, day: number, now: number): string {
	return dayText(Date.parse(`${strip.first}T12:00:00Z`) + day * 86_400_000, now, 'UTC');
}

/** From when to when: «сегодня, 02:00 – 04:00», «21 ноя, 22:00 – 22 ноя, 02:00». */
export function periodText(from: string, to: string, now: number, zone: string): string {
	const sameDay = dayText(from, now, zone) === dayText(to, now, zone);
	const end = sameDay ? timeText(to, zone) : momentText(to, now, zone);
	return `${momentText(from, now, zone)} – ${end}`;
}

/** A month of `YYYY-MM`: «Ноябрь 2026». */
export function monthText(key: string): string {
	const [year = '', month = ''] = key.split('-');
	const name = new Intl.DateTimeFormat(locale() === 'ru' ? 'ru-RU' : 'en-GB', {
		month: 'long',
		timeZone: 'UTC'
	}).format(Date.UTC(Number(year), Number(month) - 1, 1));
	return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${year}`;
}
