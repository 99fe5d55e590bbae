import { readText } from '#server/documents/read-text.ts';
import type { FileFault } from './file-fault.ts';
import { hasAsArchive } from './inspect-twofold.ts';

/** How the trailer of a PDF says that it is encrypted; trailers are never compressed. */
const ENCRYPTED = /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/;

/** Looks into a PDF; null when nothing is wrong with it. */
export async function inspectPdf(bytes: Buffer): Promise<FileFault | null> {
	if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) return 'file_mismatch';
	if (hasAsArchive(bytes)) return 'file_twofold';
	if (!ENCRYPTED.test(bytes.toString('latin1'))) return null;
	// Many are encrypted so that they are not changed, and open without a password all the same.
	const { fault } = await readText(bytes, 'pdf');
	return fault === 'password' ? 'file_encrypted' : null;
}
