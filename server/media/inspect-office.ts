import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

/** Parts of an office document; real ones have some dozens. */
const MOST_PARTS = 2_000;

/** Bytes that may come out of one document, whatever its directory says. */
const MOST_INFLATED = 100 * 1024 * 1024;

/** How many times larger than the file its content may be; sheets of one value reach 30. */
const MOST_RATIO = 100;

/** Below this a high ratio means nothing. */
const HARMLESS_INFLATED = 1024 * 1024;

/** A marker may lie across two chunks. */
const TAIL = 32;

/** The part without which it is another kind of document. */
const MAIN_PART = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml' } as const;
export type OfficeKind = keyof typeof MAIN_PART;

/** What is wrong with a document, or null. */
export type OfficeFault = 'file_broken' | 'file_bomb' | 'file_unsafe' | 'file_mismatch' | null;

/**
 * Looks into a document of the office kind. Every part is really inflated, since sizes in an
 * archive's directory are whatever its maker wrote there, and let go of at once: a bomb costs
 * neither memory nor more time than the limit on its bytes.
 */
export async function inspectOffice(bytes: Uint8Array, kind: OfficeKind): Promise<OfficeFault> {
	let zip: ZipFile;
	try {
		zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
			lazyEntries: true,
			validateEntrySizes: true,
			strictFileNames: true
		});
	} catch {
		return 'file_broken';
	}
	try {
		return await inspectParts(zip, bytes.byteLength, kind);
	} catch (error) {
		return error instanceof PartFault ? error.fault : 'file_broken';
	} finally {
		zip.close();
	}
}

/** Ends the reading of a document as soon as one part of it is at fault. */
class PartFault extends Error {
	readonly fault: OfficeFault;

	constructor(fault: OfficeFault) {
		super(fault ?? '');
		this.fault = fault;
	}
}

async function inspectParts(zip: ZipFile, size: number, kind: OfficeKind): Promise<OfficeFault> {
	if (zip.entryCount > MOST_PARTS) return 'file_bomb';
	const most = Math.min(MOST_INFLATED, Math.max(HARMLESS_INFLATED, size * MOST_RATIO));
	const names = new Set<string>();
	let inflated = 0;
	for await (const entry of zip.eachEntry()) {
		if (names.size >= MOST_PARTS) return 'file_bomb';
		// A second part of the same name is there for one of two readers to overlook.
		if (names.has(entry.fileName)) return 'file_unsafe';
		names.add(entry.fileName);
		// A macro that only a changed extension hides.
		if (/vbaProject\.bin$/i.test(entry.fileName)) return 'file_unsafe';
		if (entry.isEncrypted()) return 'file_unsafe';
		inflated += await inspectPart(zip, entry, most - inflated);
	}
	return names.has('[Content_Types].xml') && names.has(MAIN_PART[kind]) ? null : 'file_mismatch';
}

/** Bytes that a part has; refused when they are more than `most` or define entities. */
async function inspectPart(zip: ZipFile, entry: Entry, most: number): Promise<number> {
	const isXml = /\.(xml|rels|vml)$/i.test(entry.fileName);
	const content = await zip.openReadStreamPromise(entry);
	let seen = 0;
	let tail = '';
	for await (const chunk of content) {
		if (!Buffer.isBuffer(chunk)) throw new PartFault('file_broken');
		seen += chunk.byteLength;
		if (seen > most) throw new PartFault('file_bomb');
		if (!isXml) continue;
		const text = tail + asciiOf(chunk);
		// No office program writes one: it is how a few letters become a gigabyte, or a local file.
		if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) throw new PartFault('file_unsafe');
		tail = text.slice(-TAIL);
	}
	return seen;
}

/** Latin letters of UTF-8, UTF-16 and UTF-32 alike: without zero bytes they read the same. */
function asciiOf(chunk: Buffer): string {
	return chunk.includes(0)
		? Buffer.from(chunk.filter((byte) => byte !== 0)).toString('latin1')
		: chunk.toString('latin1');
}
