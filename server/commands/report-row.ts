import { DomainError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { isShownReport, type ReportOrder } from '#lib/domain/report.ts';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import type { Changed, EventType } from '#server/events/event.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import {
	reportRecord,
	selectReports,
	type ReportRecord,
	type ReportRow
} from '#server/records/report-record.ts';

/** Puts a wanted report where the job finds it; returns its id. */
export async function insertReport(
	{ tx, now }: CommandContext,
	order: ReportOrder & { readonly public: boolean },
	by: { readonly authorId: number | null; readonly scheduleId: number | null }
): Promise<number> {
	const { kind, format, language, from, to } = order;
	const [row] = await tx.run<{ id: number }>(
		`INSERT INTO reports (kind, format, language, first_day, last_day, public, state, progress,
			attempts, due_at, schedule_id, created_by_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, 'queued', 0, 0, $7, $8, $9, $7) RETURNING id`,
		[kind, format, language, from, to, order.public, now, by.scheduleId, by.authorId]
	);
	if (!row) throw new DomainError('not_found');
	return row.id;
}

/** Locks a report that will be changed. Throws `not_found`. */
export async function lockReport(tx: WriteTransaction, id: number): Promise<ReportRow> {
	await tx.lock('reports', id);
	return readReport(tx, id);
}

export async function readReport(tx: ReadTransaction, id: number): Promise<ReportRow> {
	const [row] = Number.isSafeInteger(id) ? await selectReports(tx, 'WHERE t.id = $1', [id]) : [];
	if (!row) throw new DomainError('not_found');
	return row;
}

/** Records what became of a report; `before` is null of one that was not there. */
export async function recordReport(
	{ tx, record }: CommandContext,
	change: {
		readonly type: EventType;
		readonly actor: Actor;
		readonly id: number;
		readonly before: ReportRow | null;
		readonly changed?: Changed;
	}
): Promise<ReportRecord> {
	const { type, actor, before, changed } = change;
	const report = reportRecord(await readReport(tx, change.id));
	record({
		type,
		actor,
		...(changed ? { changed } : {}),
		report: { record: report, wasShown: before !== null && isShownReport(reportRecord(before)) }
	});
	return report;
}
