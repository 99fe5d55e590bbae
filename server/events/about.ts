import type { NewEvent } from './outbox.ts';

/**
 * What an event is about, as the record of events is asked for it: a number people say aloud,
 * or `person:7`. Null where it is about no single thing.
 */
export function aboutOf(event: NewEvent): string | null {
	if (event.about !== undefined) return event.about;
	const { ticket, readTicket, comment, incident, incidentForStaff, person } = event;
	return (
		ticket?.number ??
		event.ticketDeleted ??
		readTicket?.number ??
		comment?.ticket ??
		incident?.number ??
		incidentForStaff?.number ??
		event.incidentUnlisted?.number ??
		event.postmortem?.number ??
		event.incidentLeft ??
		event.maintenances?.[0]?.number ??
		(event.screen ? `screen:${event.screen.id}` : null) ??
		reportThing(event) ??
		(person ? personThing(person.id) : null)
	);
}

/** How somebody with an account is named as the thing an event is about. */
export function personThing(id: number): string {
	return `person:${id}`;
}

function reportThing({ report, reportDeleted }: NewEvent): string | null {
	const news = report ?? reportDeleted;
	return news ? news.record.name : null;
}
