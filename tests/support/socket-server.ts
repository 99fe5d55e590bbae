import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Namespace, type Socket } from 'socket.io';
import { io as connect, type Socket as ClientSocket } from 'socket.io-client';
import {
	createPreparedFrameAdapter,
	fanOutOf,
	type FanOutReport,
	type PreparedFrameAdapter,
	type PreparedFrameOptions
} from '#server/sockets/prepared-frame-adapter.ts';

/** A socket.io server on a free port, with the portal's adapter unless told otherwise. */
export interface SocketServer {
	readonly io: Server;
	readonly main: Namespace;
	readonly port: number;
	readonly reports: readonly FanOutReport[];
	fanOut(): PreparedFrameAdapter;
	/** A client that is connected, and the server's end of it. */
	join(): Promise<{ client: ClientSocket; socket: Socket }>;
	stop(): Promise<void>;
}

export async function startSocketServer(
	options: PreparedFrameOptions & { stock?: boolean } = {}
): Promise<SocketServer> {
	const reports: FanOutReport[] = [];
	const http = createServer();
	const adapter = createPreparedFrameAdapter({
		...options,
		onFanOut: (report) => reports.push(report)
	});
	const io = new Server(http, {
		transports: ['websocket'],
		serveClient: false,
		perMessageDeflate: false,
		...(options.stock ? {} : { adapter })
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const { port } = http.address() as AddressInfo;
	const clients: ClientSocket[] = [];
	const main = io.of('/');
	return {
		io,
		main,
		port,
		reports,
		fanOut: () => fanOutOf(main),
		async join() {
			const client = connect(`http://127.0.0.1:${port}`, {
				transports: ['websocket'],
				forceNew: true,
				reconnectionDelay: 20,
				reconnectionDelayMax: 50
			});
			clients.push(client);
			await new Promise<void>((resolve) => client.on('connect', resolve));
			const socket = await serverEnd(main, client);
			return { client, socket };
		},
		async stop() {
			for (const client of clients) client.disconnect();
			await io.close();
		}
	};
}

async function serverEnd(main: Namespace, client: ClientSocket): Promise<Socket> {
	const socket = main.sockets.get(client.id ?? '');
	if (socket !== undefined) return socket;
	throw new Error(`the server does not know ${client.id ?? 'a client without an id'}`);
}
