import { describe, expect, it } from 'vitest';
import { isDomainError } from '#lib/domain/errors.ts';
import { inspectUploads } from '#server/media/inspect.ts';
import { DOCX_PARTS, GOOD, XLSX_PARTS, zip } from '../support/files.ts';

const DOCX = zip(DOCX_PARTS);
const MEGABYTE = 1024 * 1024;

/** Codes of what was wrong, by the name of the file. */
async function faults(files: Record<string, Buffer>): Promise<Record<string, string>> {
	try {
		await inspectUploads(Object.entries(files).map(([name, bytes]) => ({ name, bytes })));
		return {};
	} catch (error) {
		if (!isDomainError(error)) throw error;
		return Object.fromEntries(error.issues.map(({ about, code }) => [about ?? '', code]));
	}
}

describe('what is a file of its kind', () => {
	it.each(Object.entries(GOOD))('%s is taken', async (name, bytes) => {
		expect(await faults({ [name]: bytes })).toEqual({});
	});

	it('five at once, each named by itself when it is refused', async () => {
		const three = {
			'a.exe': Buffer.from('MZ'),
			'b.png': GOOD['фото.jpg'],
			'c.txt': Buffer.from('')
		};
		expect(await faults({ ...three, 'd.txt': Buffer.from('ok') })).toEqual({
			'a.exe': 'file_kind',
			'b.png': 'file_mismatch',
			'c.txt': 'file_empty'
		});
	});

	it('six are too many', async () => {
		const six = Object.fromEntries([1, 2, 3, 4, 5, 6].map((at) => [`${at}.txt`, Buffer.from('a')]));
		expect(Object.values(await faults(six))).toEqual(['too_many_files']);
	});
});

describe('what only calls itself so', () => {
	it.each([
		['a page', 'счёт.html', Buffer.from('<script>')],
		['a picture that runs', 'logo.svg', Buffer.from('<svg onload="alert(1)">')],
		['no extension at all', 'README', Buffer.from('text')],
		['two extensions', 'отчёт.pdf.exe', Buffer.from('%PDF-')],
		['a name of the prototype', 'x.constructor', Buffer.from('text')],
		['letters turned around', 'отчёт\u202efdp.exe', Buffer.from('%PDF-')],
		['an archive', 'все.zip', zip([{ name: 'a.txt', content: 'a' }])]
	])('%s: refused by its kind', async (_what, name, bytes) => {
		expect(Object.values(await faults({ [name]: bytes }))).toEqual(['file_kind']);
	});

	it.each([
		['a program as a picture', 'a.png', Buffer.from('MZ\x90\0')],
		['a program as text', 'a.txt', Buffer.from('MZ program')],
		['a picture as text', 'a.log', GOOD['снимок экрана.png']],
		['text as a document', 'a.pdf', Buffer.from('<html>%PDF-')],
		['a sheet as a letter', 'a.docx', zip(XLSX_PARTS)],
		['any archive as a letter', 'a.docx', zip([{ name: 'word/document.xml', content: '' }])],
		['text as an archive', 'a.xlsx', Buffer.from('PK')]
	])('%s: refused by its content', async (_what, name, bytes) => {
		expect(Object.values(await faults({ [name]: bytes }))).toEqual(['file_mismatch']);
	});

	it('a file over ten megabytes is told to be too large', async () => {
		expect(await faults({ 'a.txt': Buffer.alloc(10 * MEGABYTE + 1, 'a') })).toEqual({
			'a.txt': 'file_too_large'
		});
		expect(await faults({ 'a.txt': Buffer.alloc(10 * MEGABYTE, 'a') })).toEqual({});
	});
});

describe('a document', () => {
	const withPart = (name: string, content: string | Buffer) =>
		zip([...DOCX_PARTS, { name, content }]);

	it.each([
		['a DTD', withPart('word/styles.xml', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')],
		['a DTD across two chunks', withPart('a.xml', `${' '.repeat(65_530)}<!DOCTYPE x>`)],
		[
			'a DTD of wide letters',
			withPart('word/settings.xml', Buffer.from('\ufeff<!DOCTYPE x><x/>', 'utf16le'))
		],
		['a macro', withPart('word/vbaProject.bin', 'macro')],
		['two parts of one name', withPart('word/document.xml', '<other/>')]
	])('with %s is refused as unsafe', async (_what, bytes) => {
		expect(await faults({ 'a.docx': bytes })).toEqual({ 'a.docx': 'file_unsafe' });
	});

	it.each([
		['that is cut off', DOCX.subarray(0, DOCX.length - 30)],
		['whose parts lead out of it', withPart('../../etc/cron.d/x', 'x')],
		[
			'whose part is longer than it says',
			zip([...DOCX_PARTS, { name: 'a.bin', content: 'long', claims: 1 }])
		]
	])('%s is refused as broken', async (_what, bytes) => {
		expect(await faults({ 'a.docx': bytes })).toEqual({ 'a.docx': 'file_broken' });
	});

	it('that is a bomb is refused within a second, and memory does not grow', async () => {
		const zeros = Buffer.alloc(200 * MEGABYTE);
		const bombs = {
			'one.docx': withPart('word/media/zeros.bin', zeros),
			'many.docx': zip([
				...DOCX_PARTS,
				...Array.from({ length: 2_500 }, (_, at) => ({ name: `p${at}.xml`, content: '<a/>' }))
			]),
			'spread.docx': zip([
				...DOCX_PARTS,
				...Array.from({ length: 50 }, (_, at) => ({
					name: `word/p${at}.xml`,
					content: zeros.subarray(0, 4 * MEGABYTE)
				}))
			])
		};
		for (const [name, bytes] of Object.entries(bombs)) {
			const since = performance.now();
			const before = process.memoryUsage().rss;
			expect(await faults({ [name]: bytes })).toEqual({ [name]: 'file_bomb' });
			expect(performance.now() - since).toBeLessThan(1_000);
			expect(process.memoryUsage().rss - before).toBeLessThan(60 * MEGABYTE);
		}
	});
});
