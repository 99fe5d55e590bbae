import { crc32, deflateRawSync } from 'node:zlib';

/** A part of an archive. */
export interface ArchivePart {
	readonly name: string;
	readonly content: string;
}

/** 1 January 2026 as archives write it: the same parts make the same bytes. */
const DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;
const UTF8_NAMES = 0x800;
const DEFLATED = 8;

/** An archive (ZIP) of texts: what office documents are made of. */
export function archiveOf(parts: readonly ArchivePart[]): Buffer {
	const bodies: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const { name, content } of parts) {
		const bytes = Buffer.from(content);
		const packed = deflateRawSync(bytes);
		const title = Buffer.from(name);
		const facts = Buffer.alloc(26);
		facts.writeUInt16LE(20, 0);
		facts.writeUInt16LE(UTF8_NAMES, 2);
		facts.writeUInt16LE(DEFLATED, 4);
		facts.writeUInt16LE(DATE, 8);
		facts.writeUInt32LE(crc32(bytes), 10);
		facts.writeUInt32LE(packed.length, 14);
		facts.writeUInt32LE(bytes.length, 18);
		facts.writeUInt16LE(title.length, 22);
		bodies.push(Buffer.from('PK\x03\x04', 'latin1'), facts, title, packed);
		const maker = Buffer.alloc(2);
		maker.writeUInt16LE(20, 0);
		const place = Buffer.alloc(14);
		place.writeUInt32LE(at, 10);
		directory.push(Buffer.from('PK\x01\x02', 'latin1'), maker, facts, place, title);
		at += 4 + facts.length + title.length + packed.length;
	}
	const list = Buffer.concat(directory);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(parts.length, 4);
	end.writeUInt16LE(parts.length, 6);
	end.writeUInt32LE(list.length, 8);
	end.writeUInt32LE(at, 12);
	return Buffer.concat([...bodies, list, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
