import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_LIMITS } from '#lib/domain/document.ts';
import { readText } from '#server/documents/read-text.ts';
import { docxOf, pdfOf, UNDER_PASSWORD, xlsxOf, zip } from '../support/files.ts';

const MEGABYTE = 1024 * 1024;

const textOf = async (bytes: Buffer, kind: 'docx' | 'pdf' | 'xlsx') =>
	(await readText(bytes, kind)).text;

describe('the text of a document', () => {
	it('is read of each kind', async () => {
		expect(await textOf(docxOf('Порядок приёма', 'заявок'), 'docx')).toBe('Порядок приёма заявок');
		expect(await textOf(xlsxOf('Сервер', 'Дата &lt;окна&gt;'), 'xlsx')).toBe(
			'Лист Сервер Дата <окна>'
		);
		expect(await textOf(pdfOf('Instruction of the \\(VPN\\)'), 'pdf')).toBe(
			'Instruction of the (VPN)'
		);
	});

	it('of a letter is what one reads: no deleted words, halves of words put together', async () => {
		const body =
			'<w:p><w:r><w:t>Дей</w:t></w:r><w:r><w:t>ствует</w:t></w:r></w:p>' +
			'<w:p><w:del><w:r><w:delText>удалено</w:delText></w:r></w:del></w:p>' +
			'<w:p><w:r><w:t>с\u00ad1 мая</w:t><w:tab/><w:t>2026 😀 года</w:t></w:r></w:p>';
		const letter = zip([
			{ name: 'word/document.xml', content: `<w:document>${body}</w:document>` },
			{ name: 'word/footer1.xml', content: '<w:ftr><w:p><w:t>подвал</w:t></w:p></w:ftr>' },
			{ name: 'word/styles.xml', content: '<w:styles><w:t>не текст</w:t></w:styles>' }
		]);
		expect(await textOf(letter, 'docx')).toBe('Действует с1 мая 2026 года подвал');
	});

	it('is read though there was no memory to read the one before', async () => {
		class TooLarge extends Uint8Array {
			override [Symbol.iterator](): never {
				throw new RangeError('no memory');
			}
		}
		await expect(readText(new TooLarge(8), 'pdf')).rejects.toThrow('no memory');
		expect(await textOf(docxOf('Порядок'), 'docx')).toBe('Порядок');
	});

	it('ends where nobody looks any more', async () => {
		const long = docxOf('слово '.repeat(100_000));
		expect((await textOf(long, 'docx')).length).toBeLessThanOrEqual(DOCUMENT_LIMITS.text);
	});

	it('of a file that is none is told to be unreadable', async () => {
		for (const kind of ['docx', 'pdf', 'xlsx'] as const)
			expect(await readText(Buffer.from('%PDF-nothing'), kind)).toEqual({
				text: '',
				fault: 'unreadable'
			});
	});

	it('under a password is told so', async () => {
		const locked = pdfOf('secret', { trailer: UNDER_PASSWORD });
		expect(await readText(locked, 'pdf')).toEqual({ text: '', fault: 'password' });
	});
});

describe('a file that would cost too much', () => {
	it('is let go of when its time is over, and the next one is read', async () => {
		const slow = readText(docxOf('слово '.repeat(100_000)), 'docx', 1);
		expect(await slow).toEqual({ text: '', fault: 'unreadable' });
		expect(await textOf(docxOf('дальше'), 'docx')).toBe('дальше');
	});

	it('a page that inflates to hundreds of megabytes takes no such memory', async () => {
		// Packed twice: half a megabyte of zeros in place of five hundred.
		const once = deflateSync(Buffer.alloc(512 * MEGABYTE, 32));
		const bomb = pdfOf('', { content: deflateSync(once), filter: '[/FlateDecode /FlateDecode]' });
		expect(bomb.length).toBeLessThan(MEGABYTE / 8);
		const before = process.memoryUsage().rss;
		let most = 0;
		const watch = setInterval(() => {
			most = Math.max(most, process.memoryUsage().rss - before);
		}, 10);
		const { text } = await readText(bomb, 'pdf');
		clearInterval(watch);
		expect(text).toBe('');
		expect(most).toBeLessThan(350 * MEGABYTE);
	});
});
