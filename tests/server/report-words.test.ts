import { describe, expect, it } from 'vitest';
import { timeChart } from '#lib/domain/chart.ts';
import { harmless } from '#server/reports/document.ts';
import { lengthOf, textTable, wrapped } from '#server/reports/text-table.ts';
import { voiceOf } from '#server/reports/voice.ts';
import { formOf, RU } from '#server/reports/words-ru.ts';
import { writeText } from '#server/reports/write-text.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('a report speaks Russian', () => {
	it.each([
		[0, 'заявок'],
		[1, 'заявка'],
		[2, 'заявки'],
		[5, 'заявок'],
		[11, 'заявок'],
		[14, 'заявок'],
		[21, 'заявка'],
		[112, 'заявок'],
		[1_003, 'заявки']
	])('%s %s', (count, form) => {
		expect(formOf(count, 'заявка', 'заявки', 'заявок')).toBe(form);
	});

	it('in whole sentences, whatever the number', () => {
		const { flow, grew, overdue, incidents, carried, stillOpen, missed, met } = RU.conclusion;
		expect(plain(flow(1, 21))).toBe('За период создана 1 заявка, решена 21.');
		expect(plain(flow(5, 2))).toBe('За период создано 5 заявок, решено 2.');
		expect(plain(grew(2, 1))).toBe('В работе остались 2 заявки, на 1 больше, чем в начале.');
		expect(plain(overdue(3))).toBe('К концу периода просрочены 3 заявки.');
		expect(plain(overdue(11))).toBe('К концу периода просрочено 11 заявок.');
		expect(plain(incidents(1))).toBe('За период начался 1 инцидент');
		expect(plain(carried(1))).toBe('Начался раньше и продолжался в этот период 1 инцидент.');
		expect(plain(stillOpen(2))).toBe('Ещё не решены 2 инцидента.');
		expect(plain(missed(1, '«А»'))).toBe('Цель не выполнена: «А».');
		expect(plain(missed(2, '«А»; «Б»'))).toBe('Не выполнена цель по 2 показателям: «А»; «Б».');
		expect(plain(met(3, 5, '«А»'))).toBe('Цель выполнена по 3 из 5: «А».');
	});

	it('and writes numbers and times as people here do', () => {
		const voice = voiceOf('ru', 'Europe/Moscow');
		expect(plain(voice.number(1234567.84))).toBe('1 234 567,8');
		expect(plain(voice.percent(96.4))).toBe('96,4 %');
		expect(voice.percent(null)).toBe('нет данных');
		expect(plain(voice.exact(75.6, 'minutes'))).toBe('1 ч 15 мин (75,6 мин)');
		expect(plain(voice.exact(47.3, 'minutes'))).toBe('47,3 мин');
		expect(plain(voice.exact(-75.6, 'minutes'))).toBe('−1 ч 15 мин (−75,6 мин)');
		expect(plain(voice.change(94, 96.4, 'percent') ?? '')).toBe('−2,4 п. п.');
		expect(voice.change(5, 5, 'count')).toBe('без изменений');
		expect(voice.change(5, null, 'count')).toBeNull();
		expect(plain(voice.period({ from: '2026-11-01', to: '2026-11-30' }))).toBe(
			'1–30 ноября 2026 г.'
		);
		expect(voice.moment(Date.parse('2026-11-30T21:30:00Z'))).toBe('01.12.2026 00:30');
	});

	it('or English', () => {
		const voice = voiceOf('en', 'Europe/Moscow');
		expect(voice.percent(96.4)).toBe('96.4%');
		expect(voice.labels.kpi({ key: 'sla_resolution_met', title: 'Решено в срок' })).toBe(
			'Resolved on time'
		);
		expect(voice.words.conclusion.flow(1, 2)).toBe('1 ticket created in the period, 2 resolved.');
	});
});

describe('what people wrote', () => {
	it('cannot break a document or be a formula', () => {
		expect(harmless('a\u0000b\u000bc\u001bd\ufffe')).toBe('a b c d');
		expect(harmless('две\nстроки\u2028и ещё')).toBe('две строки и ещё');
		expect(harmless('\u202eобратно')).toBe('обратно');
		expect(harmless('половина \ud83d пары')).toBe('половина \ufffd пары');
		for (const sign of ['=', '+', '-', '@'])
			expect(harmless(`${sign}HYPERLINK("x")`)).toBe(`'${sign}HYPERLINK("x")`);
		expect(harmless('\t=1+1')).toBe(`'=1+1`);
	});
});

describe('bars of letters', () => {
	it('lie on both sides of zero where something is below it', () => {
		const points = [-10, 0, 20].map((value, day) => ({
			t: new Date(day * 86_400_000).toISOString(),
			value,
			count: 1
		}));
		const words = { label: String, title: () => 'день' };
		const chart = timeChart(
			{ unit: 'number', target: null, to: '1970-01-04T00:00:00.000Z', points },
			words
		);
		const text = writeText(
			{
				language: 'ru',
				company: '',
				title: '',
				period: '',
				facts: [],
				author: '',
				madeAt: 0,
				blocks: [{ is: 'chart', chart, caption: '' }]
			},
			voiceOf('ru', 'Europe/Moscow')
		);
		const bars = text.split('\n').filter((line) => line.startsWith('день'));
		expect(bars.map((line) => line.slice(6, 36))).toEqual([
			`${'#'.repeat(10)}${' '.repeat(20)}`,
			' '.repeat(30),
			`${' '.repeat(10)}${'#'.repeat(20)}`
		]);
	});
});

describe('a table of letters', () => {
	const columns = [
		{ title: 'Номер', width: 1 },
		{ title: 'Тема', width: 1 },
		{ title: 'Заявок', width: 1, align: 'end' as const }
	];

	it('never goes beyond its width, and its columns stand one under the other', () => {
		const rows = [
			['BC-1001', 'Не печатает '.repeat(20), '1'],
			['BC-1002', 'ф'.repeat(200), '12 345']
		];
		const lines = textTable({ is: 'table', columns, rows, empty: '' }, 80);
		for (const line of lines) expect(lengthOf(line)).toBeLessThanOrEqual(80);
		const numbers = lines.filter((line) => /\d$/.test(line));
		expect(new Set(numbers.map(lengthOf)).size).toBe(1);
	});

	it('breaks no word that fits', () => {
		expect(wrapped('раз два три', 7)).toEqual(['раз два', 'три']);
		expect(wrapped('длинное-слово', 8)).toEqual(['длинное-', 'слово']);
		expect(wrapped('', 8)).toEqual(['']);
	});
});
