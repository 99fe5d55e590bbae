import { describe, expect, it } from 'vitest';
import { isDomainError } from '#lib/domain/errors.ts';
import { inspectUploads } from '#server/media/inspect.ts';
import {
	DOCX_PARTS,
	docxOf,
	GOOD,
	pdfOf,
	UNDER_PASSWORD,
	XLSX_PARTS,
	xlsxOf,
	zip
} from '../support/files.ts';

const DOCX = zip(DOCX_PARTS);
const MEGABYTE = 1024 * 1024;

/** An archive with a comment behind it. */
function commented(archive: Buffer, comment: string): Buffer {
	const bytes = Buffer.concat([archive, Buffer.from(comment)]);
	bytes.writeUInt16LE(comment.length, archive.length - 2);
	return bytes;
}

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

	const MACRO_TYPES =
		'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>';

	it.each([
		['a DTD', 'file_dtd', withPart('word/a.xml', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')],
		['a DTD across two chunks', 'file_dtd', withPart('a.xml', `${' '.repeat(65_530)}<!DOCTYPE x>`)],
		[
			'a DTD of wide letters',
			'file_dtd',
			withPart('word/settings.xml', Buffer.from('\ufeff<!DOCTYPE x><x/>', 'utf16le'))
		],
		['a macro', 'file_macros', withPart('word/vbaProject.bin', 'macro')],
		['a macro of the old kind', 'file_macros', withPart('xl/macrosheets/sheet1.xml', '<a/>')],
		['a control that runs', 'file_macros', withPart('word/activeX/activeX1.bin', 'x')],
		[
			'macros in its type alone',
			'file_macros',
			zip([{ name: '[Content_Types].xml', content: MACRO_TYPES }, ...DOCX_PARTS.slice(1)])
		],
		['two parts of one name', 'file_unsafe', withPart('word/document.xml', '<other/>')],
		['a part above it', 'file_paths', withPart('../../etc/cron.d/x', 'x')],
		['a part at the root', 'file_paths', withPart('/etc/cron.d/x', 'x')],
		['a part on another drive', 'file_paths', withPart('C:/Windows/x.dll', 'x')],
		['a part of Windows’ own folders', 'file_paths', withPart('..\\..\\x.dll', 'x')],
		['an archive', 'file_nested', withPart('word/media/a.zip', zip(DOCX_PARTS))],
		['an archive that says it is a picture', 'file_nested', withPart('a.png', zip(XLSX_PARTS))],
		[
			'a packed file',
			'file_nested',
			withPart('word/a.bin', Buffer.from('\x1f\x8b\x08\0', 'latin1'))
		],
		[
			'a document with a document with a document',
			'file_nested',
			withPart(
				'word/embeddings/a.docx',
				zip([...DOCX_PARTS, { name: 'word/embeddings/b.xlsx', content: zip(XLSX_PARTS) }])
			)
		],
		[
			'a macro in the sheet behind its chart',
			'file_macros',
			withPart(
				'word/embeddings/a.xlsx',
				zip([...XLSX_PARTS, { name: 'xl/vbaProject.bin', content: 'macro' }])
			)
		],
		['something before it', 'file_mismatch', Buffer.concat([Buffer.from('MZ'), DOCX])],
		['a comment behind it', 'file_twofold', commented(DOCX, '<script>alert(1)</script>')],
		[
			'a PDF in its first part',
			'file_twofold',
			zip([{ name: '%PDF-1.4', content: '' }, ...DOCX_PARTS])
		]
	])('with %s is refused: %s', async (_what, code, bytes) => {
		expect(await faults({ 'a.docx': bytes })).toEqual({ 'a.docx': code });
	});

	it('with the sheet behind its chart is taken', async () => {
		const chart = withPart('word/embeddings/Microsoft_Excel_Sheet1.xlsx', xlsxOf('Ряд 1'));
		expect(await faults({ 'a.docx': chart })).toEqual({});
	});

	it('under a password is told so, in each kind', async () => {
		const compound = Buffer.concat([
			Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
			Buffer.alloc(600),
			Buffer.from('EncryptedPackage', 'utf16le')
		]);
		const old = compound.subarray(0, 600);
		expect(
			await faults({
				'a.docx': compound,
				'b.xlsx': compound,
				'c.pdf': pdfOf('secret', { trailer: UNDER_PASSWORD }),
				'd.docx': old
			})
		).toEqual({
			'a.docx': 'file_encrypted',
			'b.xlsx': 'file_encrypted',
			'c.pdf': 'file_encrypted',
			'd.docx': 'file_mismatch'
		});
	});

	it('that only speaks of encryption is taken', async () => {
		expect(await faults({ 'a.pdf': pdfOf('/Encrypt 1 0 R is a key of the trailer') })).toEqual({});
	});

	it.each([
		['a PDF', 'a.pdf', pdfOf('text')],
		['a picture', 'a.png', GOOD['снимок экрана.png']],
		['a photograph', 'a.jpg', GOOD['фото.jpg']]
	])('that is %s and an archive at once is refused', async (_what, name, bytes) => {
		const both = Buffer.concat([bytes, docxOf('внутри')]);
		expect(await faults({ [name]: both })).toEqual({ [name]: 'file_twofold' });
	});

	it.each([
		['a page', 'a.gif', Buffer.from('GIF89a/*<script>*/=1;alert(1)</script>')],
		['a PDF', 'b.jpg', Buffer.concat([GOOD['фото.jpg'], Buffer.from('%PDF-1.4')])],
		['a drawing that runs', 'c.webp', Buffer.from('RIFF____WEBP<svg onload=alert(1)>')]
	])('that is a picture and %s at once is refused', async (_what, name, bytes) => {
		expect(await faults({ [name]: bytes })).toEqual({ [name]: 'file_twofold' });
	});

	it('that is a drawing with the name of a picture is refused', async () => {
		const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
		expect(await faults({ 'logo.png': svg })).toEqual({ 'logo.png': 'file_mismatch' });
	});

	it.each([
		['that is cut off', DOCX.subarray(0, DOCX.length - 30)],
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
			// Time of a processor: how busy the machine is with other things is no fault of ours.
			const since = process.cpuUsage();
			const before = process.memoryUsage().rss;
			expect(await faults({ [name]: bytes })).toEqual({ [name]: 'file_bomb' });
			const { user, system } = process.cpuUsage(since);
			expect((user + system) / 1_000).toBeLessThan(1_000);
			expect(process.memoryUsage().rss - before).toBeLessThan(60 * MEGABYTE);
		}
	});
});
