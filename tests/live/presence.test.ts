import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Looking } from '#lib/domain/presence.ts';
import { PresenceFeed } from '#lib/live/presence.svelte.ts';

const MINUTE = 60_000;
let said: Looking[];
let presence: PresenceFeed;

beforeEach(() => {
	vi.useFakeTimers();
	said = [];
	presence = new PresenceFeed((looking) => said.push(looking));
});
afterEach(() => void vi.useRealTimers());

it('a page says now and then what it shows, for a server that could not tell at first', () => {
	const stop = presence.look('BC-1');
	expect(said).toHaveLength(1);
	vi.advanceTimersByTime(MINUTE);
	expect(said).toHaveLength(4);
	expect(new Set(said.map(({ ticket }) => ticket))).toEqual(new Set(['BC-1']));
	stop();
	said.length = 0;
	vi.advanceTimersByTime(MINUTE);
	expect(said).toEqual([]);
});

it('a page that has gone on to another ticket speaks of that one alone', () => {
	const stop = presence.look('BC-1');
	presence.look('BC-2');
	stop();
	said.length = 0;
	vi.advanceTimersByTime(MINUTE);
	expect(said.map(({ ticket }) => ticket)).toEqual(['BC-2', 'BC-2', 'BC-2']);
});
