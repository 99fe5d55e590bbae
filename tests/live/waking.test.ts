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
const MINUTE = 60 * SECOND;
const page = Object.assign(new EventTarget(), {
	visibilityState: 'visible',
	hidden: false,
	querySelector: () => null
});
const browser = new EventTarget();
let live: Live;
let stop: () => void;

beforeEach(async () => {
	Object.assign(link, { events: null, reconnects: 0, drops: 0 });
	vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z') });
	vi.stubGlobal('window', browser);
	vi.stubGlobal('document', page);
	page.visibilityState = 'visible';
	live = new Live({ now: Date.now(), timeZone: 'UTC', build: 'b1' });
	live.adopt(snapshot(10, stateOf([ticket(1)])));
	stop = live.start({ ownZone: false, policy: () => 'when_asked' });
	await vi.dynamicImportSettled();
	greet(10, Date.now());
});
afterEach(() => {
	stop();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** The server greets, by its own clock. */
function greet(seq: number, now: number): void {
	link.events?.hello({
		epoch: 'one',
		seq,
		now: new Date(now).toISOString(),
		build: 'b1',
		audience: 'public'
	});
}
const lamp = () => live.feed.link(live.clock.ticked);

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

describe.each([
	['ten minutes', 10 * MINUTE],
	['an hour', 60 * MINUTE],
	['a year', 365 * 24 * 60 * MINUTE]
])('a page whose clock is set back by %s', (_, jump) => {
	const setBack = () => vi.setSystemTime(Date.now() - jump);

	it('goes on saying that its data are old', () => {
		vi.advanceTimersByTime(3 * MINUTE);
		expect(lamp()).toBe('late');
		setBack();
		for (let second = 0; second < 60; second += 1) {
			vi.advanceTimersByTime(SECOND);
			expect(lamp()).toBe('late');
		}
		expect(live.feed.age(live.clock)).toBe(4 * MINUTE);
	});

	it('gives up a link that died in the same moment as soon as any other', () => {
		link.events?.pulse(10);
		setBack();
		vi.advanceTimersByTime(10 * SECOND);
		expect(lamp()).toBe('late');
		vi.advanceTimersByTime(3 * SECOND);
		expect(link.drops + link.reconnects).toBe(1);
	});

	it('still comes back at once when the network does', () => {
		silence();
		setBack();
		browser.dispatchEvent(new Event('online'));
		expect(link.reconnects).toBe(1);
	});

	it('goes on showing the time of the server, and is live while it hears something', () => {
		const before = live.clock.exact();
		setBack();
		for (let beat = 0; beat < 6; beat += 1) {
			vi.advanceTimersByTime(5 * SECOND);
			link.events?.pulse(10);
			expect(lamp()).toBe('live');
		}
		expect(live.clock.exact()).toBe(before + 30 * SECOND);
		expect([link.reconnects, link.drops]).toEqual([0, 0]);
	});
});

describe('a page whose machine has slept', () => {
	it('says at its first tick that its data are old', () => {
		vi.setSystemTime(Date.now() + 60 * MINUTE);
		vi.advanceTimersByTime(SECOND);
		expect(lamp()).toBe('late');
		expect(live.feed.age(live.clock)).toBeGreaterThanOrEqual(60 * MINUTE);
		greet(10, Date.now());
		expect(lamp()).toBe('live');
	});
});

describe('a page whose clock the server puts right', () => {
	it('says within ten seconds that it cannot catch up, though its clock was an hour ahead', async () => {
		stop();
		vi.stubGlobal('fetch', () => Promise.reject(new Error('out of reach')));
		live = new Live({ now: Date.now(), timeZone: 'UTC', build: 'b1' });
		live.adopt(snapshot(10, stateOf([ticket(1)])));
		stop = live.start({ ownZone: false, policy: () => 'when_asked' });
		await vi.dynamicImportSettled();
		greet(7, Date.now() - 60 * MINUTE);
		await vi.advanceTimersByTimeAsync(10 * SECOND);
		expect(lamp()).toBe('late');
	});
});
