import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'socket.io';

/** What engine.io makes to answer an upgrade; a listener on the TCP socket keeps it for good. */
interface UpgradeResponse {
	req: IncomingMessage | null;
}

/** Where a request keeps its response until `trimConnection`; a WeakMap would burden the collector. */
const RESPONSE = Symbol('response');

type UpgradeRequest = IncomingMessage & { [RESPONSE]?: UpgradeResponse };

/** Remembers each handshake's response. Call once, right after `new Server`. */
export function prepareTrimming(io: Server): void {
	io.engine.use((req: UpgradeRequest, res: UpgradeResponse, next: () => void) => {
		req[RESPONSE] = res;
		next();
	});
}

/**
 * Lets go of the handshake's request: headers, cookies, parser state, a third of an idle socket's
 * memory. Call it at the end of the connection handler; after it `socket.request` is gone and
 * `socket.handshake` holds only address and time. Nothing in engine.io or socket.io reads either
 * on a websocket that is open, nor when it closes.
 */
export function trimConnection(socket: Socket): void {
	const request: UpgradeRequest | null = socket.conn.request;
	if (request !== null) {
		const response = request[RESPONSE];
		if (response !== undefined) response.req = null;
		Reflect.set(socket.conn, 'request', null);
	}
	socket.conn.transport.removeAllListeners('headers');
	Object.assign(socket.handshake, NO_HANDSHAKE);
}

const NO_HANDSHAKE: Pick<Socket['handshake'], 'headers' | 'url' | 'query' | 'auth'> = Object.freeze(
	{
		headers: Object.freeze({}),
		url: '',
		query: Object.freeze({}),
		auth: Object.freeze({})
	}
);
