import { RESOLVED_STAYS_MS, incidentNumber } from '#lib/domain/incident.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import { crossThresholds } from '#lib/domain/sla.ts';
import { turnByClock } from '#server/commands/maintenances.ts';
import { turnShifts, TURNED_AT_ONCE } from '#server/commands/shift-turns.ts';
import { lockTicketRow, saveTicket } from '#server/commands/ticket-row.ts';
import { promiseOf } from '#server/commands/references.ts';
import type { Database } from '#server/database/database.ts';
import type { DayOf } from '#server/events/figure-keeper.ts';
import type { Execute } from '#server/events/outbox.ts';
import { figureFacts, ticketRecord } from '#server/records/ticket-record.ts';
import { publishDueNews } from './due-news.ts';

export interface ClockJobOptions {
	readonly database: Database;
	readonly execute: Execute;
	readonly now: () => number;
	readonly dayOf: DayOf;
	readonly failed: (error: unknown) => void;
	readonly eventRetentionMs: number;
	/** Tells which screens have gone dark. */
	readonly watchScreens: () => Promise<void>;
}

/** Milliseconds between two looks at the clock. */
const TICK_MS = 1_000;

/** Tickets whose thresholds are recorded at once; the rest follow in the next round. */
const AT_ONCE = 200;

const IDEMPOTENCY_MS = 48 * 3_600_000;
/** How long a session that has run out is remembered; the last of each person for good. */
const SESSIONS_MS = 90 * 24 * 3_600_000;
const PRUNE_EVERY_MS = 3_600_000;

/**
 * What the passing of time changes, recorded as events: thresholds of the SLA, incidents that
 * leave the screens, the turn of the day. A threshold fires once however the clock jumps,
 * because a clock's state only moves on while its due time stands.
 */
