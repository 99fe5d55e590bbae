import { extensionOf, harmlessName } from '#lib/domain/attachment.ts';
import { DomainError, type FieldIssue } from '#lib/domain/errors.ts';
import type { FileFault } from './file-fault.ts';
import { inspectOffice } from './inspect-office.ts';
import { inspectPdf } from './inspect-pdf.ts';
import { hasAsArchive, hasAsPage, hasAsPdf } from './inspect-twofold.ts';
import { ATTACHMENT_RULES, type Inspected, type Upload, type UploadRules } from './upload.ts';

/** The first bytes of each kind of picture; `from` is where they begin. */
const PICTURES: Readonly<Record<string, readonly { from: number; bytes: string }[]>> = {
	png: [{ from: 0, bytes: '\x89PNG\r\n\x1a\n' }],
	jpg: [{ from: 0, bytes: '\xff\xd8\xff' }],
	jpeg: [{ from: 0, bytes: '\xff\xd8\xff' }],
	gif: [{ from: 0, bytes: 'GIF8' }],
	webp: [
		{ from: 0, bytes: 'RIFF' },
		{ from: 8, bytes: 'WEBP' }
	]
};

/** Control characters that logs and tables really hold: tab, line ends, page end, colours. */
const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

/**
 * Looks into the files of one form. What they are is told by extension, first bytes and inner
 * parts together. Throws `too_large` or `invalid_input` with one issue at the form's field for
 * each file that is refused, naming it.
 */
export async function inspectUploads(
	uploads: readonly Upload[],
	rules: UploadRules = ATTACHMENT_RULES
): Promise<readonly Inspected[]> {
	const { field } = rules;
	if (uploads.length > rules.files)
		throw new DomainError('invalid_input', { issues: [{ field, code: 'too_many_files' }] });
	const issues: FieldIssue[] = [];
	const inspected: Inspected[] = [];
	for (const { name, bytes } of uploads) {
		const shown = harmlessName(name);
		const code = await faultOf(shown, bytes, rules);
		if (code !== null) issues.push({ field, code, about: shown });
		else inspected.push({ name: shown, bytes, type: rules.types[extensionOf(shown)] ?? '' });
	}
	const tooLarge = issues.some(({ code }) => code === 'file_too_large');
	if (issues.length > 0) throw new DomainError(tooLarge ? 'too_large' : 'invalid_input', { issues });
	return inspected;
}

async function faultOf(
	name: string,
	content: Uint8Array,
	rules: UploadRules
): Promise<FileFault | null> {
	const extension = extensionOf(name);
	if (!Object.hasOwn(rules.types, extension)) return 'file_kind';
	if (content.byteLength > rules.bytes) return 'file_too_large';
	if (content.byteLength === 0) return 'file_empty';
	const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
	if (extension === 'docx' || extension === 'xlsx') return inspectOffice(bytes, extension);
	if (extension === 'pdf') return inspectPdf(bytes);
	const beginnings = PICTURES[extension];
	if (!beginnings) return isText(bytes) ? null : 'file_mismatch';
	if (!beginnings.every((one) => startsWith(bytes, one))) return 'file_mismatch';
	return hasAsPdf(bytes) || hasAsPage(bytes) || hasAsArchive(bytes) ? 'file_twofold' : null;
}

function startsWith(bytes: Uint8Array, { from, bytes: wanted }: { from: number; bytes: string }) {
	for (let at = 0; at < wanted.length; at++)
		if (bytes[from + at] !== wanted.charCodeAt(at)) return false;
	return true;
}

/** Text of any encoding people save logs in; programs and pictures have zero bytes and the like. */
function isText(bytes: Uint8Array): boolean {
	const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	if (wide) {
		const decoder = new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be', { fatal: true });
		try {
			return !decoder.decode(bytes).includes('\0');
		} catch {
			return false;
		}
	}
	for (const byte of bytes) if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) return false;
	return !['%PDF-', 'PK\x03\x04', 'MZ', '\x7fELF'].some((start) =>
		startsWith(bytes, { from: 0, bytes: start })
	);
}
