const TEXT_FINAL = 0x81;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** One whole unmasked websocket text frame (RFC 6455, 5.2), ready for any number of sockets. */
export function textFrame(payload: string): Buffer {
	const length = Buffer.byteLength(payload);
	const headerLength = length < LENGTH_16 ? 2 : length < 0x10000 ? 4 : 10;
	// Not from the pool: a frame may be held by a slow reader and would keep its neighbours alive.
	const frame = Buffer.allocUnsafeSlow(headerLength + length);
	frame[0] = TEXT_FINAL;
	if (headerLength === 2) {
		frame[1] = length;
	} else if (headerLength === 4) {
		frame[1] = LENGTH_16;
		frame.writeUInt16BE(length, 2);
	} else {
		frame[1] = LENGTH_64;
		frame.writeBigUInt64BE(BigInt(length), 2);
	}
	frame.write(payload, headerLength, 'utf8');
	return frame;
}
