import { afterEach, beforeEach, expect, it, vi } from 'vitest';

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

it('a page waits no longer than that when the clock was set back meanwhile', async () => {
	await reloadPage();
	await vi.advanceTimersByTimeAsync(0);
	vi.setSystemTime(Date.now() - 3_600 * SECOND);
	await reloadPage();
	await vi.advanceTimersByTimeAsync(20 * SECOND);
	expect(loads).toBe(2);
});
