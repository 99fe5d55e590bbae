// Reads one file and ends: see `read-text.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { DOCUMENT_LIMITS, type DocumentKind } from '#lib/domain/document.ts';
import type { DocumentText } from './read-text.ts';

const { bytes, kind }: { bytes: Uint8Array; kind: DocumentKind } = workerData;

async function read(): Promise<DocumentText> {
	try {
		const text =
			kind === 'pdf'
				? await (await import('./pdf-text.ts')).pdfText(bytes, DOCUMENT_LIMITS.text)
				: await (await import('./office-text.ts')).officeText(bytes, kind, DOCUMENT_LIMITS.text);
		return { text: tidy(text), fault: null };
	} catch (error) {
		const needsPassword = error instanceof Error && error.name === 'PasswordException';
		return { text: '', fault: needsPassword ? 'password' : 'unreadable' };
	}
}

/**
 * Words between single spaces. A word cut at the end of a line is put together; letters of two
 * halves (signs and smileys mostly) go, so that every place is counted alike everywhere.
 */
function tidy(text: string): string {
	return text
		.normalize('NFC')
		.replace(/(\p{L})[-\u00ad]\n(?=\p{Ll})/gu, '$1')
		.replaceAll('\u00ad', '')
		.replace(/[\u{10000}-\u{10ffff}\p{Cs}\p{Cc}\p{Co}\s]+/gu, ' ')
		.slice(0, DOCUMENT_LIMITS.text)
		.trim();
}

parentPort?.postMessage(await read());
