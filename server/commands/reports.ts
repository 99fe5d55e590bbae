import { fieldError } from '#lib/domain/errors.ts';
import { isShownReport } from '#lib/domain/report.ts';
import { periodFault } from '#lib/domain/report-period.ts';
import { zoneOf } from '#lib/domain/zone.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { Commands } from '#server/portal.ts';
import { reportRecord } from '#server/records/report-record.ts';
import { demand } from './authorise.ts';
import { once } from './once.ts';
import { insertReport, lockReport, readReport, recordReport } from './report-row.ts';

/** Reports that may wait at once: each takes a processor for seconds. */
const MOST_WAITING = 50;

/** What commands of reports know of the installation. */
export interface ReportSetting {
	readonly zone: string;
	readonly language: 'ru' | 'en';
}

/** Wants a report of some days. */
export function createReport(
	execute: Execute,
	{ zone, language }: ReportSetting
): Commands['createReport'] {
	return (actor, input, key) =>
		execute(async (context) => {
			demand(actor, 'report.make');
			const { tx, now } = context;
			const fault = periodFault(input, zoneOf(zone).dayAt(now));
			if (fault) throw fieldError(fault.field, fault.code);
			const { id, created } = await once(context, actor, { key, input }, async () => {
				await refuseTooMany(context);
				const order = { ...input, language: input.language ?? language };
				return insertReport(context, order, { authorId: actor.id, scheduleId: null });
			});
			if (!created) return { report: reportRecord(await readReport(tx, id)), created };
			const report = await recordReport(context, {
				type: 'report.ordered',
				actor,
				id,
				before: null
			});
			return { report, created };
		});
}

async function refuseTooMany({ tx }: CommandContext): Promise<void> {
	const waiting = await tx.one<{ count: number }>(
		`SELECT COUNT(*) AS count FROM reports WHERE state IN ('queued', 'running')`
	);
	if ((waiting?.count ?? 0) >= MOST_WAITING) throw fieldError('kind', 'reports_waiting');
}

/** Shows a report to everybody, or to staff alone again. */
export function publishReport(execute: Execute): Commands['publishReport'] {
	return (actor, id, shown) =>
		execute(async (context) => {
			demand(actor, 'report.make');
			const { tx, now } = context;
			const before = await lockReport(tx, id);
			if (Boolean(before.public) === shown) return reportRecord(before);
			await tx.run(`UPDATE reports SET public = $2 WHERE id = $1`, [id, shown]);
			// It names people and subjects of tickets: as it is nobody else may have it.
			if (shown && before.state === 'ready' && before.madeFor !== 'public')
				await queueAnew(context, id, now);
			return recordReport(context, {
				type: 'report.published',
				actor,
				id,
				before,
				changed: { public: [!shown, shown] }
			});
		});
}

/** Makes a report once more; one that waits or is being made is left alone. */
export function remakeReport(execute: Execute): Commands['remakeReport'] {
	return (actor, id) =>
		execute(async (context) => {
			demand(actor, 'report.make');
			const { tx, now } = context;
			const before = await lockReport(tx, id);
			if (before.state === 'queued' || before.state === 'running') return reportRecord(before);
			await refuseTooMany(context);
			await queueAnew(context, id, now);
			return recordReport(context, { type: 'report.ordered', actor, id, before });
		});
}

/** The file it has stays until there is another one. */
async function queueAnew({ tx }: CommandContext, id: number, now: number): Promise<void> {
	await tx.run(
		`UPDATE reports SET state = 'queued', progress = 0, failure = NULL, run = NULL, attempts = 0,
			due_at = $2 WHERE id = $1`,
		[id, now]
	);
}

/** Takes a report away, its file too. */
export function deleteReport(execute: Execute, store: MediaStore): Commands['deleteReport'] {
	return async (actor, id) => {
		const storedName = await execute(async (context) => {
			demand(actor, 'report.make');
			const { tx, record } = context;
			const before = await lockReport(tx, id);
			await tx.run(`DELETE FROM reports WHERE id = $1`, [id]);
			const report = reportRecord(before);
			record({
				type: 'report.deleted',
				actor,
				reportDeleted: { record: report, wasShown: isShownReport(report) }
			});
			return before.storedName;
		});
		if (storedName !== null) await store.discard([storedName]);
	};
}
