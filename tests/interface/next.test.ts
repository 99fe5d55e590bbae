import { describe, expect, it } from 'vitest';
import { safeNext } from '#lib/session/next.ts';

describe('where one goes after signing in', () => {
	it.each(['/panel', '/panel/queue?status=new&q=%2F%2F', '/incidents/INC-17#updates'])(
		'may be a page of this portal: %s',
		(next) => {
			expect(safeNext(next, '/home')).toBe(next);
		}
	);

	it.each([
		'//evil.example',
		'/\\evil.example',
		'/\t/evil.example',
		'/\n/evil.example',
		'/./\\evil.example',
		'/.//evil.example',
		'/panel/..//evil.example',
		'https://evil.example/',
		'javascript:alert(1)',
		'evil.example',
		'\\\\evil.example',
		'',
		null,
		undefined,
		`/${'a'.repeat(3_000)}`
	])('is never another place: %j', (next) => {
		expect(safeNext(next, '/home')).toBe('/home');
	});
});
