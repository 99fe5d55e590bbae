import { Parser } from 'htmlparser2';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

/** Parts that hold what people read, in the order in which they read it. */
const PARTS = {
	docx: [
		/^word\/document\.xml$/,
		/^word\/(footnotes|endnotes)\.xml$/,
		/^word\/(header|footer)\d*\.xml$/
	],
	xlsx: [/^xl\/workbook\.xml$/, /^xl\/sharedStrings\.xml$/, /^xl\/worksheets\/sheet\d+\.xml$/]
} as const;

/** Elements after which another word begins. */
const BREAKS = new Set(['p', 'tab', 'br', 'cr', 'tc', 'si', 'is', 'sheet']);

/** The text of an office document, up to a number of letters. Its archive was inspected before. */
export async function officeText(
	bytes: Uint8Array,
	kind: keyof typeof PARTS,
	most: number
): Promise<string> {
	const zip = await fromBufferPromise(
		Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
		{
			lazyEntries: true,
			autoClose: false
		}
	);
	const entries: Entry[] = [];
	for await (const entry of zip.eachEntry()) entries.push(entry);
	let text = '';
	for (const wanted of PARTS[kind])
		for (const entry of entries.filter(({ fileName }) => wanted.test(fileName))) {
			text += await partText(zip, entry, most - text.length);
			if (text.length >= most) return text;
		}
	return text;
}

async function partText(zip: ZipFile, entry: Entry, most: number): Promise<string> {
	let text = '';
	let reading = 0;
	let phonetic = 0;
	const parser = new Parser(
		{
			onopentag(name, attributes) {
				const element = localName(name);
				if (element === 't') reading++;
				else if (element === 'rPh') phonetic++;
				else if (element === 'sheet') text += `${attributes['name'] ?? ''} `;
			},
			ontext(piece) {
				if (reading > 0 && phonetic === 0) text += piece;
			},
			onclosetag(name) {
				const element = localName(name);
				if (element === 't') reading--;
				else if (element === 'rPh') phonetic--;
				if (BREAKS.has(element)) text += '\n';
			}
		},
		{ xmlMode: true, decodeEntities: true }
	);
	const decoder = new TextDecoder();
	for await (const chunk of await zip.openReadStreamPromise(entry)) {
		if (chunk instanceof Uint8Array) parser.write(decoder.decode(chunk, { stream: true }));
		if (text.length >= most) break;
	}
	parser.end();
	return text;
}

/** `w:t` → `t`: the prefix is its writer's choice. */
function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}
