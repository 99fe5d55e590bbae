import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can swallow everything without closing anything, as a dead router does. */
export interface SilentNetwork {
	readonly port: number;
	swallow(): void;
	carry(): void;
	close(): Promise<void>;
}

export async function silentNetwork(to: number): Promise<SilentNetwork> {
	const sockets = new Set<Socket>();
	let silent = false;
	const server = createServer((near) => {
		const far = connect(to, '127.0.0.1');
		for (const [one, other] of [
			[near, far],
			[far, near]
		] as const) {
			sockets.add(one);
			one.on('data', (chunk) => {
				if (!silent) other.write(chunk);
			});
			one.on('error', () => undefined);
			one.on('close', () => {
				sockets.delete(one);
				if (!silent) other.destroy();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const { port }: AddressInfo = address;
	return {
		port,
		swallow: () => void (silent = true),
		// What was under way is lost: whoever spoke meanwhile is out of step with the server.
		carry() {
			silent = false;
			for (const socket of sockets) socket.destroy();
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
