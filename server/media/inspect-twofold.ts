/** Readers of PDF take one that begins this deep within a file. */
const PDF_WITHIN = 1024;

/** Bytes at the end of an archive without its comment. */
const END_OF_ARCHIVE = 22;
const LONGEST_COMMENT = 0xffff;

/** How the list of an archive's parts begins. */
const DIRECTORY = 0x02014b50;

/** Begins a reader of PDF to read within the first bytes of this file? */
export function hasAsPdf(bytes: Buffer): boolean {
	return bytes.subarray(0, PDF_WITHIN).includes('%PDF-');
}

/** Would a browser that guesses take this file for a page? */
export function hasAsPage(bytes: Buffer): boolean {
	return /<(?:!doctype|html|head|body|script|svg|iframe)\b/i.test(
		bytes.subarray(0, PDF_WITHIN).toString('latin1')
	);
}

/**
 * Is there an archive at the end of a file of another kind? Readers of archives look there first,
 * whatever stands before it.
 */
export function hasAsArchive(bytes: Buffer): boolean {
	return endsOfArchive(bytes).some(
		({ at, size }) =>
			size > 0 && size <= at && bytes.readUInt32LE(at - size) === DIRECTORY
	);
}

/** Is an archive nothing but that: nothing before it, nothing behind its directory? */
export function holdsOnly(bytes: Buffer): boolean {
	const end = endsOfArchive(bytes).at(-1);
	// One that is cut off is told to be broken by whoever reads it.
	if (!end) return true;
	const { at, size, offset } = end;
	const comment = bytes.readUInt16LE(at + 20);
	// Archives beyond four gigabytes say it elsewhere; they are far above any limit here.
	return comment === 0 && offset + size === at;
}

/** Every place that could be the end of an archive. */
function endsOfArchive(bytes: Buffer): { at: number; size: number; offset: number }[] {
	const ends: { at: number; size: number; offset: number }[] = [];
	const first = Math.max(0, bytes.byteLength - END_OF_ARCHIVE - LONGEST_COMMENT);
	for (
		let at = bytes.indexOf('PK\x05\x06', first, 'latin1');
		at >= 0 && at + END_OF_ARCHIVE <= bytes.byteLength;
		at = bytes.indexOf('PK\x05\x06', at + 1, 'latin1')
	)
		ends.push({ at, size: bytes.readUInt32LE(at + 12), offset: bytes.readUInt32LE(at + 16) });
	return ends;
}
