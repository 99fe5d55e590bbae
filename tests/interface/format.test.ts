import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	agoText,
	countdownText,
	durationText,
	figureLine,
	figureText,
	initials,
	momentText,
	numberText,
	percentText,
	shortMomentText,
	shortName,
	sinceText
} from '#lib/format/index.ts';
import { m } from '#lib/paraglide/messages.js';
import { overwriteGetLocale, type Locale } from '#lib/paraglide/runtime.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = 'Europe/Moscow';

let language: Locale = 'ru';
overwriteGetLocale(() => language);
beforeEach(() => {
	language = 'ru';
});
afterEach(() => {
	language = 'ru';
});

/** Spaces that do not break read like any other space. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('figures in Russian', () => {
	it('write a share with a comma and a thin space that does not break', () => {
		expect(percentText(96.4)).toBe('96,4\u202f%');
	});

	it('group thousands and use a real minus', () => {
		expect(plain(numberText(12_345))).toBe('12 345');
		expect(numberText(-3)).toBe('\u22123');
	});

	it('split a figure from its unit, and have nothing to say where nothing was counted', () => {
		expect(figureText(96.4, 'percent')).toEqual({ value: '96,4', unit: '%' });
		expect(figureText(11.4, 'minutes')).toEqual({ value: '11', unit: 'мин' });
		expect(plain(figureText(412, 'minutes')?.value ?? '')).toBe('6 ч 52 мин');
		expect(figureText(null, 'count')).toBeNull();
		expect(figureLine(null, 'count')).toBe('нет данных');
	});

	it('never call something that took seconds nothing at all', () => {
		expect(figureText(0.2, 'minutes')).toEqual({ value: '1', unit: 'мин' });
		expect(figureText(0, 'minutes')).toEqual({ value: '0', unit: 'с' });
	});

	it('say of what somebody measured how much it was early', () => {
		expect(figureText(-15, 'minutes')).toEqual({ value: '\u221215', unit: 'мин' });
		expect(plain(figureLine(-75, 'minutes'))).toBe('\u22121 ч 15 мин');
	});
});

describe('durations', () => {
	it('are told in two units at most', () => {
		expect(
			[47_000, 42 * MINUTE, 70 * MINUTE, 2 * HOUR, 52 * HOUR, 2 * DAY].map((ms) =>
				plain(durationText(ms))
			)
		).toEqual(['47 с', '42 мин', '1 ч 10 мин', '2 ч', '2 д 4 ч', '2 д']);
	});

	it('count down in hours and minutes, with a minus once it is too late', () => {
		expect([7, 65, -3, -65, 1439].map((minutes) => countdownText(minutes * MINUTE))).toEqual([
			'0:07',
			'1:05',
			'\u22120:03',
			'\u22121:05',
			'23:59'
		]);
		expect(plain(countdownText(52 * HOUR))).toBe('2 д 4 ч');
	});

	it('never show 0:00, neither before nor after', () => {
		expect(countdownText(1_000)).toBe('0:01');
		expect(countdownText(-1_000)).toBe('\u22120:01');
	});

	it('tell how long ago', () => {
		expect(plain(agoText(47_000))).toBe('47 с назад');
		expect(agoText(300)).toBe('только что');
	});
});

describe('moments', () => {
	const now = Date.parse('2026-11-22T11:32:00Z');

	it('are told by the calendar of the zone', () => {
		expect(momentText('2026-11-22T11:02:00Z', now, ZONE)).toBe('сегодня, 14:02');
		expect(momentText('2026-11-21T20:30:00Z', now, ZONE)).toBe('вчера, 23:30');
		// Already the 22nd in Moscow.
		expect(momentText('2026-11-21T21:30:00Z', now, ZONE)).toBe('сегодня, 00:30');
		expect(momentText('2026-11-19T07:00:00Z', now, ZONE)).toBe('19 ноя, 10:00');
		expect(shortMomentText('2026-11-21T07:00:00Z', now, ZONE)).toBe('21 ноя');
		expect(shortMomentText('2025-05-09T07:00:00Z', now, ZONE)).toBe('9 мая 2025');
	});

	it('take the right preposition', () => {
		expect(sinceText('2026-11-22T11:02:00Z', now, ZONE)).toBe('с 14:02');
		expect(sinceText('2026-11-21T11:02:00Z', now, ZONE)).toBe('со вчера, 14:02');
		expect(sinceText('2026-11-19T11:02:00Z', now, ZONE)).toBe('с 19 ноя, 14:02');
	});

	it('speak English to those who asked for it', () => {
		language = 'en';
		expect(momentText('2026-11-19T07:00:00Z', now, ZONE)).toBe('Nov 19, 10:00');
		expect(percentText(96.4)).toBe('96.4%');
		expect(plain(durationText(70 * MINUTE))).toBe('1 h 10 min');
	});
});

describe('people', () => {
	it('are shortened to an initial and a surname', () => {
		expect(plain(shortName('Анна Соколова'))).toBe('А. Соколова');
		expect(shortName('Портал')).toBe('Портал');
		expect(initials('Анна Соколова')).toBe('АС');
		expect(initials('')).toBe('');
	});
});

describe('plurals', () => {
	it('follow the rule of the language', () => {
		expect([1, 3, 11, 21, 25].map((count) => m.count_new_show({ count }))).toEqual([
			'1 новая — показать',
			'3 новые — показать',
			'11 новых — показать',
			'21 новая — показать',
			'25 новых — показать'
		]);
	});
});
