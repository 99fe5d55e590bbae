import { audienceOf } from '#lib/domain/audience.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import { may } from '#lib/domain/permission.ts';
import { isShownReport, type AnyReport, type ReportFormat } from '#lib/domain/report.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { ReportQueries } from '#server/portal.ts';
import { reportFor } from '#server/presenters/report.ts';
import {
	reportRecord,
	selectReports,
	selectReportSchedules,
	type ReportRow
} from '#server/records/report-record.ts';
import { Conditions } from './conditions.ts';
import { keyBehind, encodeCursor, type KeyColumn } from './keyset.ts';
import { readCursor } from './live.ts';

const USUAL = 20;
const MOST = 100;

const ORDER: readonly KeyColumn<AnyReport>[] = [
	{ column: 't.id', descending: true, of: ({ id }) => id }
];

export const REPORT_TYPES: Readonly<Record<ReportFormat, string>> = {
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	txt: 'text/plain; charset=utf-8'
};

/** Reads of reports: staff see all of them, everybody else those that are ready and public. */
export function reportQueries(database: Database, store: MediaStore): ReportQueries {
	return {
		reports: (viewer, { kind, limit, cursor }) =>
			database.read(async (tx) => {
				const size = Math.min(limit ?? USUAL, MOST);
				const where = new Conditions();
				if (!isStaff(viewer)) where.add(`t.public AND t.state = 'ready'`);
				if (kind !== undefined) where.add('t.kind = ?', kind);
				const counted = await tx.one<{ total: number }>(
					`SELECT COUNT(*) AS total FROM reports t ${where.sql()}`,
					where.values
				);
				const key = keyBehind(cursor, ORDER.length);
				if (key) where.addAfter(ORDER, key);
				const rows = await selectReports(
					tx,
					`${where.sql()} ORDER BY t.id DESC LIMIT ${size + 1}`,
					where.values
				);
				const items = rows
					.slice(0, size)
					.map((row) => reportFor(reportRecord(row), audienceOf(viewer)));
				const last = rows.length > size ? items.at(-1) : undefined;
				return {
					...(await readCursor(tx)),
					items,
					total: counted?.total ?? 0,
					nextCursor: last ? encodeCursor(ORDER.map(({ of }) => of(last))) : null
				};
			}),

		report: (viewer, id) =>
			database.read(async (tx) =>
				reportFor(reportRecord(await visibleReport(tx, viewer, id)), audienceOf(viewer))
			),

		reportFile: async (viewer, id) => {
			const row = await database.read((tx) => visibleReport(tx, viewer, id));
			const { storedName } = row;
			if (row.state !== 'ready' || storedName === null) throw new DomainError('not_found');
			const { name, size } = reportRecord(row);
			return {
				name,
				type: REPORT_TYPES[row.format],
				size: size ?? 0,
				open: () => store.read(storedName)
			};
		},

		reportSchedules: (viewer) =>
			database.read(async (tx) => {
				if (!may(viewer, 'report.make')) throw new DomainError('forbidden');
				return selectReportSchedules(tx, 'ORDER BY t.paused, t.next_at, t.id');
			})
	};
}

/** The row, if the viewer may know of it. Throws `not_found`. */
async function visibleReport(tx: ReadTransaction, viewer: Viewer, id: number): Promise<ReportRow> {
	const [row] =
		Number.isSafeInteger(id) && id > 0 ? await selectReports(tx, 'WHERE t.id = $1', [id]) : [];
	if (!row || !(isStaff(viewer) || isShownReport(reportRecord(row))))
		throw new DomainError('not_found');
	return row;
}
