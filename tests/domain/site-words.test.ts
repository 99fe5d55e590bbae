import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worded } from '#lib/domain/bilingual.ts';
import { excerptOf, holdsAll, plainOf } from '#lib/domain/excerpt.ts';
import { inOrderOf } from '#lib/domain/faq.ts';
import { searchWords } from '#lib/domain/search-words.ts';

describe('a text in two languages', () => {
	it('is told in the reader’s own, else in Russian, which is said', () => {
		expect(worded({ ru: 'Да', en: 'Yes' }, 'en')).toEqual({ text: 'Yes', lang: undefined });
		expect(worded({ ru: 'Да', en: '' }, 'en')).toEqual({ text: 'Да', lang: 'ru' });
		expect(worded({ ru: '', en: 'Yes' }, 'ru')).toEqual({ text: '', lang: undefined });
	});
});

describe('an excerpt', () => {
	const told = (text: string, q: string) => excerptOf(text, searchWords(q));

	it('shows what was looked for, whatever its ending or «ё»', () => {
		const parts = told('Замена жёсткого диска и почты', 'жестких дисков');
		expect(parts.filter(({ found }) => found).map(({ text }) => text)).toEqual([
			'жёсткого',
			'диска'
		]);
	});

	it('begins near the first word of a long text and is cut between words', () => {
		const text = `${'Слово '.repeat(80)}редкость ${'хвост '.repeat(80)}`;
		const whole = told(text, 'редкость')
			.map(({ text: part }) => part)
			.join('');
		expect(whole).toContain('редкость');
		expect(whole.length).toBeLessThan(300);
		expect(whole).toMatch(/^… Слово/);
		expect(whole).toMatch(/хвост …$/);
	});

	it('leaves out the signs of Markdown and the addresses of links', () => {
		expect(plainOf('# Глава\n\n- **Да** [тут](/faq) `код`\n\n| a | b |\n| - | - |')).toBe(
			'Глава Да тут код a b'
		);
	});

	it('never loses or doubles a letter of what it shows', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 20 }), (text, q) => {
				const whole = told(text, q)
					.map(({ text: part }) => part)
					.join('');
				const bare = whole.replace(/^… /, '').replace(/ …$/, '');
				expect(plainOf(text)).toContain(bare);
			})
		);
	});

	it('is of texts that hold every word', () => {
		expect(holdsAll('Почта и календари', searchWords('календарь почты'))).toBe(true);
		expect(holdsAll('Почта', searchWords('почта печать'))).toBe(false);
	});
});

describe('an order of questions', () => {
	it('keeps each once: the named first, the rest behind in their places', () => {
		const items = [1, 2, 3, 4].map((id) => ({ id }));
		const ids = (order: readonly { id: number }[]) => order.map(({ id }) => id);
		expect(ids(inOrderOf(items, [3, 1, 3, 99]))).toEqual([3, 1, 2, 4]);
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (wanted) => {
				expect(ids(inOrderOf(items, wanted)).toSorted()).toEqual([1, 2, 3, 4]);
			})
		);
	});
});
