import { expect, it } from 'vitest';
import type { Batch, Change } from '#lib/domain/live.ts';
import { RecentBatches } from '#lib/live/recent.ts';

const batch = (after: number, seq: number, changes = 1): Batch => ({
	epoch: 'e',
	after,
	seq,
	changes: Array.from({ length: changes }, (): Change => ({
		op: 'drop',
		kind: 'ticket',
		id: `BC-${seq}`
	}))
});

it('what one client alone was told is not forgotten behind what all were told', () => {
	const recent = new RecentBatches();
	recent.begin(10);
	recent.add(batch(10, 11));
	recent.add(batch(10, 12));
	expect(recent.since(10)?.map(({ seq }) => seq)).toEqual([11, 12]);
	recent.add(batch(12, 13, 599));
	expect(recent.since(10)).toBeNull();
	expect(recent.since(11)?.map(({ seq }) => seq)).toEqual([12, 13]);
	expect(recent.since(9)).toBeNull();
});

it('what one client alone was told in a snapshot is not taken for known', () => {
	const recent = new RecentBatches();
	recent.begin(95);
	recent.add(batch(90, 100));
	expect(recent.since(92)).toBeNull();
	expect(recent.since(95)?.map(({ seq }) => seq)).toEqual([100]);
});
