import { describe, expect, it } from 'vitest';
import { excerptOf, foldText, markFound, wordsOf } from '#lib/domain/found-words.ts';

describe('a folded text', () => {
	it.each(['Приём «заявок» № 5', 'İstanbul ИЖЕВСК', 'ß Straße', 'смайлик 😀 и буква', ''])(
		'%j is as long as the text itself, so that places in one are places in the other',
		(text) => {
			expect(foldText(text)).toHaveLength(text.length);
		}
	);

	it('has small letters, «е» for «ё», and spaces for signs', () => {
		expect(foldText('Приём: «ЗАЯВОК»-5')).toBe('прием   заявок  5');
	});

	it('is indexed by each word once, and by no word that is data', () => {
		expect(wordsOf(foldText(`раз два РАЗ ${'a'.repeat(65)}`))).toEqual(['раз', 'два']);
	});
});

describe('what was found', () => {
	it('is marked in the text as it was written, by the beginnings of its words', () => {
		expect(markFound('Приём заявок (VPN), незаявленный', ['заяв', 'прием', 'vpn'])).toEqual([
			{ text: 'Приём', found: true },
			{ text: ' ', found: false },
			{ text: 'заявок', found: true },
			{ text: ' (', found: false },
			{ text: 'VPN', found: true },
			{ text: '), незаявленный', found: false }
		]);
		expect(markFound('Ничего', [])).toEqual([{ text: 'Ничего', found: false }]);
		expect(markFound('', ['а'])).toEqual([]);
	});

	it('is shown between whole words, with an ellipsis where something was left out', () => {
		const words = (count: number) =>
			Array.from({ length: count }, (_, at) => `слово${at}`).join(' ');
		const text = (window: string, from: number) =>
			excerptOf(window, from, ['слово'])
				.map((part) => part.text)
				.join('');
		expect(text(' Короткий текст', 1)).toBe('Короткий текст');
		expect(text(`обрывок ${words(3)}`, 40)).toBe('…слово0 слово1 слово2');
		const long = text(` ${words(80)}`, 1);
		expect(long).toMatch(/^слово0 .* слово\d+…$/);
		expect(long.length).toBeLessThan(225);
		expect(text(` ${'а'.repeat(215)}. ${words(9)}`, 1)).toMatch(/а…$/);
	});
});
