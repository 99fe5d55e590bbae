import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { FaultyFile, type FileFault } from './file-fault.ts';
import { hasAsPdf, holdsOnly } from './inspect-twofold.ts';

/** Parts of an office document; real ones have some dozens. */
const MOST_PARTS = 2_000;

/** Bytes that may come out of one document, whatever its directory says. */
const MOST_INFLATED = 100 * 1024 * 1024;

/** How many times larger than the file its content may be; sheets of one value reach 30. */
const MOST_RATIO = 100;

/** Below this a high ratio means nothing. */
const HARMLESS_INFLATED = 1024 * 1024;

/** Bytes of a document within a document, the sheet behind a chart for instance. */
const MOST_EMBEDDED = 10 * 1024 * 1024;

/** A marker may lie across two chunks. */
const TAIL = 64;

/** The part without which it is another kind of document. */
const MAIN_PART = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml' } as const;
export type OfficeKind = keyof typeof MAIN_PART;

/** Programs within a document: Visual Basic, Excel 4 macros, ActiveX. */
const MACRO_PART = /(^|\/)(vbaProject\.bin|vbaData\.xml|macrosheets\/|activeX\/)/i;

/** Where office programs put other documents, and of which kinds those are. */
const EMBEDDED = /(^|\/)embeddings\/[^/]+\.(docx|xlsx|pptx)$/i;

/** How archives begin. */
const ARCHIVES = [
	'PK\x03\x04',
	'PK\x05\x06',
	'Rar!\x1a\x07',
	'7z\xbc\xaf\x27\x1c',
	'\x1f\x8b\x08',
	'BZh',
	'\xfd7zXZ\0',
	'MSCF\0\0\0\0'
];

/** How an older office document begins, and one under a password: an archive of another make. */
const COMPOUND = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

/** What of a document was read so far, and how much more may come out of it. */
interface Budget {
	left: number;
}

/**
 * Looks into a document of the office kind; null when nothing is wrong with it. Every part is
 * really inflated, since sizes in an archive's directory are whatever its maker wrote there, and
 * let go of at once: a bomb costs neither memory nor more time than the limit on its bytes.
 */
export async function inspectOffice(bytes: Buffer, kind: OfficeKind): Promise<FileFault | null> {
	if (startsAs(bytes, COMPOUND))
		return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
			? 'file_encrypted'
			: 'file_mismatch';
	if (!startsAs(bytes, 'PK\x03\x04')) return 'file_mismatch';
	if (hasAsPdf(bytes) || !holdsOnly(bytes)) return 'file_twofold';
	const most = Math.max(HARMLESS_INFLATED, bytes.byteLength * MOST_RATIO);
	try {
		const names = await inspectArchive(bytes, { left: Math.min(MOST_INFLATED, most) }, 'document');
		return names.has('[Content_Types].xml') && names.has(MAIN_PART[kind]) ? null : 'file_mismatch';
	} catch (error) {
		return error instanceof FaultyFile ? error.fault : 'file_broken';
	}
}

/** Names of the parts of an archive, all of which were looked into. */
async function inspectArchive(
	bytes: Buffer,
	budget: Budget,
	depth: 'document' | 'embedded'
): Promise<ReadonlySet<string>> {
	const zip = await fromBufferPromise(bytes, {
		lazyEntries: true,
		validateEntrySizes: true,
		strictFileNames: true
	});
	try {
		if (zip.entryCount > MOST_PARTS) throw new FaultyFile('file_bomb');
		const names = new Set<string>();
		for await (const entry of entriesOf(zip)) {
			if (names.size >= MOST_PARTS) throw new FaultyFile('file_bomb');
			// A second part of the same name is there for one of two readers to overlook.
			if (names.has(entry.fileName)) throw new FaultyFile('file_unsafe');
			names.add(entry.fileName);
			if (MACRO_PART.test(entry.fileName)) throw new FaultyFile('file_macros');
			if (entry.isEncrypted()) throw new FaultyFile('file_encrypted');
			const embedded = await inspectPart(zip, entry, budget, depth);
			if (embedded) await inspectArchive(embedded, budget, 'embedded');
		}
		return names;
	} finally {
		zip.close();
	}
}

/** The parts of an archive; a name that leads out of it is told apart from what is merely broken. */
async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
	try {
		yield* zip.eachEntry();
	} catch (error) {
		if (error instanceof Error && /^(invalid relative path|absolute path|invalid char)/.test(error.message))
			throw new FaultyFile('file_paths');
		throw error;
	}
}

/** Inflates a part and lets go of it; a document within the document is given back whole. */
async function inspectPart(
	zip: ZipFile,
	entry: Entry,
	budget: Budget,
	depth: 'document' | 'embedded'
): Promise<Buffer | null> {
	const isXml = /\.(xml|rels|vml)$/i.test(entry.fileName);
	const content = await zip.openReadStreamPromise(entry);
	const kept: Buffer[] = [];
	let isArchive = false;
	let seen = 0;
	let tail = '';
	for await (const chunk of content) {
		if (!Buffer.isBuffer(chunk)) throw new FaultyFile('file_broken');
		if (seen === 0 && ARCHIVES.some((start) => startsAs(chunk, start))) {
			if (depth === 'embedded' || !EMBEDDED.test(entry.fileName))
				throw new FaultyFile('file_nested');
			isArchive = true;
		}
		seen += chunk.byteLength;
		budget.left -= chunk.byteLength;
		if (budget.left < 0) throw new FaultyFile('file_bomb');
		if (isArchive) {
			if (seen > MOST_EMBEDDED) throw new FaultyFile('file_bomb');
			kept.push(chunk);
		}
		if (!isXml) continue;
		const text = tail + asciiOf(chunk);
		// No office program writes one: it is how a few letters become a gigabyte, or a local file.
		if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) throw new FaultyFile('file_dtd');
		// A document with macros whose extension alone was changed.
		if (/macroEnabled/i.test(text)) throw new FaultyFile('file_macros');
		tail = text.slice(-TAIL);
	}
	return isArchive ? Buffer.concat(kept) : null;
}

function startsAs(bytes: Buffer, start: string): boolean {
	return bytes.subarray(0, start.length).equals(Buffer.from(start, 'latin1'));
}

/** Latin letters of UTF-8, UTF-16 and UTF-32 alike: without zero bytes they read the same. */
function asciiOf(chunk: Buffer): string {
	return chunk.includes(0)
		? Buffer.from(chunk.filter((byte) => byte !== 0)).toString('latin1')
		: chunk.toString('latin1');
}
