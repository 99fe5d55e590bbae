import { m } from '#lib/paraglide/messages.js';
import type { FigureText } from './numbers.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MINUS = '\u2212';

/** How long: «47 с», «42 мин», «1 ч 10 мин», «2 д 4 ч»; with one unit «1 ч», «2 д». */
export function durationText(ms: number, units: 1 | 2 = 2): string {
	const whole = Math.max(0, ms);
	if (whole < MINUTE) return m.unit_seconds({ n: Math.floor(whole / SECOND) });
	if (whole < HOUR) return m.unit_minutes({ n: Math.floor(whole / MINUTE) });
	if (whole < DAY) {
		const minutes = Math.floor((whole % HOUR) / MINUTE);
		const hours = m.unit_hours({ n: Math.floor(whole / HOUR) });
		return minutes === 0 || units === 1 ? hours : `${hours} ${m.unit_minutes({ n: minutes })}`;
	}
	const hours = Math.floor((whole % DAY) / HOUR);
	const days = m.unit_days({ n: Math.floor(whole / DAY) });
	return hours === 0 || units === 1 ? days : `${days} ${m.unit_hours({ n: hours })}`;
}

/** The same for a large figure: one unit is drawn small beside its number. */
export function durationParts(ms: number, parts: 1 | 2 = 2): FigureText {
	const text = durationText(Math.max(ms, ms > 0 ? MINUTE : 0), parts);
	const single = /^(\d+)\u00a0(\D+)$/.exec(text);
	return single?.[1] && single[2]
		? { value: single[1], unit: single[2] }
		: { value: text, unit: '' };
}

/**
 * Time left until a deadline, in hours and minutes: «0:07», «1:05», «−0:03», beyond a day
 * «2 д 4 ч». A minute that has begun counts, so «0:00» is never shown.
 */
export function countdownText(left: number): string {
	const sign = left < 0 ? MINUS : '';
	const minutes = left < 0 ? Math.max(1, Math.floor(-left / MINUTE)) : Math.ceil(left / MINUTE);
	if (minutes >= 1440) return sign + durationText(minutes * MINUTE);
	const shown = Math.max(1, minutes);
	return `${sign}${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, '0')}`;
}

/** How long ago: «47 с назад», «только что». */
export function agoText(ms: number): string {
	return ms < SECOND ? m.just_now() : m.ago({ duration: durationText(ms) });
}
