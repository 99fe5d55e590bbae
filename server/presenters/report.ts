import type { Audience } from '#lib/domain/audience.ts';
import { isShownReport, type AnyReport, type PublicReport } from '#lib/domain/report.ts';
import type { Change } from '#lib/domain/live.ts';
import type { ReportRecord } from '#server/records/report-record.ts';

/** A report as an audience may see it: how it was made, and by whom, is for staff. */
export function reportFor(record: ReportRecord, audience: Audience): AnyReport {
	const { id, kind, format, language, from, to, name, size, checksum, readyAt } = record;
	const open: PublicReport = {
		id,
		kind,
		format,
		language,
		from,
		to,
		name,
		size,
		checksum,
		readyAt
	};
	if (audience !== 'staff') return open;
	const { state, progress, failure, author, schedule, createdAt } = record;
	return { ...open, public: record.public, state, progress, failure, author, schedule, createdAt };
}

/**
 * What an audience is told of a report that changed. Whoever is not staff is told of those that
 * are shown, and of one that was shown until now; of all others not even that they are there.
 */
export function reportChanges(
	record: ReportRecord,
	wasShown: boolean,
	audience: Audience
): readonly Change[] {
	if (audience === 'staff' || isShownReport(record))
		return [{ op: 'put', kind: 'report', id: record.id, value: reportFor(record, audience) }];
	return wasShown ? [{ op: 'drop', kind: 'report', id: record.id }] : [];
}
