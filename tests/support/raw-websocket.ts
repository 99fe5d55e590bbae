import { connect, type Socket } from 'node:net';

const HEADERS_END = '\r\n\r\n';
const TEXT = 0x81;
const PING = 0x89;

/** From this length on, it is told in two bytes of its own. */
const LONG = 126;

/** A websocket spoken by hand over TCP: it shows the very bytes, and may misbehave. */
export interface RawWebSocket {
	readonly tcp: Socket;
	/** Everything that came after the upgrade's answer. */
	received(): Buffer;
	sendText(text: string): void;
	/** Sends a ping; false when the system's buffer is full. */
	ping(payload: Buffer): boolean;
}

export async function openRawWebSocket(port: number): Promise<RawWebSocket> {
	const tcp = connect(port, '127.0.0.1');
	tcp.on('error', () => tcp.destroy());
	tcp.write(
		'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n' +
			'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
			`Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==${HEADERS_END}`
	);
	let bytes = Buffer.alloc(0);
	let upgraded = false;
	await new Promise<void>((resolve, reject) => {
		tcp.on('close', () => reject(new Error('closed before the upgrade')));
		tcp.on('data', (chunk: Buffer) => {
			bytes = Buffer.concat([bytes, chunk]);
			const end = upgraded ? -1 : bytes.indexOf(HEADERS_END);
			if (end < 0) return;
			upgraded = true;
			bytes = bytes.subarray(end + HEADERS_END.length);
			resolve();
		});
	});
	return {
		tcp,
		received: () => bytes,
		sendText: (text) => void tcp.write(clientFrame(TEXT, Buffer.from(text))),
		ping: (payload) => tcp.write(clientFrame(PING, payload))
	};
}

/** A client's frame must be masked; a mask of zeros changes nothing. */
function clientFrame(opcode: number, payload: Buffer): Buffer {
	const length =
		payload.length < LONG
			? [0x80 | payload.length]
			: [0x80 | LONG, payload.length >> 8, payload.length & 0xff];
	return Buffer.concat([Buffer.from([opcode, ...length, 0, 0, 0, 0]), payload]);
}
