import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const SECOND = 1_000;
const kept = new Map<string, string>();
let loads: number;

beforeEach(() => {
	vi.useFakeTimers();
	kept.clear();
	loads = 0;
	vi.stubGlobal('location', { href: 'https://portal.example/', reload: () => (loads += 1) });
	vi.stubGlobal('sessionStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value)
	});
	vi.stubGlobal('fetch', async () => ({ status: 200 }));
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** A page that is loaded, and at once wants to be loaded anew. */
async function reloadPage(): Promise<void> {
	vi.resetModules();
	const page = await import('#lib/live/reload.ts');
	page.reloadPage();
}

it('a page is loaded anew at once, and the next one not before twenty seconds have passed', async () => {
	await reloadPage();
	await vi.advanceTimersByTimeAsync(0);
	expect(loads).toBe(1);
	await reloadPage();
	await vi.advanceTimersByTimeAsync(19 * SECOND);
	expect(loads).toBe(1);
	await vi.advanceTimersByTimeAsync(SECOND);
	expect(loads).toBe(2);
});

describe('a wall that hears of another build', () => {
	interface Served {
		readonly page: string;
		readonly stream: string;
	}

	/** In which minutes of an hour it is loaded; the first pages come as told, and the last one again. */
	async function minutesOfLoads(...served: Served[]): Promise<number[]> {
		const begun = Date.now();
		const minutes: number[] = [];
		for (;;) {
			const { page, stream } = served[Math.min(loads, served.length - 1)] ?? {
				page: '',
				stream: ''
			};
			const life = Date.now();
			const before = loads;
			vi.stubGlobal('performance', { now: () => Date.now() - life });
			vi.resetModules();
			const { reloadForBuild } = await import('#lib/live/reload.ts');
			while (loads === before) {
				if (Date.now() - begun > 65 * 60 * SECOND) return minutes;
				if (stream !== page) reloadForBuild(stream);
				await vi.advanceTimersByTimeAsync(SECOND);
			}
			minutes.push(Math.floor((Date.now() - begun) / 60 / SECOND));
		}
	}

	it('is loaded for it at once, and then stays as it is', async () => {
		expect(
			await minutesOfLoads({ page: 'old', stream: 'new' }, { page: 'new', stream: 'new' })
		).toEqual([0]);
	});

	it('tries again every ten minutes while it is given the old one once more', async () => {
		const rolling = { page: 'old', stream: 'new' };
		expect(await minutesOfLoads(rolling, rolling, rolling, { page: 'new', stream: 'new' })).toEqual(
			[0, 10, 20]
		);
	});

	it('does not run from one to the other while page and stream come from different nodes', async () => {
		const there = { page: 'old', stream: 'new' };
		const back = { page: 'new', stream: 'old' };
		expect(await minutesOfLoads(there, back, there, back, there, back)).toEqual([
			0, 0, 10, 20, 30, 40, 50, 60
		]);
	});

	it('tries slowly from the first when nothing can be remembered', async () => {
		vi.stubGlobal('sessionStorage', undefined);
		expect(await minutesOfLoads({ page: 'old', stream: 'new' })).toEqual([10, 20, 30, 40, 50, 60]);
	});
});

it('whoever begins to write before the server has answered keeps the page until it is kept', async () => {
	vi.resetModules();
	const page = await import('#lib/live/reload.ts');
	let written = false;
	vi.stubGlobal('fetch', async () => {
		written = true;
		return { status: 200 };
	});
	page.reloadForBuild('new', () => !written);
	await vi.advanceTimersByTimeAsync(60 * SECOND);
	expect(loads).toBe(0);
	vi.stubGlobal('fetch', async () => ({ status: 200 }));
	written = false;
	await vi.advanceTimersByTimeAsync(6 * SECOND);
	expect(loads).toBe(1);
});

it('who we are is asked at once, though a new build waits for what is written', async () => {
	vi.resetModules();
	const page = await import('#lib/live/reload.ts');
	page.reloadForBuild('new', () => false);
	await vi.advanceTimersByTimeAsync(30 * SECOND);
	page.reloadPage();
	await vi.advanceTimersByTimeAsync(6 * SECOND);
	expect(loads).toBe(1);
});

it('a page waits no longer than that when the clock was set back meanwhile', async () => {
	await reloadPage();
	await vi.advanceTimersByTimeAsync(0);
	vi.setSystemTime(Date.now() - 3_600 * SECOND);
	await reloadPage();
	await vi.advanceTimersByTimeAsync(20 * SECOND);
	expect(loads).toBe(2);
});
