import { describe, expect, it } from 'vitest';
import { harmlessName } from '#lib/domain/attachment.ts';
import { attachmentDisposition } from '#lib/domain/file-answer.ts';

describe('a name of a file', () => {
	it.each([
		['отчёт за март.pdf', 'отчёт за март.pdf'],
		['../../etc/passwd.txt', 'passwd.txt'],
		['C:\\Users\\Анна\\снимок.png', 'снимок.png'],
		['счёт\u202efdp.exe', 'счётfdp.exe'],
		['a\0b\r\nc.txt', 'abc.txt'],
		['CON', '_CON'],
		['con.txt', '_con.txt'],
		['NUL.tar.log', '_NUL.tar.log'],
		['  . скрытый.txt. ', 'скрытый.txt'],
		['.txt', 'txt'],
		['', 'file'],
		['a<b>:"|?*.csv', 'a_b______.csv'],
		['и\u0306.txt', 'й.txt']
	])('%j becomes %j', (name, harmless) => {
		expect(harmlessName(name)).toBe(harmless);
	});

	it('of 300 letters keeps its extension and fits every file system', () => {
		const name = harmlessName(`${'я'.repeat(300)}.docx`);
		expect(name).toMatch(/^я+\.docx$/);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
		expect(harmlessName(`a.${'x'.repeat(300)}`).length).toBeLessThanOrEqual(120);
	});

	it('is harmless already when it was made so', () => {
		for (const name of ['../a.txt', 'COM1.log', '\u200fx.pdf', 'а/б\\в.csv'])
			expect(harmlessName(harmlessName(name))).toBe(harmlessName(name));
	});
});

it('a file is given out under its own name, and no sign in it can end the header', () => {
	expect(attachmentDisposition('отчёт "за" март; a=b\\.pdf')).toBe(
		`attachment; filename="_____ _за_ ____; a=b_.pdf"; filename*=UTF-8''`.replaceAll('за', '__') +
			`${encodeURIComponent('отчёт "за" март; a=b\\.pdf')}`
	);
	expect(attachmentDisposition("it's (1).txt")).toContain("filename*=UTF-8''it%27s%20%281%29.txt");
});
