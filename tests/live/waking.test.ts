import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Live } from '#lib/live/live.svelte.ts';
import type { TransportEvents } from '#lib/live/transport.ts';
import { snapshot, stateOf, ticket } from './scripted-transport.ts';

const link = vi.hoisted(() => ({
	events: null as TransportEvents | null,
	reconnects: 0,
	drops: 0
}));

vi.mock('#lib/live/socket.ts', () => ({
	openSocket: (events: TransportEvents) => {
		link.events = events;
		return {
			reconnectNow: () => void (link.reconnects += 1),
			drop: () => void (link.drops += 1),
			look: () => undefined,
			report: () => undefined,
			close: () => undefined
		};
	}
}));

const SECOND = 1_000;
const page = Object.assign(new EventTarget(), {
	visibilityState: 'visible',
	hidden: false,
	querySelector: () => null
});
const browser = new EventTarget();
let stop: () => void;

beforeEach(async () => {
	Object.assign(link, { events: null, reconnects: 0, drops: 0 });
	vi.useFakeTimers();
	vi.stubGlobal('window', browser);
	vi.stubGlobal('document', page);
	page.visibilityState = 'visible';
	const live = new Live({ now: Date.now(), timeZone: 'UTC', build: 'b1' });
	live.adopt(snapshot(10, stateOf([ticket(1)])));
	stop = live.start({ ownZone: false, policy: () => 'when_asked' });
	await vi.dynamicImportSettled();
	link.events?.hello({
		epoch: 'one',
		seq: 10,
		now: new Date().toISOString(),
		build: 'b1',
		audience: 'public'
	});
});
afterEach(() => {
	stop();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** Time passes, and the stream has been silent for just so long that it may be dead. */
const silence = () => vi.advanceTimersByTime(8 * SECOND);

describe('a page that only listens', () => {
	it('comes back at once when the network does', () => {
		silence();
		expect(link.reconnects).toBe(0);
		browser.dispatchEvent(new Event('online'));
		expect(link.reconnects).toBe(1);
	});

	it('comes back at once when it is looked at again, and not when it is looked away from', () => {
		silence();
		page.visibilityState = 'hidden';
		page.dispatchEvent(new Event('visibilitychange'));
		expect(link.reconnects).toBe(0);
		page.visibilityState = 'visible';
		page.dispatchEvent(new Event('visibilitychange'));
		expect(link.reconnects).toBe(1);
	});

	it('comes back at once when its machine has slept: the clock went on and its timer did not', () => {
		vi.setSystemTime(Date.now() + 3_600 * SECOND);
		vi.advanceTimersByTime(SECOND);
		expect(link.reconnects).toBe(1);
		vi.advanceTimersByTime(SECOND);
		expect(link.reconnects).toBe(1);
	});

	it('gives up a link by itself that has gone silent', () => {
		vi.advanceTimersByTime(11 * SECOND);
		expect(link.drops).toBe(0);
		vi.advanceTimersByTime(2 * SECOND);
		expect(link.drops).toBe(1);
	});

	it('is left in peace while it hears something', () => {
		for (let beat = 0; beat < 10; beat += 1) {
			vi.advanceTimersByTime(5 * SECOND);
			link.events?.pulse(10);
			browser.dispatchEvent(new Event('online'));
		}
		expect([link.reconnects, link.drops]).toEqual([0, 0]);
	});
});
