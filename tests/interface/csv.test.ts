import { describe, expect, it } from 'vitest';
import { csvText } from '#lib/domain/csv.ts';

describe('a table as CSV', () => {
	it('says nothing where there is no value, which is not zero', () => {
		expect(
			csvText([
				['день', 'значение'],
				['2026-03-01', null],
				['2026-03-02', 0]
			])
		).toBe('\ufeffдень,значение\r\n2026-03-01,\r\n2026-03-02,0\r\n');
	});

	it('keeps commas, quotes and line breaks within their field', () => {
		expect(csvText([['a,b', 'он сказал "да"', 'две\nстроки']])).toBe(
			'\ufeff"a,b","он сказал ""да""","две\nстроки"\r\n'
		);
	});

	it.each(['=1+1', '+7', '-2', '@cmd', '\t=1'])('makes %j no formula', (text) => {
		expect(csvText([[text]])).toBe(`\ufeff'${text}\r\n`);
	});

	it('leaves numbers below zero what they are', () => {
		expect(csvText([[-2.5]])).toBe('\ufeff-2.5\r\n');
	});
});
