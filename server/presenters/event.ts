import type { StoredEvent } from '#server/events/event.ts';
import type { EventView } from '#server/portal.ts';
import { historyFor } from './history.ts';
import { reportFor } from './report.ts';

/** Events of accounts and keys are the record's, which administrators alone may read. */
const PRIVATE = /^(person|session|token|factor|settings|organization)\./;

/**
 * An event of the raw stream. Sessions are named nowhere: who knows one could look for it. To
 * whoever may not read the record of events those of accounts say nothing but that they were.
 */
export function eventView(event: StoredEvent, readsRecord: boolean): EventView {
	if (!readsRecord && PRIVATE.test(event.type)) {
		const at = new Date(event.at).toISOString();
		return { seq: event.seq, at, type: event.type, actor: null, payload: {} };
	}
	const { actor, changed, ticket, ticketDeleted, history, comment, incident } = event.payload;
	const { incidentForStaff, incidentUnlisted, incidents, incidentLeft, postmortem } = event.payload;
	const { attachments, services, maintenances, documents, totals, kpis, kpisLeft } = event.payload;
	const { report, reportDeleted, reportSchedule, publicTickets } = event.payload;
	const { person, organization, apiToken, slaPolicy, calendar, news } = event.payload;
	const { screen, screenCommand, screenGone } = event.payload;
	const { shifts, shiftsLeft, rosterMoved, rostered, handover, coverageRule } = event.payload;
	return {
		seq: event.seq,
		at: new Date(event.at).toISOString(),
		type: event.type,
		actor,
		payload: {
			changed,
			ticket,
			ticketDeleted,
			publicTickets,
			history: history?.map((record) => historyFor(record, 'staff')),
			comment,
			attachments,
			incident,
			incidentForStaff,
			incidentUnlisted,
			incidents,
			incidentLeft,
			postmortem,
			services,
			maintenances,
			documents,
			shifts,
			shiftsLeft,
			rosterMoved,
			rostered,
			handover,
			coverageRule,
			totals,
			kpis,
			kpisLeft,
			report: report && reportFor(report.record, 'staff'),
			reportDeleted: reportDeleted && reportFor(reportDeleted.record, 'staff'),
			reportSchedule,
			person,
			organization,
			apiToken,
			slaPolicy,
			calendar,
			screen,
			screenCommand,
			screenGone,
			news
		}
	};
}
