import { expect, it } from 'vitest';
import { fillReply, withReply } from '#lib/domain/canned-reply.ts';

const values = { name: 'Анна {number}', number: 'BC-7', service: 'Почта' };

it('a canned reply is filled in once, and braces that mean nothing stay', () => {
	expect(fillReply('{name}, по {number} ({service}): {x} {Name} {}', values)).toBe(
		'Анна {number}, по BC-7 (Почта): {x} {Name} {}'
	);
	expect(fillReply('{number}{number} $& $1', values)).toBe('BC-7BC-7 $& $1');
});

it('it comes behind what is written already', () => {
	expect(withReply('', 'Ответ')).toBe('Ответ');
	expect(withReply('Здравствуйте!\n\n', 'Ответ')).toBe('Здравствуйте!\n\nОтвет');
});
