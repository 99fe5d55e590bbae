import { describe, expect, it } from 'vitest';
import type { Batch } from '#lib/domain/live.ts';
import type { StoredEvent } from '#server/events/event.ts';
import { FanOut, type Outlet } from '#server/sockets/fan-out.ts';

/** An event that everybody sees. */
function event(seq: number): StoredEvent {
	return {
		seq,
		at: 0,
		type: 'ticket.deleted',
		actorId: null,
		payload: { actor: null, ticketDeleted: `T-${seq}` }
	};
}

/** Notes the batches of staff; what is sent is on its way at once. */
function outletInto(batches: Batch[]): Outlet {
	return {
		send: (room, _except, batch) => {
			if (room === 'staff') batches.push(batch);
		},
		pulse: () => undefined,
		isInhabited: () => true,
		drain: () => Promise.resolve()
	};
}

describe('the fan-out', () => {
	// It ends some promises after its last batch; one that comes at any of them must not be left
	// lying until the next event of a quiet night.
	it.each([0, 1, 2, 3, 4, 5, 6])(
		'sends an event that comes %i promises after the one before',
		async (promises) => {
			const batches: Batch[] = [];
			const fanOut = new FanOut(outletInto(batches), () => 'epoch');
			fanOut.push([event(1)]);
			for (let waited = 0; waited < promises; waited++) await Promise.resolve();
			fanOut.push([event(2)]);
			await fanOut.settled();
			expect(batches.map(({ after, seq }) => [after, seq])).toEqual([
				[0, 1],
				[1, 2]
			]);
			expect(fanOut.seq).toBe(2);
		}
	);

	it('tells who waits for an event once it is in a batch, and not before', async () => {
		const fanOut = new FanOut(outletInto([]), () => 'epoch');
		const told: number[] = [];
		for (const seq of [1, 2]) void fanOut.reached(seq).then(() => told.push(seq));
		fanOut.push([event(1)]);
		await fanOut.settled();
		expect(told).toEqual([1]);
		fanOut.push([event(2)]);
		await fanOut.settled();
		expect(told).toEqual([1, 2]);
	});

	it('keeps nobody waiting for a number of a history that is over', async () => {
		const fanOut = new FanOut(outletInto([]), () => 'epoch');
		const waiting = fanOut.reached(50);
		fanOut.startAt(3);
		await expect(waiting).resolves.toBeUndefined();
	});
});
