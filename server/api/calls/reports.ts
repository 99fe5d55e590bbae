import { newReport, reportPatch, reportQuery } from '#lib/input/reports.ts';
import { countedPageOf } from '../answers/named.ts';
import { anyReport, staffReport } from '../answers/report.ts';
import type { CallTable } from './call.ts';

const tag = 'Reports';
const ONE = { 200: { description: 'The report', schema: staffReport } };

/** Reports, made by the portal while nobody waits. */
export const REPORT_CALLS: CallTable = {
	'GET /reports': {
		summary: 'List reports, the newest first',
		description: 'To anybody but staff those that are ready and public.',
		tag,
		may: 'anyone',
		query: reportQuery,
		answers: { 200: { description: 'A page of reports', schema: countedPageOf(anyReport) } }
	},
	'POST /reports': {
		summary: 'Want a report',
		description:
			'It is made in its turn: `GET /reports/:id` and the stream tell how far it is. Days are of ' +
			'the zone of the portal, both included. A public one tells nothing that only staff may see.',
		tag,
		may: 'report.make',
		body: newReport,
		idempotent: true,
		answers: {
			200: { description: 'The report that was wanted before', schema: staffReport },
			201: { description: 'The report, which waits', schema: staffReport }
		},
		refusals: ['idempotency_conflict']
	},
	'GET /reports/:id': {
		summary: 'Read a report: its state, size and checksum',
		tag,
		may: 'anyone',
		answers: { 200: { description: 'The report', schema: anyReport } }
	},
	'PATCH /reports/:id': {
		summary: 'Show a report to everybody, or to staff alone',
		description: 'One that tells what only staff may see is made anew first.',
		tag,
		may: 'report.make',
		body: reportPatch,
		answers: ONE
	},
	'DELETE /reports/:id': {
		summary: 'Take a report and its file away',
		tag,
		may: 'report.make',
		answers: { 204: { description: 'It is gone', schema: null } }
	},
	'GET /reports/:id/file': {
		summary: 'Download a report that is ready',
		tag,
		may: 'anyone',
		answers: {
			200: {
				description: 'The file, as an attachment',
				schema: null,
				contentType: '*/*'
			}
		}
	}
};
