import { connect, type Socket } from 'node:net';
import { FrameReader, shortFrame, textFrame } from './frames.ts';

/** Which server a screen talks to: both get the same bytes the same way. */
export type Protocol = 'socket.io' | 'bare';

const HEADERS_END = '\r\n\r\n';
const ENGINE_OPEN = 0x30;
const ENGINE_PING = 0x32;
const ENGINE_MESSAGE = 0x34;
const PACKET_EVENT = 0x32;
const CONNECT = shortFrame('40');
/** Comes back from another life of the server: cannot be resumed, wants all there is. */
const CONNECT_AGAIN = shortFrame('40{"epoch":"gone","after":1,"snapshot":true}');
const PONG = shortFrame('3');

/** One shared read buffer for all screens of the process. */
const reading = Buffer.allocUnsafeSlow(256 * 1024);

export interface ScreenEvents {
	/** A socket.io event or, of the bare server, any text. Bytes are valid during the call only. */
	message(screen: Screen, bytes: Buffer, from: number, to: number): void;
	closed(screen: Screen): void;
	upgraded?(): void;
	/** Connects as one that needs a new snapshot. */
	readonly again?: boolean;
	/** What it shows at the handshake, as JSON; asked for when its turn has come. */
	readonly auth?: () => string;
}

/** A wallboard as the server sees it: a socket that listens and answers heartbeats. */
export class Screen {
	readonly #tcp: Socket;

	constructor(port: number, protocol: Protocol, events: ScreenEvents) {
		let head = '';
		let upgraded = false;
		const onText = (bytes: Buffer, from: number, to: number): void => {
			if (protocol === 'bare') return events.message(this, bytes, from, to);
			const type = bytes[from];
			if (type === ENGINE_MESSAGE) {
				if (bytes[from + 1] === PACKET_EVENT) events.message(this, bytes, from, to);
			} else if (type === ENGINE_PING) this.#tcp.write(PONG);
			else if (type === ENGINE_OPEN) this.#tcp.write(connectFrame(events));
		};
		const frames = new FrameReader(onText, () => this.#tcp.destroy());
		this.#tcp = connect({
			port,
			host: '127.0.0.1',
			noDelay: true,
			onread: {
				buffer: reading,
				callback: (length, buffer) => {
					let chunk = Buffer.from(buffer.buffer, buffer.byteOffset, length);
					if (!upgraded) {
						head += chunk.toString('latin1');
						const end = head.indexOf(HEADERS_END);
						if (end < 0) return true;
						if (!head.startsWith('HTTP/1.1 101')) throw new Error(head.slice(0, end));
						chunk = Buffer.from(head.slice(end + HEADERS_END.length), 'latin1');
						head = '';
						upgraded = true;
						events.upgraded?.();
					}
					frames.read(chunk);
					return true;
				}
			}
		});
		this.#tcp.on('error', () => this.#tcp.destroy());
		this.#tcp.once('close', () => events.closed(this));
		const path = protocol === 'bare' ? '/' : '/socket.io/?EIO=4&transport=websocket';
		this.#tcp.write(
			`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\n` +
				'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
				`Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==${HEADERS_END}`
		);
	}

	close(): void {
		this.#tcp.destroy();
	}
}

function connectFrame({ auth, again }: ScreenEvents): Buffer {
	if (auth) return textFrame(`40${auth()}`);
	return again ? CONNECT_AGAIN : CONNECT;
}
