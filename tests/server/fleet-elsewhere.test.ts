import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Fleet } from '#server/sockets/fleet.ts';
import { Wire } from '../support/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LOOK_MS = 5_000;
const FACTS = {
	width: 1920,
	height: 1080,
	ratio: 1,
	build: 'test',
	sound: true,
	browser: 'Chromium'
};
const noMarks = { came: () => Promise.resolve(), reported: () => Promise.resolve() };

function node(wire: Wire): Fleet {
	return new Fleet(noMarks, () => Date.now(), wire.whispers());
}

async function hang(fleet: Fleet, id: number, uptimeMs = 60_000): Promise<void> {
	await fleet.join(id, `socket ${id}`);
	await fleet.hear(id, { facts: FACTS, lag: id, uptimeMs });
}

/** As a page that stays open: it looks again and again. */
function look(fleet: Fleet): Record<number, number> {
	fleet.vitals();
	vi.advanceTimersByTime(LOOK_MS);
	return Object.fromEntries(fleet.vitals().map(({ id, lag }) => [id, lag]));
}

it('whoever looks through one node sees how the screens of the others fare', async () => {
	const wire = new Wire();
	const [here, there, third] = [node(wire), node(wire), node(wire)];
	await hang(here, 1);
	await hang(there, 2);
	for (let id = 100; id < 400; id += 1) await hang(third, id);
	const seen = look(here);
	expect(Object.keys(seen)).toHaveLength(302);
	expect(seen).toMatchObject({ 1: 1, 2: 2, 100: 100, 399: 399 });
	expect(Math.max(...wire.told.map((text) => Buffer.byteLength(text)))).toBeLessThan(7_900);
});

it('a screen that came over from another node is told of once, as it fares here', async () => {
	const wire = new Wire();
	const [here, there] = [node(wire), node(wire)];
	await hang(there, 7, 90_000);
	look(here);
	there.leave(7, 'socket 7');
	await hang(here, 7, 1_000);
	expect(here.vitals().map(({ id, uptimeMs }) => [id, uptimeMs])).toEqual([[7, 1_000]]);
});

it('what is told no more is forgotten: of a screen that went, and of a node that was killed', async () => {
	const wire = new Wire();
	const [here, there] = [node(wire), node(wire)];
	await hang(there, 2);
	expect(look(here)).toEqual({ 2: 2 });
	there.leave(2, 'socket 2');
	for (let at = 0; at < 5; at += 1) look(here);
	expect(look(here)).toEqual({});

	await hang(there, 3);
	expect(look(here)).toEqual({ 3: 3 });
	wire.cut = true;
	for (let at = 0; at < 5; at += 1) look(here);
	expect(look(here)).toEqual({});
});

it('a screen that came back on another node is not told of by the one with its dead socket', async () => {
	const wire = new Wire();
	const [here, old, third] = [node(wire), node(wire), node(wire)];
	await hang(old, 7, 90_000);
	vi.advanceTimersByTime(1_000);
	await hang(here, 7, 1_000);
	for (const one of [here, old, third]) {
		one.vitals();
		vi.advanceTimersByTime(LOOK_MS);
		expect(one.vitals().map(({ id, uptimeMs }) => [id, uptimeMs])).toEqual([[7, 1_000]]);
	}
});

it('a node that was stopped neither hears nor tells', async () => {
	const wire = new Wire();
	const [here, there] = [node(wire), node(wire)];
	await hang(there, 2);
	there.stop();
	expect(look(here)).toEqual({});
});

it('nobody tells while nobody looks, and however many look, the nodes are asked seldom', async () => {
	const wire = new Wire();
	const [here, there] = [node(wire), node(wire)];
	await hang(there, 2);
	vi.advanceTimersByTime(60_000);
	expect(wire.told).toEqual([]);
	for (let at = 0; at < 100; at += 1) for (const one of [here, there]) one.vitals();
	expect(wire.told.filter((text) => text.includes('asks'))).toHaveLength(1);
	expect(wire.told).toHaveLength(2);
});

it('what another release whispers, and what is nothing at all, does no harm', () => {
	const wire = new Wire();
	const here = node(wire);
	const { tell } = wire.whispers();
	for (const text of ['', 'x', '{}', '{"from":"a","fleet":[[1]]}', '{"from":"a","ticket":"BC-1"}'])
		tell(text);
	expect(here.vitals()).toEqual([]);
});
