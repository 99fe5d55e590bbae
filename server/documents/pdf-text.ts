/** Bytes of one piece of memory; a page's stream that needs more is no text. */
const LARGEST_PIECE = 32 * 1024 * 1024;

const MOST_PAGES = 2_000;

/**
 * Memory outside of the heap is not counted by the limits of a thread, and a stream of a few
 * kilobytes may inflate to gigabytes: whoever asks for too large a piece is refused. The browser's
 * own inflating has no such limit, so it is not there either; pdf.js has one of its own.
 */
function limitPieces(): void {
	const Whole = globalThis.Uint8Array;
	globalThis.Uint8Array = new Proxy(Whole, {
		construct(target, given, called) {
			const [length] = given;
			if (typeof length === 'number' && length > LARGEST_PIECE)
				throw new RangeError('too large a piece of a PDF');
			return Reflect.construct(target, given, called === globalThis.Uint8Array ? target : called);
		}
	});
	Reflect.deleteProperty(globalThis, 'DecompressionStream');
}

/** The text of a PDF, up to a number of letters. Throws what pdf.js throws, `PasswordException` too. */
export async function pdfText(bytes: Uint8Array, most: number): Promise<string> {
	const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
	limitPieces();
	const loading = getDocument({
		data: bytes,
		verbosity: VerbosityLevel.ERRORS,
		isEvalSupported: false,
		disableFontFace: true,
		useSystemFonts: false,
		useWasm: false,
		enableXfa: false
	});
	const pdf = await loading.promise;
	let text = '';
	for (let number = 1; number <= Math.min(pdf.numPages, MOST_PAGES); number++) {
		const page = await pdf.getPage(number);
		const { items } = await page.getTextContent();
		for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str;
		text += '\n';
		page.cleanup();
		if (text.length >= most) break;
	}
	return text;
}
