import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BuildPolicy, Live } from '#lib/live/live.svelte.ts';
import { snapshot, stateOf, ticket } from './scripted-transport.ts';

/** The portal: it has sent its document, and perhaps not the part that holds the socket. */
const portal = { hasPart: false, answers: true, opened: 0 };

function partOfPage() {
	if (!portal.hasPart) throw new Error('404');
	return {
		openSocket: () => {
			portal.opened += 1;
			return { close: () => undefined, drop: () => undefined };
		}
	};
}

const SECOND = 1_000;
const kept = new Map<string, string>();
let loads: number;
let live: Live;
let stop: () => void = () => undefined;
let typing: boolean;
/** Forms of the page. */
const forms: object[] = [];

beforeEach(() => {
	Object.assign(portal, { hasPart: false, answers: true, opened: 0 });
	kept.clear();
	loads = 0;
	typing = false;
	forms.length = 0;
});
afterEach(leavePage);

function leavePage(): void {
	stop();
	stop = () => undefined;
	vi.useRealTimers();
	vi.unstubAllGlobals();
}

/** Loads the page: what it remembers is what the browser keeps for it, and its life begins anew. */
async function openPage(policy: BuildPolicy): Promise<void> {
	vi.useFakeTimers();
	vi.stubGlobal('window', new EventTarget());
	vi.stubGlobal(
		'document',
		Object.assign(new EventTarget(), {
			visibilityState: 'visible',
			hidden: false,
			forms,
			querySelector: () => (typing ? {} : null)
		})
	);
	vi.stubGlobal('location', { href: 'https://portal.example/wall', reload: () => (loads += 1) });
	vi.stubGlobal('sessionStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value)
	});
	vi.stubGlobal('fetch', async () => ({ status: portal.answers ? 200 : 503 }));
	vi.resetModules();
	vi.doMock('#lib/live/socket.ts', partOfPage);
	const { Live } = await import('#lib/live/live.svelte.ts');
	live = new Live({ now: Date.now(), timeZone: 'UTC', build: 'b1' });
	live.adopt(snapshot(10, stateOf([ticket(1)])));
	stop = live.start({ ownZone: false, policy: () => policy });
	await vi.dynamicImportSettled();
}

/** A form that says of itself that something stands in it. */
const writtenForm = (method: 'post' | 'get') => ({
	method,
	matches: () => true,
	querySelector: () => null
});

async function pass(seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second += 1) {
		await vi.advanceTimersByTimeAsync(SECOND);
		await vi.dynamicImportSettled();
	}
}

/** How long the page lives before it loads itself anew, in seconds; null when it outlives these. */
async function lifeOf(policy: BuildPolicy, within: number): Promise<number | null> {
	await openPage(policy);
	const before = loads;
	let lived = 0;
	for (; loads === before && lived < within; lived += 1) await pass(1);
	leavePage();
	return loads === before ? null : lived;
}

it('a page that never gets its stream says within ten seconds that its data stand still', async () => {
	await openPage('when_asked');
	expect(live.feed.link(live.clock.ticked)).toBe('waiting');
	await pass(10);
	expect(live.feed.link(live.clock.ticked)).toBe('late');
	expect(live.incomplete).toBe(true);
});

it('the stream begins as soon as the portal has the part again', async () => {
	await openPage('when_asked');
	await pass(120);
	portal.hasPart = true;
	await pass(30);
	expect([portal.opened, live.incomplete, loads]).toEqual([1, false, 0]);
});

it('a wall is loaded anew until it is whole, and waits twice as long after each time in vain', async () => {
	const lives: (number | null)[] = [];
	for (let page = 0; page < 7; page += 1) lives.push(await lifeOf('at_once', 700));
	for (const [page, least] of [20, 40, 80, 160, 320, 600, 600].entries()) {
		expect(lives[page]).toBeGreaterThanOrEqual(least);
		expect(lives[page]).toBeLessThanOrEqual(least + 6);
	}

	portal.hasPart = true;
	expect(await lifeOf('at_once', 60)).toBeNull();
	portal.hasPart = false;
	expect(await lifeOf('at_once', 30)).not.toBeNull();
});

it('no page is loaded anew while the portal is away', async () => {
	portal.answers = false;
	await openPage('at_once');
	await pass(120);
	expect(loads).toBe(0);
	portal.answers = true;
	await pass(12);
	expect(loads).toBe(1);
});

it('nobody loses what they are writing', async () => {
	expect(await lifeOf('when_asked', 300)).toBeNull();
	typing = true;
	expect(await lifeOf('when_idle', 300)).toBeNull();
	typing = false;
	expect(await lifeOf('when_idle', 300)).not.toBeNull();
});

it('what stands in a form keeps its page, whether somebody looks at it or not', async () => {
	await openPage('when_idle');
	Object.assign(document, { hidden: true });
	forms[0] = writtenForm('post');
	await pass(300);
	expect([loads, live.heldBack]).toEqual([0, true]);
	// A search holds nothing that could not be asked for again.
	forms[0] = writtenForm('get');
	await pass(20);
	expect(loads).toBe(1);
});

it('a wall is never kept by a form', async () => {
	forms[0] = writtenForm('post');
	expect(await lifeOf('at_once', 60)).not.toBeNull();
	expect(live.heldBack).toBe(false);
});

it('whoever begins to write while the portal is asked is not taken away from it', async () => {
	portal.answers = false;
	await openPage('when_idle');
	await pass(120);
	typing = true;
	portal.answers = true;
	await pass(120);
	expect(loads).toBe(0);
});
