import type { StoredEvent } from '#server/events/event.ts';
import type { EventView } from '#server/portal.ts';
import { historyFor } from './history.ts';

/** An event of the raw stream. Sessions are named nowhere: who knows one could look for it. */
export function eventView(event: StoredEvent): EventView {
	const { actor, changed, ticket, ticketDeleted, history, comment, incident } = event.payload;
	const { incidentForStaff, incidentUnlisted, incidents, incidentLeft, postmortem } = event.payload;
	const { attachments, services, maintenances, totals, kpis } = event.payload;
	const { person, slaPolicy, calendar } = event.payload;
	return {
		seq: event.seq,
		at: new Date(event.at).toISOString(),
		type: event.type,
		actor,
		payload: {
			changed,
			ticket,
			ticketDeleted,
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
			totals,
			kpis,
			person,
			slaPolicy,
			calendar
		}
	};
}
