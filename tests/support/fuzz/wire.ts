import { connect } from 'node:net';
import type { Chance } from '../random.ts';
import { hostileBytes } from './values.ts';

/** Bytes that are no request, or two, or one that never ends. */
export function fuzzBytes(chance: Chance): Buffer {
	const host = 'Host: localhost\r\n';
	const json = 'Content-Type: application/json\r\n';
	const texts: readonly string[] = [
		'GET\r\n\r\n',
		'GET / HTTP/9.9\r\n\r\n',
		`GET  /  HTTP/1.1\r\n${host}\r\n`,
		'GET /api/v1/live HTTP/1.1\r\n\r\n',
		`GET http://[ HTTP/1.1\r\n${host}\r\n`,
		`GET //evil.example/%2e%2e HTTP/1.1\r\n${host}\r\n`,
		`GET http://evil.example/api/v1/live HTTP/1.1\r\n${host}\r\n`,
		`OPTIONS * HTTP/1.1\r\n${host}\r\n`,
		`CONNECT x:80 HTTP/1.1\r\n${host}\r\n`,
		`GET /api/v1/live HTTP/1.1\r\n${host}${host}\r\n`,
		`GET /api/v1/tickets?q=\x80\xff HTTP/1.1\r\n${host}\r\n`,
		`GET /api/v1/tickets/\u00e9\u00e8 HTTP/1.1\r\n${host}\r\n`,
		`GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`,
		`GET / HTTP/1.1\r\n${host}${'X: y\r\n'.repeat(3_000)}\r\n`,
		`POST /api/v1/token HTTP/1.1\r\n${host}${json}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}`,
		`POST /api/v1/token HTTP/1.1\r\n${host}${json}Content-Length: -1\r\n\r\n{}`,
		`POST /api/v1/token HTTP/1.1\r\n${host}${json}Content-Length: 99999999999\r\n\r\n{}`,
		`POST /api/v1/token HTTP/1.1\r\n${host}${json}Content-Length: 100\r\n\r\n{}`,
		`POST /api/v1/token HTTP/1.1\r\n${host}${json}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`,
		`POST /api/v1/token HTTP/1.1\r\n${host}${json}Transfer-Encoding: chunked\r\n\r\n5\r\nab`,
		`POST /api/v1/token HTTP/1.1\r\n${host}${json}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
		`POST /api/v1/token HTTP/1.1\r\n${host}${json}Transfer-Encoding: x, chunked\r\n\r\n0\r\n\r\n`,
		`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
		`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x\r\n\r\n`,
		`GET /x HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
		`GET /api/v1/live HTTP/1.1\r\n${host}\r\n`.repeat(20),
		`GET /api/v1/live HTTP/1.1\r\n${host}A\0B: c\r\n\r\n`,
		`GET /api/v1/live HTTP/1.1\r\n${host}A: b\r c\r\n\r\n`,
		'\r\n\r\n\r\n'
	];
	if (chance.happens(0.2)) return hostileBytes(chance);
	const bytes = Buffer.from(chance.pick(texts), 'latin1');
	if (chance.happens(0.6)) return bytes;
	// One byte is another, or the end is missing.
	const place = chance.below(bytes.length);
	if (chance.happens(0.5)) return bytes.subarray(0, place);
	bytes[place] = chance.below(256);
	return bytes;
}

/** Sends bytes, and resolves with the statuses that came back until either side had enough. */
export function sendBytes(port: number, bytes: Buffer): Promise<number[]> {
	return new Promise((resolve) => {
		let text = '';
		const tcp = connect({ port, host: '127.0.0.1' });
		// Half a request waits for its other half: longer than this nobody is interested.
		tcp.setTimeout(150, () => tcp.destroy());
		tcp.on('error', () => tcp.destroy());
		tcp.on('data', (chunk: Buffer) => {
			if (text.length < 200_000) text += chunk.toString('latin1');
		});
		tcp.once('close', () =>
			resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status)))
		);
		tcp.end(bytes);
	});
}
