import { randomUUID } from 'node:crypto';
import { isDomainError } from '#lib/domain/errors.ts';
import type { ReportFailure } from '#lib/domain/report.ts';
import { isDue, runSchedule } from '#server/commands/report-schedules.ts';
import type { ReportWork, TakenReport } from '#server/commands/report-work.ts';
import type { Database } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import { selectReportSchedules } from '#server/records/report-record.ts';
import type { Makers, Making } from '#server/reports/order.ts';

export interface ReportJobOptions {
	readonly database: Database;
	readonly execute: Execute;
	readonly work: ReportWork;
	readonly makers: Makers;
	readonly now: () => number;
	/** IANA name of the portal's zone. */
	readonly zone: string;
	readonly failed: (error: unknown) => void;
}

const LOOK_MS = 1_000;

/** How long whoever took a report may be silent: only a process that died lets it lapse. */
export const REPORT_LEASE_MS = 60_000;

/** A schedule that is put off for no longer is put off rightly. */
const SHORTEST_WAIT_MS = 86_400_000;

/** Tells so often that it still lives, whether there is anything new or not. */
const HEARTBEAT_MS = 15_000;

/** Per cent and milliseconds between two tellings of how far it is: each is an event. */
const STEP = 5;
const STEP_MS = 300;

/** A report that takes longer never ends. */
const LONGEST_MS = 10 * 60_000;

/**
 * Makes the reports that are wanted, one at a time, and wants those of schedules. A report is
 * taken by putting its due time off, in one statement: of several nodes one makes it, and when
 * that one dies another one takes it up. Times of the clock decide what is due; those of the
 * stopwatch how long things take.
 */
export function createReportJob(options: ReportJobOptions) {
	const { database, execute, work, makers, now, zone, failed } = options;
	let timer: NodeJS.Timeout | null = null;
	/** What was begun last; whatever is begun next waits for it. */
	let last: Promise<void> = Promise.resolve();
	let stopping = false;
	let making: Making | null = null;

	/**
	 * Wants what schedules are due for and makes all that waits. Whoever asks while that is under way
	 * waits for it, and for a look of its own: what it asks for may be among what is being made.
	 */
	function tick(): Promise<void> {
		const next = last.then(look);
		last = next.catch(() => undefined);
		return next;
	}

	async function look(): Promise<void> {
		await runSchedules();
		while (!stopping && (await anyDue())) {
			const taken = await work.take(randomUUID(), REPORT_LEASE_MS);
			if (taken === null) return;
			if (taken !== 'given_up') await makeOne(taken);
		}
	}

	async function runSchedules(): Promise<void> {
		const at = now();
		const perhaps = await database.read((tx) =>
			selectReportSchedules(
				tx,
				`WHERE NOT t.paused AND (t.next_at <= $1 OR t.next_at > $2) ORDER BY t.next_at`,
				[at, at + SHORTEST_WAIT_MS]
			)
		);
		for (const schedule of perhaps)
			if (isDue(schedule, at, zone))
				await execute((context) => runSchedule(context, schedule, zone));
	}

	async function anyDue(): Promise<boolean> {
		const due = await database.read((tx) =>
			tx.one<{ id: number }>(
				`SELECT id FROM reports WHERE state IN ('queued', 'running') AND due_at <= $1 LIMIT 1`,
				[now()]
			)
		);
		return due !== null;
	}

	async function makeOne(report: TakenReport): Promise<void> {
		const { kind, format, language, from, to, readers, author } = report;
		const order = { kind, format, language, from, to, readers, author };
		const telling = new Telling((progress) => work.advance(report, progress, REPORT_LEASE_MS));
		let late = false;
		const begun = makers.make(
			{ ...order, databaseUrl: database.url, zone, now: now() },
			(progress) => telling.tell(progress)
		);
		making = begun;
		const deadline = setTimeout(() => {
			late = true;
			void begun.stop();
		}, LONGEST_MS);
		const heart = setInterval(() => telling.repeat(), HEARTBEAT_MS);
		telling.onLost(() => void begun.stop());
		try {
			const bytes = await begun.made;
			await telling.settled();
			if (!telling.lost) await work.finish(report, bytes);
		} catch (error) {
			await telling.settled();
			await settle(report, error, { late, lost: telling.lost });
		} finally {
			clearTimeout(deadline);
			clearInterval(heart);
			making = null;
			await begun.stop();
		}
	}

	async function settle(
		report: TakenReport,
		error: unknown,
		{ late, lost }: { late: boolean; lost: boolean }
	): Promise<void> {
		// Deleted, or another one makes it by now.
		if (lost) return;
		if (stopping) return work.release(report);
		failed(error);
		// Nothing can be written down just now: whoever comes when the lease is over takes it up.
		if (isDomainError(error) && error.code === 'unavailable') return;
		await work.fail(report, late ? 'too_long' : failureOf(error));
	}

	function schedule(): void {
		timer = setTimeout(() => {
			void tick()
				.catch(failed)
				.finally(() => {
					if (timer) schedule();
				});
		}, LOOK_MS);
	}

	return {
		tick,
		start() {
			stopping = false;
			makers.start();
			// An SQLite file has one portal: whoever was making something is dead.
			if (database.dialect === 'sqlite') last = work.takeOver().catch(failed);
			schedule();
		},
		async stop() {
			stopping = true;
			if (timer) clearTimeout(timer);
			timer = null;
			await making?.stop();
			await last;
			await makers.close();
		}
	};
}

export type ReportJob = ReturnType<typeof createReportJob>;

function failureOf(error: unknown): ReportFailure {
	return isDomainError(error) && error.code === 'no_room' ? 'no_room' : 'fault';
}

/** Tells how far a report is: not too often, one after the other, and that it lives at all. */
class Telling {
	readonly #write: (progress: number) => Promise<boolean>;
	#told = 0;
	#toldAt = -Infinity;
	#queue: Promise<void> = Promise.resolve();
	#busy = false;
	#lost = false;
	#onLost: () => void = () => undefined;

	constructor(write: (progress: number) => Promise<boolean>) {
		this.#write = write;
	}

	/** The report is no longer one's own. */
	get lost(): boolean {
		return this.#lost;
	}

	onLost(then: () => void): void {
		this.#onLost = then;
	}

	tell(progress: number): void {
		const whole = Math.min(99, Math.floor(progress));
		const soon = performance.now() - this.#toldAt < STEP_MS;
		if (this.#busy || soon || whole < this.#told + STEP) return;
		this.#send(whole);
	}

	repeat(): void {
		if (!this.#busy) this.#send(this.#told);
	}

	/** Resolves when nothing is being told any more. */
	settled(): Promise<void> {
		return this.#queue;
	}

	#send(progress: number): void {
		this.#busy = true;
		this.#told = progress;
		this.#toldAt = performance.now();
		this.#queue = this.#write(progress)
			.then(
				(own) => {
					if (!own && !this.#lost) {
						this.#lost = true;
						this.#onLost();
					}
				},
				// The database is away for a moment: the next telling will do.
				() => undefined
			)
			.finally(() => {
				this.#busy = false;
			});
	}
}
