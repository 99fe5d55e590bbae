import type { Page } from 'playwright-core';

/**
 * Machine code is made of whatever runs often, for a long while, and code that did not run for long
 * is thrown away; both are counted with the heap. Without either, what is left are the page's own
 * things.
 */
export const NO_MACHINE_CODE = '--js-flags=--no-sparkplug --no-maglev --no-opt --no-flush-bytecode';

/** What a page holds once everything that can be thrown away has been. */
export interface Holdings {
	readonly canvases: number;
	readonly listeners: number;
	readonly documents: number;
	readonly nodes: number;
	/** Bytes of JavaScript that are still in use. */
	readonly heap: number;
}

/** Collects the page's garbage and counts what is left. */
export async function holdingsOf(page: Page): Promise<Holdings> {
	const session = await page.context().newCDPSession(page);
	await session.send('HeapProfiler.enable');
	// What one collection sets free may hold something that the next one does.
	for (let round = 0; round < 12; round += 1) await session.send('HeapProfiler.collectGarbage');
	const { documents, nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
	const { usedSize } = await session.send('Runtime.getHeapUsage');
	await session.detach();
	const canvases = await page.locator('canvas').count();
	return { canvases, listeners: jsEventListeners, documents, nodes, heap: usedSize };
}

/** Watches requests to an address: how many there were, and how many at most at one time. */
export function watchRequests(page: Page, path: string): { count: number; most: number } {
	const seen = { count: 0, most: 0 };
	let underWay = 0;
	page.on('request', (request) => {
		if (new URL(request.url()).pathname !== path) return;
		seen.count += 1;
		underWay += 1;
		seen.most = Math.max(seen.most, underWay);
	});
	const over = (request: { url(): string }) => {
		if (new URL(request.url()).pathname === path) underWay -= 1;
	};
	page.on('requestfinished', over);
	page.on('requestfailed', over);
	return seen;
}

/** Counts the tickets' changes that come in by the page's socket. */
export function countUpdates(page: Page): { readonly count: number } {
	const seen = { count: 0 };
	page.on('websocket', (socket) =>
		socket.on('framereceived', ({ payload }) => {
			if (typeof payload === 'string')
				seen.count += payload.match(/"op":"put","kind":"ticket"/g)?.length ?? 0;
		})
	);
	return seen;
}
