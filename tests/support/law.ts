import { expect } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import type { Change, LiveState } from '#lib/domain/live.ts';
import { applyChanges } from '#lib/domain/window.ts';
import type { StoredEvent } from '#server/events/event.ts';
import { presentAll } from '#server/presenters/present.ts';
import type { World } from './world.ts';

/** What a command did, as each audience saw it. */
export interface Lawful<T> {
	readonly result: T;
	readonly events: readonly StoredEvent[];
	readonly changes: ReadonlyMap<Audience, readonly Change[]>;
	/** Audiences whose state is not what it was. */
	readonly moved: readonly Audience[];
}

/**
 * The law: old snapshot + changes = new snapshot, for each of the audiences, whether the events
 * come as one batch or one at a time.
 */
export async function lawHolds<T>(
	world: World,
	audiences: readonly Audience[],
	command: () => Promise<T>
): Promise<Lawful<T>> {
	const before = await Promise.all(audiences.map((audience) => world.snapshot(audience)));
	const seq = before[0]?.seq ?? 0;
	const result = await command();
	const events = await world.events(seq);
	const changes = new Map<Audience, Change[]>();
	const moved: Audience[] = [];
	for (const [index, audience] of audiences.entries()) {
		const old = before[index];
		if (!old) throw new Error('no snapshot');
		const fresh = await world.snapshot(audience);
		const told = overTheWire(presentAll(events, audience));
		changes.set(audience, told);
		expect(applyChanges(old.state, told).state, `${audience}, as one batch`).toEqual(fresh.state);
		expect(oneByOne(old.state, events, audience), `${audience}, one by one`).toEqual(fresh.state);
		expect(fresh.seq).toBe(events.at(-1)?.seq ?? old.seq);
		if (JSON.stringify(fresh.state) !== JSON.stringify(old.state)) moved.push(audience);
	}
	return { result, events, changes, moved };
}

function oneByOne(state: LiveState, events: readonly StoredEvent[], audience: Audience): LiveState {
	return events.reduce(
		(now, event) => applyChanges(now, overTheWire(presentAll([event], audience))).state,
		state
	);
}

/** As a client gets them: through JSON, where `undefined` does not exist. */
export function overTheWire(changes: readonly Change[]): Change[] {
	const copy: Change[] = JSON.parse(JSON.stringify(changes));
	return copy;
}
