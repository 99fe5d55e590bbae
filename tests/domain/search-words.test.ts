import { expect, it } from 'vitest';
import { searchWords } from '#lib/domain/search-words.ts';

it('words are looked for by what stays the same in all their forms', () => {
	for (const form of ['почта', 'почты', 'почте', 'почту', 'почтой', 'ПОЧТА'])
		expect(searchWords(form)).toEqual(['почт']);
	for (const form of ['printer', 'printers', 'Printers'])
		expect(searchWords(form)).toEqual(['printer']);
	expect(searchWords('принтер не печатает')).toEqual(['принтер', 'не', 'печат']);
});

it('«ё» is «е»', () => {
	expect(searchWords('Отчёт')).toEqual(['отчет']);
});

it('short words stay as they are', () => {
	expect(searchWords('1С vpn чек')).toEqual(['1с', 'vpn', 'чек']);
});

it('signs of any query language only part words', () => {
	for (const text of ['"почта" OR NEAR(x', 'почта AND* -x:y^2', `'почта'):* | !b & c <-> d`])
		for (const word of searchWords(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
	expect(searchWords('«»"*()^:-')).toEqual([]);
});

it('a page of text is not looked for word by word', () => {
	expect(searchWords('раз два три четыре пять шесть семь восемь девять десять')).toHaveLength(8);
});
