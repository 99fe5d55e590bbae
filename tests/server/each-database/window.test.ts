import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import type { LiveState } from '#lib/domain/live.ts';
import { byUrgency, WINDOW_LOW, WINDOW_SIZE } from '#lib/domain/urgency.ts';
import { applyChanges } from '#lib/domain/window.ts';
import { presentAll } from '#server/presenters/present.ts';
import { HOUR } from '../../support/clock.ts';
import { overTheWire } from '../../support/law.ts';
import { RandomWork } from '../../support/random-work.ts';
import { createWorld, type World } from '../../support/world.ts';

const AUDIENCES: Audience[] = ['public', 'staff'];
let world: World;
let work: RandomWork;

beforeAll(async () => {
	world = await createWorld();
	work = await RandomWork.begin(world, { seed: 7, crowd: 620 });
	await work.fill(640);
	for (let round = 0; round < 20; round++) await Promise.all(stepsOf(20));
	await world.pass(HOUR);
}, 120_000);
afterAll(() => world.close());

const stepsOf = (count: number) => Array.from({ length: count }, () => work.step());

it('the database and the browser sort a window alike', async () => {
	const { tickets } = (await world.snapshot('staff')).state;
	expect(tickets).toHaveLength(WINDOW_SIZE);
	expect([...tickets].sort(byUrgency)).toEqual(tickets);
});

it('a cut window stays the front of the whole list, and all else stays equal', async () => {
	const states = new Map<Audience, LiveState>();
	let seq = 0;
	for (const audience of AUDIENCES) {
		const snapshot = await world.snapshot(audience);
		states.set(audience, snapshot.state);
		seq = snapshot.seq;
	}
	let smallest = WINDOW_SIZE;
	for (let round = 0; round < 60; round++) {
		await Promise.all(stepsOf(15));
		if (round % 10 === 0) await world.pass(HOUR);
		const events = await world.events(seq);
		seq = events.at(-1)?.seq ?? seq;
		for (const audience of AUDIENCES) {
			const before = states.get(audience);
			if (!before) throw new Error('no state');
			const { state, low } = applyChanges(before, overTheWire(presentAll(events, audience)));
			const fresh = (await world.snapshot(audience)).state;
			expect(state.tickets).toEqual(fresh.tickets.slice(0, state.tickets.length));
			expect({ ...state, tickets: [] }).toEqual({ ...fresh, tickets: [] });
			expect(low).toBe(state.tickets.length < WINDOW_LOW);
			smallest = Math.min(smallest, state.tickets.length);
			// The client's rule: a window that runs low takes a new snapshot.
			states.set(audience, low ? fresh : state);
		}
	}
	expect(smallest).toBeLessThan(WINDOW_SIZE);
}, 120_000);