export function createClockJob(options: ClockJobOptions) {
	const { database, execute, now, dayOf, failed } = options;
	let day: string | null = null;
	let prunedAt = 0;
	let timer: NodeJS.Timeout | null = null;
	let running: Promise<void> | null = null;

	/** Records everything that is due by now. */
	async function tick(): Promise<void> {
		await crossDueThresholds();
		await turnMaintenances();
		await publishDueNews(database, execute, now());
		await turnDueShifts();
		await leaveScreens();
		await options.watchScreens();
		const today = dayOf(now());
		if (today !== day) {
			await execute(async ({ record }) => {
				record({ type: 'figures.turned', actor: SYSTEM, turnFigures: true });
			});
			day = today;
		}
	}

	async function crossDueThresholds(): Promise<void> {
		for (;;) {
			const due = await database.read((tx) =>
				tx.all<{ id: number }>(
					`SELECT id FROM tickets WHERE next_threshold_at <= $1
					ORDER BY next_threshold_at LIMIT ${AT_ONCE}`,
					[now()]
				)
			);
			await Promise.all(due.map(({ id }) => crossThreshold(id)));
			if (due.length < AT_ONCE) return;
		}
	}

	function crossThreshold(id: number): Promise<void> {
		return execute(async ({ tx, now: at, record }) => {
			const before = await lockTicketRow(tx, id);
			if (!before || before.nextThresholdAt === null || before.nextThresholdAt > at) return;
			const { target } = await promiseOf(tx, before);
			const clocks = crossThresholds(before, before, target, at);
			const after = await saveTicket(tx, before, { ...before, ...clocks });
			if (after.responseSla === before.responseSla && after.resolutionSla === before.resolutionSla)
				return;
			record({
				type: 'ticket.sla_crossed',
				actor: SYSTEM,
				changed: {
					response: [before.responseSla, after.responseSla],
					resolution: [before.resolutionSla, after.resolutionSla]
				},
				ticket: ticketRecord(after),
				counted: { before: figureFacts(before), after: figureFacts(after) }
			});
		});
	}

	/** Begins and ends planned works; those that were slept through do both. */
	async function turnMaintenances(): Promise<void> {
		for (const [status, time] of [
			['planned', 'starts_at'],
			['in_progress', 'ends_at']
		] as const) {
			const due = await database.read((tx) =>
				tx.all<{ id: number }>(
					`SELECT id FROM maintenances WHERE status = $1 AND ${time} <= $2 ORDER BY ${time}, id`,
					[status, now()]
				)
			);
			for (const { id } of due) await execute((context) => turnByClock(context, id));
		}
	}

	/** Begins and ends shifts; looks before it writes, since mostly nothing is due. */
	async function turnDueShifts(): Promise<void> {
		for (;;) {
			const due = await database.read((tx) =>
				tx.one<{ id: number }>(
					`SELECT id FROM shifts WHERE status = 'planned' AND starts_at <= $1
					UNION ALL SELECT id FROM shifts WHERE status = 'on_duty' AND ends_at <= $1
					LIMIT 1`,
					[now()]
				)
			);
			if (!due || (await execute(turnShifts)) < TURNED_AT_ONCE) return;
		}
	}

	async function leaveScreens(): Promise<void> {
		const limit = now() - RESOLVED_STAYS_MS;
		const old = await database.read((tx) =>
			tx.all<{ id: number }>(
				`SELECT id FROM incidents WHERE listed = $1 AND resolved_at <= $2 LIMIT ${AT_ONCE}`,
				[true, limit]
			)
		);
		for (const { id } of old)
			await execute(async ({ tx, record }) => {
				// It may have been reopened since the look: such a one must not vanish from the walls.
				const [left] = await tx.run<{ id: number }>(
					`UPDATE incidents SET listed = $2
					WHERE id = $1 AND listed = $3 AND resolved_at <= $4 RETURNING id`,
					[id, false, true, limit]
				);
				if (left)
					record({ type: 'incident.left', actor: SYSTEM, incidentLeft: incidentNumber(id) });
			});
	}

	/** Lets go of what nobody needs any more; the last event always stays. */
	async function prune(): Promise<void> {
		const at = now();
		await database.write(async (tx) => {
			await tx.run(`DELETE FROM events WHERE at < $1 AND seq < (SELECT MAX(seq) FROM events)`, [
				at - options.eventRetentionMs
			]);
			await tx.run(
				`DELETE FROM mails WHERE created_at < $1
					AND (sent_at IS NOT NULL OR failed_at IS NOT NULL)`,
				[at - options.eventRetentionMs]
			);
			await tx.run(`DELETE FROM idempotency_keys WHERE created_at < $1`, [at - IDEMPOTENCY_MS]);
			await tx.run(`DELETE FROM sign_in_attempts WHERE resets_at < $1`, [at]);
			// What somebody has registered with, its password among it, is kept no longer than its link.
			await tx.run(`DELETE FROM account_links WHERE expires_at < $1`, [at]);
			await tx.run(`DELETE FROM screen_codes WHERE expires_at < $1`, [at]);
			await tx.run(
				`DELETE FROM sessions WHERE expires_at < $1 AND created_at <
					(SELECT MAX(o.created_at) FROM sessions o WHERE o.user_id = sessions.user_id)`,
				[at - SESSIONS_MS]
			);
		});
	}

	async function round(): Promise<void> {
		try {
			await tick();
			if (performance.now() - prunedAt > PRUNE_EVERY_MS) {
				await prune();
				prunedAt = performance.now();
			}
		} catch (error) {
			failed(error);
		}
	}

	function schedule(): void {
		timer = setTimeout(() => {
			running = round().finally(() => {
				running = null;
				if (timer) schedule();
			});
		}, TICK_MS);
	}

	return {
		tick,
		prune,
		start() {
			prunedAt = performance.now();
			schedule();
		},
		async stop() {
			if (timer) clearTimeout(timer);
			timer = null;
			await running;
		}
	};
}

export type ClockJob = ReturnType<typeof createClockJob>;
