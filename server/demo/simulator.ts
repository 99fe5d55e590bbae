import { setTimeout as delay } from 'node:timers/promises';
import { isDomainError } from '#lib/domain/errors.ts';
import type { Queries } from '../portal.ts';
import { Cast } from './cast.ts';
import { Desk, type PlayedCommands } from './desk.ts';
import { Duty } from './duty.ts';
import { OfficeHours } from './office-hours.ts';
import { between, type Random } from './random.ts';

export interface SimulatorOptions {
	readonly commands: PlayedCommands;
	readonly queries: Pick<Queries, 'live' | 'staff' | 'clients'>;
	readonly now: () => number;
	readonly random?: Random;
	/** Least and most time between two changes. */
	readonly intervalMs?: readonly [number, number];
	readonly timeZone?: string;
	/** Waits; rejects when the signal fires. */
	readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
	/** Told of what went wrong, refusals excepted: those are part of the work. */
	readonly failed?: (error: unknown) => void;
}

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** How often to look whether the demo company is there, when it is not. */
const COMPANY_MS = 60_000;
const CAST_MS = 10 * 60_000;

/**
 * Plays the demo company: works queue and incidents by the commands people use, one thing at a
 * time, and goes on whatever is refused or breaks down.
 */
export function startSimulator(options: SimulatorOptions): { stop(): Promise<void> } {
	const {
		commands,
		queries,
		now,
		random = Math.random,
		intervalMs = [1_500, 4_000],
		timeZone = 'Europe/Moscow',
		sleep = (ms, signal) => delay(ms, undefined, { signal }),
		failed = () => undefined
	} = options;
	const stopped = new AbortController();
	const { signal } = stopped;
	const hours = new OfficeHours(timeZone);
	let cast: Cast | null = null;
	let assembledAt = Number.NEGATIVE_INFINITY;
	const place = {
		commands,
		random,
		hours,
		now,
		get cast(): Cast {
			if (cast === null) throw new Error('the demo company is not there');
			return cast;
		}
	};
	const desk = new Desk(place);
	const duty = new Duty(place);
	let failures = 0;

	/** Does one thing and says how long to rest after it. */
	async function act(): Promise<number> {
		if (cast === null || now() - assembledAt > CAST_MS) {
			// Anew from time to time: somebody may have been blocked or have got another role.
			cast = await Cast.assemble(commands, queries);
			assembledAt = now();
			if (cast === null) return COMPANY_MS;
		}
		const { state } = await queries.live('staff');
		if (!(await duty.work(state))) await desk.work(state);
		return between(random, ...intervalMs);
	}

	async function actSafely(): Promise<number> {
		try {
			const rest = await act();
			failures = 0;
			return rest;
		} catch (error) {
			// Somebody was quicker, or the ticket has gone another way: look again.
			if (isDomainError(error) && error.code !== 'unavailable')
				return between(random, ...intervalMs);
			failed(error);
			failures += 1;
			return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
		}
	}

	async function run(): Promise<void> {
		let rest = between(random, ...intervalMs);
		while (!signal.aborted) {
			try {
				await sleep(rest, signal);
			} catch {
				return;
			}
			rest = await actSafely();
		}
	}

	const running = run();
	return {
		stop() {
			stopped.abort();
			return running;
		}
	};
}
