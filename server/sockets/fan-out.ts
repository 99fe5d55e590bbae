import { clientOf, type Audience } from '#lib/domain/audience.ts';
import type { Batch } from '#lib/domain/live.ts';
import type { StoredEvent } from '#server/events/event.ts';
import { ownersOf, presentAll } from '#server/presenters/present.ts';

/** Rooms of the socket server. `visitors` holds the public and every client. */
export type Room = 'staff' | 'visitors' | `client:${number}`;

/** Where batches go. */
export interface Outlet {
	/** Sends one frame to everybody in the room but those in the rooms left out. */
	send(room: Room, except: readonly Room[], batch: Batch): void;
	pulse(room: Room, seq: number): void;
	isInhabited(room: Room): boolean;
	/** Resolves when all that was sent is on its way. */
	drain(): Promise<void>;
}

/** Events in one batch at most. */
const BATCH = 500;

/** Milliseconds of silence after which a pulse tells that nothing was missed. */
export const PULSE_MS = 5_000;

/** Prepared batches for those who come back at the same cursor. */
const KEPT_BATCHES = 200;

/** The room whose ordinary batches an audience gets. */
export function roomOf(audience: Audience): 'staff' | 'visitors' {
	return audience === 'staff' ? 'staff' : 'visitors';
}

/**
 * Turns events into batches: one for staff, one for all visitors, and one of its own for each
 * client whose ticket is among them. While a batch is still being sent the next events wait
 * and share a batch, which costs no more than a batch for one of them.
 */
export class FanOut {
	readonly #outlet: Outlet;
	readonly #epoch: () => string;
	readonly #sent = { staff: 0, visitors: 0 };
	readonly #spokeAt = { staff: 0, visitors: 0 };
	#seq = 0;
	#pending: StoredEvent[] = [];
	#pumping = false;
	#pumped: Promise<void> = Promise.resolve();
	#missed = new Map<string, Batch>();
	#awaiting: { readonly seq: number; readonly resolve: () => void }[] = [];

	constructor(outlet: Outlet, epoch: () => string) {
		this.#outlet = outlet;
		this.#epoch = epoch;
	}

	/** Number of the last event that went into a batch. */
	get seq(): number {
		return this.#seq;
	}

	/** Number of the last event that an audience was sent a batch for. */
	sentTo(audience: Audience): number {
		return this.#sent[roomOf(audience)];
	}

	/** Begins after this event, with nothing owed of what was before. */
	startAt(seq: number): void {
		this.#pending = [];
		this.#missed = new Map();
		this.#seq = seq;
		this.#sent.staff = seq;
		this.#sent.visitors = seq;
		// Numbers of the history before may never come.
		for (const { resolve } of this.#awaiting.splice(0)) resolve();
	}

	/** Resolves when the events up to this one have gone into batches, whatever comes meanwhile. */
	reached(seq: number): Promise<void> {
		if (this.#seq >= seq) return Promise.resolve();
		return new Promise((resolve) => this.#awaiting.push({ seq, resolve }));
	}

	/** Takes events in order. */
	push(events: readonly StoredEvent[]): void {
		this.#pending.push(...events);
		if (!this.#pumping) this.#pumped = this.#pump();
	}

	/** Resolves when everything pushed is on its way. */
	async settled(): Promise<void> {
		while (this.#pumping) await this.#pumped;
	}

	/** Tells rooms that were silent for a while how far they are; `now` in milliseconds. */
	pulse(now: number): void {
		if (this.#pumping) return;
		for (const room of ['staff', 'visitors'] as const) {
			if (now - this.#spokeAt[room] < PULSE_MS) continue;
			this.#spokeAt[room] = now;
			this.#outlet.pulse(room, this.#sent[room]);
		}
	}

	/**
	 * One batch of all that an audience missed since `after`; `events` end at `seq`. It may hold
	 * no change at all and still moves the cursor on: the next batch will begin behind it.
	 */
	missed(audience: Audience, after: number, events: readonly StoredEvent[]): Batch {
		const shared = clientOf(audience) === null || !this.#concerns(audience, events);
		const key = `${shared ? roomOf(audience) : audience} ${after}`;
		const kept = this.#missed.get(key);
		if (kept) return kept;
		const changes = presentAll(events, audience);
		const batch = { epoch: this.#epoch(), after, seq: this.#seq, changes };
		if (this.#missed.size < KEPT_BATCHES) this.#missed.set(key, batch);
		return batch;
	}

	async #pump(): Promise<void> {
		this.#pumping = true;
		try {
			while (this.#pending.length > 0) {
				const events = this.#pending.splice(0, BATCH);
				this.#seq = events.at(-1)?.seq ?? this.#seq;
				this.#missed = new Map();
				this.#emit(events);
				this.#tellWhoWaits();
				await this.#outlet.drain();
			}
		} finally {
			// In the same turn as the last question whether anything is pending: an event that came
			// right after would lie there until the next one, under pulses that say nothing was missed.
			this.#pumping = false;
		}
	}

	#tellWhoWaits(): void {
		const due = this.#awaiting.filter(({ seq }) => seq <= this.#seq);
		this.#awaiting = this.#awaiting.filter(({ seq }) => seq > this.#seq);
		for (const { resolve } of due) resolve();
	}

	#emit(events: readonly StoredEvent[]): void {
		const now = performance.now();
		const staff = presentAll(events, 'staff');
		if (staff.length > 0) {
			this.#outlet.send('staff', [], this.#batch('staff', staff));
			this.#advance('staff', now);
		}
		const owners = new Set(events.flatMap(ownersOf));
		const apart: Room[] = [];
		for (const owner of owners) {
			const room: Room = `client:${owner}`;
			if (!this.#outlet.isInhabited(room)) continue;
			apart.push(room);
			const own = presentAll(events, room);
			if (own.length > 0) this.#outlet.send(room, [], this.#batch('visitors', own));
		}
		const visible = presentAll(events, 'public');
		if (visible.length > 0) {
			this.#outlet.send('visitors', apart, this.#batch('visitors', visible));
			this.#advance('visitors', now);
		}
	}

	#batch(room: 'staff' | 'visitors', changes: Batch['changes']): Batch {
		return { epoch: this.#epoch(), after: this.#sent[room], seq: this.#seq, changes };
	}

	#advance(room: 'staff' | 'visitors', now: number): void {
		this.#sent[room] = this.#seq;
		this.#spokeAt[room] = now;
	}

	#concerns(audience: Audience, events: readonly StoredEvent[]): boolean {
		const client = clientOf(audience);
		return client !== null && events.some((event) => ownersOf(event).includes(client));
	}
}
