import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import { Turns } from '#server/database/turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const PATIENCE = { stuck: 2_500, longest: 10_000 };

it('a writer waits out a crowd as long as it moves, in the order of coming', async () => {
	const turns = new Turns(1, PATIENCE);
	const done: number[] = [];
	const crowd = Array.from({ length: 9 }, (_, index) =>
		turns.take(async () => {
			await after(1_000);
			done.push(index);
		})
	);
	await vi.advanceTimersByTimeAsync(9_000);
	await Promise.all(crowd);
	expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

it('whoever waits on a database that answers nobody is told so soon', async () => {
	const turns = new Turns(1, PATIENCE);
	const inVain = async () => {
		await after(1_250);
		throw new DomainError('unavailable', { retryAfter: 2 });
	};
	const refused = Promise.allSettled(Array.from({ length: 5 }, () => turns.take(inVain)));
	await vi.advanceTimersByTimeAsync(2_500 + 1_250);
	expect((await refused).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
	const late = turns.take(() => Promise.resolve('written'));
	expect(await late, 'and the turn is free again').toBe('written');
});

it('nobody waits longer than ten seconds, however much gets done', async () => {
	const turns = new Turns(1, PATIENCE);
	const crowd = Array.from({ length: 12 }, () => turns.take(() => after(1_000)));
	const outcome = Promise.allSettled(crowd);
	await vi.advanceTimersByTimeAsync(10_001);
	const statuses = (await outcome).map(({ status }) => status);
	expect(statuses.filter((status) => status === 'rejected')).toHaveLength(2);
	expect(statuses.slice(0, 10)).not.toContain('rejected');
});
