import type { KpiUnit } from '#lib/domain/kpi.ts';
import { m } from '#lib/paraglide/messages.js';
import { durationParts, durationText } from './durations.ts';
import { locale } from './locale.ts';

/** A thin space that does not break: «96,4 %». */
const THIN = '\u202f';
const MINUS = '\u2212';

const formats = new Map<string, Intl.NumberFormat>();

/** A number as it is written: «1 200», «96,4». */
export function numberText(value: number, digits = 1): string {
	const key = `${locale()}${digits}`;
	let format = formats.get(key);
	if (!format) {
		format = new Intl.NumberFormat(locale() === 'ru' ? 'ru-RU' : 'en-GB', {
			maximumFractionDigits: digits
		});
		formats.set(key, format);
	}
	return format.format(value).replace('-', MINUS);
}

/** A share: «96,4 %» in Russian, “96.4%” in English. */
export function percentText(value: number): string {
	return `${numberText(value, 2)}${locale() === 'ru' ? THIN : ''}%`;
}

/** A figure split into what is drawn large and the unit beside it. */
export interface FigureText {
	readonly value: string;
	readonly unit: string;
}

/** A figure of any unit, or null where nothing was counted: the caller says «нет данных». */
export function figureText(value: number | null, unit: KpiUnit, suffix = ''): FigureText | null {
	if (value === null) return null;
	if (unit === 'percent') return { value: numberText(value, 2), unit: '%' };
	if (unit === 'count') return { value: numberText(value, 0), unit: '' };
	if (unit === 'number') return { value: numberText(value, 2), unit: suffix };
	const { value: size, unit: of } = durationParts(Math.abs(value) * 60_000);
	return { value: signOf(value) + size, unit: of };
}

/** The same in one line, for targets and notes. */
export function figureLine(value: number | null, unit: KpiUnit, suffix = ''): string {
	if (value === null) return m.no_data();
	if (unit === 'percent') return percentText(value);
	if (unit === 'count') return numberText(value, 0);
	if (unit === 'number') return `${numberText(value, 2)} ${suffix}`.trim();
	return signOf(value) + durationText(Math.abs(value) * 60_000);
}

/** Nothing lasts less than nothing, but what somebody measured may be early. */
function signOf(value: number): string {
	return value < 0 ? MINUS : '';
}
