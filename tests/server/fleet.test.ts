import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import type { ScreenFacts } from '#lib/domain/screen.ts';
import { Fleet } from '#server/sockets/fleet.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FACTS = { width: 1920, height: 1080, ratio: 1, build: 'b', sound: true, browser: 'Chromium' };

it('what a screen runs on is written down when it is said again, if it could not be at first', async () => {
	const written: ScreenFacts[] = [];
	let away = true;
	const fleet = new Fleet(
		{
			came: () => Promise.resolve(),
			async reported(_id, facts) {
				if (away) throw new DomainError('unavailable');
				written.push(facts);
			}
		},
		() => Date.now()
	);
	await fleet.join(1, 'socket');
	const say = () => fleet.hear(1, { facts: FACTS, lag: 0, uptimeMs: 0 });
	await expect(say()).rejects.toThrow();
	away = false;
	vi.advanceTimersByTime(15_000);
	await say();
	vi.advanceTimersByTime(15_000);
	await say();
	expect(written).toEqual([FACTS]);
});
