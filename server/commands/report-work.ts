import { SYSTEM } from '#lib/domain/people.ts';
import type { ReportFailure, ReportReaders } from '#lib/domain/report.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Kept, MediaStore } from '#server/media/media-store.ts';
import { selectReports, type ReportRow } from '#server/records/report-record.ts';
import { recordReport } from './report-row.ts';

/** A report that dies with its maker so often is given up. */
export const MOST_ATTEMPTS = 3;

/** A report that one process has taken to make; nobody else writes it as long as that holds. */
export interface TakenReport extends ReportRow {
	readonly run: string;
	readonly readers: ReportReaders;
}

/**
 * What the job writes of the reports it makes. Each step holds good only while `run` is the one
 * that took the report: a maker that was given up for dead and comes back writes nothing.
 */
export function reportWork(execute: Execute, store: MediaStore) {
	return {
		/** Takes the report that has waited longest, for so many milliseconds; null when none does. */
		take: (run: string, leaseMs: number): Promise<TakenReport | 'given_up' | null> =>
			execute(async (context): Promise<TakenReport | 'given_up' | null> => {
				const { tx, now } = context;
				const [due] = await tx.run<{ id: number }>(
					`UPDATE reports SET due_at = $2 WHERE id = (
						SELECT id FROM reports WHERE state IN ('queued', 'running') AND due_at <= $1
						ORDER BY due_at, id LIMIT 1 ${tx.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : ''})
					RETURNING id`,
					[now, now + leaseMs]
				);
				if (!due) return null;
				const [before] = await selectReports(tx, 'WHERE t.id = $1', [due.id]);
				if (!before) return null;
				if (before.attempts >= MOST_ATTEMPTS) {
					await tx.run(
						`UPDATE reports SET state = 'failed', failure = 'interrupted', run = NULL WHERE id = $1`,
						[due.id]
					);
					await recordReport(context, { type: 'report.failed', actor: SYSTEM, id: due.id, before });
					return 'given_up';
				}
				await tx.run(
					`UPDATE reports SET state = 'running', run = $2, progress = 0, attempts = attempts + 1
					WHERE id = $1`,
					[due.id, run]
				);
				await recordReport(context, { type: 'report.started', actor: SYSTEM, id: due.id, before });
				return { ...before, run, readers: before.public ? 'public' : 'staff' };
			}),

		/** Tells how far it is, per cent; false when the report is no longer one's own. */
		advance: ({ id, run }: TakenReport, progress: number, leaseMs: number): Promise<boolean> =>
			execute(async (context) => {
				const { tx, now } = context;
				const [before] = await selectReports(tx, 'WHERE t.id = $1 AND t.run = $2', [id, run]);
				if (!before) return false;
				await tx.run(`UPDATE reports SET progress = $3, due_at = $4 WHERE id = $1 AND run = $2`, [
					id,
					run,
					progress,
					now + leaseMs
				]);
				await recordReport(context, { type: 'report.advanced', actor: SYSTEM, id, before });
				return true;
			}),

		/** Keeps the file and says that the report is ready; nothing stays of one nobody wants. */
		async finish({ id, run, readers }: TakenReport, bytes: Uint8Array): Promise<void> {
			let replaced: string | null = null;
			await store.keep([bytes], async ([kept]) => {
				if (!kept) throw new Error('the report was not kept');
				const done = await makeReady(execute, { id, run, readers }, kept);
				replaced = done.replaced;
				return { created: done.taken };
			});
			if (replaced !== null) await store.discard([replaced]);
		},

		/** Says that it cannot be made, and why. */
		fail: ({ id, run }: Pick<TakenReport, 'id' | 'run'>, failure: ReportFailure): Promise<void> =>
			execute(async (context) => {
				const { tx } = context;
				const [before] = await selectReports(tx, 'WHERE t.id = $1 AND t.run = $2', [id, run]);
				if (!before) return;
				await tx.run(
					`UPDATE reports SET state = 'failed', failure = $3, run = NULL
					WHERE id = $1 AND run = $2`,
					[id, run, failure]
				);
				await recordReport(context, { type: 'report.failed', actor: SYSTEM, id, before });
			}),

		/** Puts it back for whoever comes next: the portal is going down, it did not fail. */
		release: ({ id, run }: Pick<TakenReport, 'id' | 'run'>): Promise<void> =>
			execute(async (context) => {
				const { tx, now } = context;
				const [before] = await selectReports(tx, 'WHERE t.id = $1 AND t.run = $2', [id, run]);
				if (!before) return;
				await tx.run(
					`UPDATE reports SET state = 'queued', progress = 0, run = NULL, due_at = $3,
						attempts = attempts - 1 WHERE id = $1 AND run = $2`,
					[id, run, now]
				);
				await recordReport(context, { type: 'report.released', actor: SYSTEM, id, before });
			}),

		/** Of this process's forerunner nobody is left: what it was making can be taken at once. */
		takeOver: (): Promise<void> =>
			execute(async ({ tx, now }) => {
				await tx.run(`UPDATE reports SET due_at = $1 WHERE state = 'running'`, [now]);
			})
	};
}

export type ReportWork = ReturnType<typeof reportWork>;

function makeReady(
	execute: Execute,
	{ id, run, readers }: Pick<TakenReport, 'id' | 'run' | 'readers'>,
	{ storedName, size, checksum }: Kept
): Promise<{ taken: boolean; replaced: string | null }> {
	return execute(async (context) => {
		const { tx, now } = context;
		await tx.lock('reports', id);
		const [before] = await selectReports(tx, 'WHERE t.id = $1 AND t.run = $2', [id, run]);
		if (!before) return { taken: false, replaced: null };
		// It was published while it was made for staff: it has to be made again, for everybody.
		if (readers === 'staff' && before.public) {
			await tx.run(
				`UPDATE reports SET state = 'queued', progress = 0, run = NULL, attempts = 0, due_at = $2
				WHERE id = $1`,
				[id, now]
			);
			await recordReport(context, { type: 'report.released', actor: SYSTEM, id, before });
			return { taken: false, replaced: null };
		}
		await tx.run(
			`UPDATE reports SET state = 'ready', progress = 100, run = NULL, stored_name = $2, size = $3,
				checksum = $4, made_for = $5, ready_at = $6 WHERE id = $1`,
			[id, storedName, size, checksum, readers, now]
		);
		await recordReport(context, { type: 'report.ready', actor: SYSTEM, id, before });
		return { taken: true, replaced: before.storedName };
	});
}
