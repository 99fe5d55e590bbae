import { describe, expect, it } from 'vitest';
import { IDENTIFY_MS } from '#lib/domain/screen.ts';
import { UnheardNaming } from '#server/sockets/unheard-naming.ts';

describe('a screen that was away when it was to show its name', () => {
	it('is told once when it comes in time, and not when it comes too late', () => {
		let now = 1_000;
		const unheard = new UnheardNaming(() => now);
		unheard.missed(7);
		unheard.missed(8);
		now += IDENTIFY_MS - 1;
		expect(unheard.takes(7)).toBe(true);
		expect(unheard.takes(7)).toBe(false);
		now += 1;
		expect(unheard.takes(8)).toBe(false);
		expect(unheard.takes(9)).toBe(false);
	});

	it('is waited for from when it was told last', () => {
		let now = 1_000;
		const unheard = new UnheardNaming(() => now);
		unheard.missed(7);
		now += IDENTIFY_MS - 1;
		unheard.missed(7);
		// One that was told since must not throw out what is newer.
		unheard.missed(8);
		now += IDENTIFY_MS - 1;
		expect(unheard.takes(7)).toBe(true);
	});
});
