const FINAL_TEXT = 0x81;
const TEXT = 1;
const CLOSE = 8;
const NOTHING = Buffer.alloc(0);

/** Called for each whole text frame; the bytes are valid during the call only. */
export type OnText = (bytes: Buffer, from: number, to: number) => void;

/** Reads the frames of one websocket as cheaply as can be, so that the load is not what is measured. */
export class FrameReader {
	#rest: Buffer = NOTHING;
	readonly #onText: OnText;
	readonly #onClose: () => void;

	constructor(onText: OnText, onClose: () => void) {
		this.#onText = onText;
		this.#onClose = onClose;
	}

	read(chunk: Buffer): void {
		const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		let at = 0;
		while (bytes.length - at >= 2) {
			let length = (bytes[at + 1] ?? 0) & 0x7f;
			let header = 2;
			if (length === 126) {
				if (bytes.length - at < 4) break;
				length = bytes.readUInt16BE(at + 2);
				header = 4;
			} else if (length === 127) {
				if (bytes.length - at < 10) break;
				length = Number(bytes.readBigUInt64BE(at + 2));
				header = 10;
			}
			const end = at + header + length;
			if (bytes.length < end) break;
			const opcode = (bytes[at] ?? 0) & 0x0f;
			if (opcode === TEXT) this.#onText(bytes, at + header, end);
			else if (opcode === CLOSE) this.#onClose();
			at = end;
		}
		// The chunk's memory is reused for the next one, of any socket.
		this.#rest = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at));
	}
}

/** A client's short text frame; masked with zeros, which the protocol allows. */
export function shortFrame(text: string): Buffer {
	return Buffer.concat([
		Buffer.from([FINAL_TEXT, 0x80 | Buffer.byteLength(text), 0, 0, 0, 0]),
		Buffer.from(text)
	]);
}

/** The same of up to 64 KiB. */
export function textFrame(text: string): Buffer {
	const length = Buffer.byteLength(text);
	if (length < 126) return shortFrame(text);
	const head = Buffer.from([FINAL_TEXT, 0x80 | 126, 0, 0, 0, 0, 0, 0]);
	head.writeUInt16BE(length, 2);
	return Buffer.concat([head, Buffer.from(text)]);
}
