import type { AuditChange, AuditEntry, AuditValue } from '#lib/domain/audit.ts';
import type { StoredEvent } from '#server/events/event.ts';
import type { ShiftRecord } from '#server/records/shift-record.ts';

/** An event as the record reads it, with the thing it is about as it was kept. */
export interface AuditedEvent extends StoredEvent {
	/** `BC-1042`, `person:7`, or null: of before it was kept, or about no single thing. */
	readonly about: string | null;
}

/** Longer values are cut: the record tells that something changed, it is no archive of texts. */
const LONGEST = 300;

/**
 * An event as administrators read it: an allow-list, so that nothing gets here because it lies in
 * an event. `emails` are those of the accounts that events are about.
 */
export function auditEntry(event: AuditedEvent, emails: ReadonlyMap<number, string>): AuditEntry {
	const { payload } = event;
	const personId = personOf(event);
	return {
		seq: event.seq,
		at: new Date(event.at).toISOString(),
		type: event.type,
		actor: event.actorId === null ? null : { id: event.actorId, name: payload.actor ?? '' },
		about: personId === null ? (event.about ?? thingOf(event)) : (emails.get(personId) ?? null),
		personId,
		title: titleOf(event),
		changed: [
			...Object.entries(payload.changed ?? {})
				.map(changeOf)
				.filter(isChange),
			...(payload.comment ? [said(payload.comment.body)] : []),
			...(payload.postmortem ? [said(payload.postmortem.body)] : []),
			...(payload.handover ? [said(payload.handover.body)] : [])
		],
		address: payload.address ?? null
	};
}

/** Whose account an event is about, or null. */
export function personOf({ about, payload }: AuditedEvent): number | null {
	const kept = /^person:(\d+)$/.exec(about ?? '')?.[1];
	if (kept !== undefined) return Number(kept);
	return about === null ? (payload.person?.id ?? null) : null;
}

function thingOf({ payload }: StoredEvent): string | null {
	const { ticket, readTicket, comment, incident, incidentForStaff } = payload;
	return (
		ticket?.number ??
		payload.ticketDeleted ??
		readTicket?.number ??
		comment?.ticket ??
		incident?.number ??
		incidentForStaff?.number ??
		payload.incidentUnlisted?.number ??
		payload.postmortem?.number ??
		payload.incidentLeft ??
		payload.maintenances?.[0]?.number ??
		null
	);
}

function titleOf({ payload }: StoredEvent): string | null {
	const { ticket, readTicket, incident, incidentForStaff, apiToken, slaPolicy } = payload;
	const title =
		ticket?.subject ??
		readTicket?.subject ??
		(incident ?? incidentForStaff)?.title ??
		payload.organization?.name ??
		(apiToken ? `${apiToken.name} (${apiToken.prefix}…)` : undefined) ??
		payload.cannedReply?.title ??
		payload.savedView?.name ??
		payload.documents?.[0]?.record.title ??
		payload.calendar?.name ??
		payload.screen?.name ??
		slaPolicy?.service ??
		rosteredText(payload.rostered) ??
		payload.maintenances?.[0]?.title ??
		payload.services?.[0]?.name;
	return title === undefined ? null : cut(title);
}

/** «сети, 2026-11-28T05:00:00.000Z … (14)» */
function rosteredText(rostered: readonly ShiftRecord[] = []): string | undefined {
	const [first] = rostered;
	if (!first) return undefined;
	const more = rostered.length > 1 ? ` (${rostered.length})` : '';
	return `${first.position}, ${first.startsAt} – ${first.endsAt}${more}`;
}

function changeOf([field, [before, after]]: [string, readonly [unknown, unknown]]): AuditChange {
	return { field, before: valueText(before), after: valueText(after) };
}

/** Both sides the same: told by the way. Both nothing: a password, of which nothing is told. */
function isChange({ before, after }: AuditChange): boolean {
	return before !== after || before === null;
}

function said(body: string): AuditChange {
	return { field: 'text', before: null, after: cut(body) };
}

function valueText(value: unknown): AuditValue {
	if (value === null || value === undefined) return null;
	return cut(typeof value === 'string' ? value : JSON.stringify(value));
}

function cut(text: string): string {
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
