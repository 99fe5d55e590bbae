import type { KpiUnit, KpiView } from '#lib/domain/kpi.ts';
import type { ReportLanguage, ReportOrder } from '#lib/domain/report.ts';
import { DAY, dayOf, zoneOf } from '#lib/domain/zone.ts';
import { LABELS, type Labels } from './labels.ts';
import { WORDS } from './words.ts';
import type { ReportWords } from './report-words.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MINUS = '\u2212';
/** Between a number and its unit. */
const NBSP = '\u00a0';

/** How a report speaks: its words, and numbers and times as its language writes them. */
export interface Voice {
	readonly language: ReportLanguage;
	readonly zone: string;
	readonly words: ReportWords;
	readonly labels: Labels;
	/** «1 200», «96,4» */
	number(value: number, digits?: number): string;
	/** «96,4 %»; «нет данных» for null. */
	percent(value: number | null, digits?: number): string;
	/** «1 ч 10 мин» */
	duration(ms: number): string;
	/** A figure in short, as on screens; «нет данных» for null. */
	figure(value: number | null, unit: KpiUnit, suffix?: string): string;
	/** The same to the last digit that is reckoned: «1 ч 15 мин (75,6 мин)». */
	exact(value: number | null, unit: KpiUnit, suffix?: string): string;
	/** «до 1 ч», «95 %»; null where there is no target. */
	target(figure: Pick<KpiView, 'target' | 'unit' | 'direction' | 'suffix'>): string | null;
	/** «+12 мин», «−1,2 п. п.», «без изменений»; null where one of the two is not known. */
	change(value: number | null, previous: number | null, unit: KpiUnit): string | null;
	/** «30.11» or «30.11.2026» by the clock of the zone. */
	day(at: number, year?: boolean): string;
	/** «30.11.2026 14:02» */
	moment(at: number): string;
	/** «1–30 ноября 2026 г.» */
	period(days: Pick<ReportOrder, 'from' | 'to'>): string;
	/** «пн»; 0 is Monday. */
	weekday(weekday: number): string;
}

const LOCALE: Readonly<Record<ReportLanguage, string>> = { ru: 'ru-RU', en: 'en-GB' };

/** The voice of a language, by the clock of a zone. */
export function voiceOf(language: ReportLanguage, zone: string): Voice {
	const words = WORDS[language];
	const locale = LOCALE[language];
	const formats = new Map<number, Intl.NumberFormat>();
	const clock = zoneOf(zone);

	function number(value: number, digits = 1): string {
		let format = formats.get(digits);
		if (!format)
			formats.set(
				digits,
				(format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }))
			);
		return plain(format.format(value)).replace('-', MINUS);
	}

	function percent(value: number | null, digits = 2): string {
		if (value === null) return words.noData;
		return `${number(value, digits)}${language === 'ru' ? NBSP : ''}%`;
	}

	function duration(ms: number): string {
		const whole = Math.max(0, ms);
		const of = (count: number, unit: string) => `${Math.floor(count)}${NBSP}${unit}`;
		const { seconds, minutes, hours, days } = words.units;
		if (whole < MINUTE) return of(whole / SECOND, seconds);
		if (whole < HOUR) return of(whole / MINUTE, minutes);
		if (whole < DAY) {
			const rest = Math.floor((whole % HOUR) / MINUTE);
			return of(whole / HOUR, hours) + (rest > 0 ? ` ${of(rest, minutes)}` : '');
		}
		const rest = Math.floor((whole % DAY) / HOUR);
		return of(whole / DAY, days) + (rest > 0 ? ` ${of(rest, hours)}` : '');
	}

	function figure(value: number | null, unit: KpiUnit, suffix = ''): string {
		if (value === null) return words.noData;
		switch (unit) {
			case 'percent':
				return percent(value);
			case 'count':
				return number(value, 0);
			case 'number':
				return `${number(value, 2)} ${suffix}`.trim();
			case 'minutes':
				// Nothing lasts less than nothing, but what somebody measured may be early.
				return (value < 0 ? MINUS : '') + duration(Math.abs(value) * MINUTE);
		}
	}

	function exact(value: number | null, unit: KpiUnit, suffix = ''): string {
		if (value === null || unit !== 'minutes') return figure(value, unit, suffix);
		const minutes = `${number(value, 1)}${NBSP}${words.units.minutes}`;
		return Math.abs(value) < 60 ? minutes : `${figure(value, unit)} (${minutes})`;
	}

	const two = (value: number) => String(value).padStart(2, '0');
	function day(at: number, year = false): string {
		const wall = new Date(clock.wallOf(at));
		const short = `${two(wall.getUTCDate())}.${two(wall.getUTCMonth() + 1)}`;
		return year ? `${short}.${wall.getUTCFullYear()}` : short;
	}

	return {
		language,
		zone,
		words,
		labels: LABELS[language],
		number,
		percent,
		duration,
		figure,
		exact,
		target({ target, unit, direction, suffix }) {
			if (target === null) return null;
			const text = figure(target, unit, suffix);
			return direction === 'down' && target > 0 ? words.upTo(text) : text;
		},
		change(value, previous, unit) {
			if (value === null || previous === null) return null;
			// Sums of binary fractions without their dust.
			const by = Number((value - previous).toPrecision(10));
			if (by === 0) return words.unchanged;
			const size = Math.abs(by);
			const amount =
				unit === 'percent'
					? words.points(number(size, 2))
					: unit === 'minutes' && size < 1
						? `${number(size, 1)}${NBSP}${words.units.minutes}`
						: figure(size, unit);
			return `${by > 0 ? '+' : MINUS}${amount}`;
		},
		day,
		moment(at) {
			const wall = new Date(clock.wallOf(at));
			return `${day(at, true)} ${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
		},
		period({ from, to }) {
			const format = new Intl.DateTimeFormat(locale, {
				timeZone: 'UTC',
				day: 'numeric',
				month: 'long',
				year: 'numeric'
			});
			return plain(format.formatRange(dayOf(from) * DAY, dayOf(to) * DAY));
		},
		weekday: (weekday) =>
			// The fifth of January 1970 was a Monday.
			new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short' }).format(
				(4 + weekday) * DAY
			)
	};
}

/** Thin and narrow spaces are in few fonts of documents, and in few text editors. */
function plain(text: string): string {
	return text.replace(/[\u2009\u202f]/g, NBSP);
}
