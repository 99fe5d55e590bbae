import { connect, createServer, type Socket } from 'node:net';

/** A cable between a browser and the portal that a test can pull out and put back. */
export interface WeakLink {
	readonly base: string;
	/** Nothing passes any more, and nobody is told: the other end just falls silent. */
	cut(): void;
	/** New connections pass again; those that were cut stay dead. */
	mend(): void;
	/** Breaks every connection there is; new ones pass. */
	snap(): void;
	close(): Promise<void>;
}

/** Listens on a free port and passes everything on to the portal. */
export async function weakLink(port: number): Promise<WeakLink> {
	const open = new Set<Socket>();
	let isCut = false;
	const server = createServer((near) => {
		open.add(near);
		near.on('error', () => near.destroy());
		near.on('close', () => open.delete(near));
		if (isCut) {
			near.pause();
			return;
		}
		const far = connect(port, '127.0.0.1');
		open.add(far);
		far.on('error', () => near.destroy());
		far.on('close', () => {
			open.delete(far);
			if (!isCut) near.destroy();
		});
		near.on('close', () => far.destroy());
		near.pipe(far);
		far.pipe(near);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return {
		base: `http://127.0.0.1:${address.port}`,
		cut() {
			isCut = true;
			for (const socket of open) {
				socket.unpipe();
				socket.pause();
			}
		},
		mend() {
			isCut = false;
			// A dead connection stays dead for the one who waits on it, until its own patience ends.
			for (const socket of open) if (socket.isPaused()) socket.resume();
		},
		snap() {
			for (const socket of open) socket.destroy();
		},
		async close() {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
