import { clientOf, type Audience } from '#lib/domain/audience.ts';
import type { Change } from '#lib/domain/live.ts';
import { isAhead } from '#lib/domain/maintenance.ts';
import { isListed } from '#lib/domain/ticket.ts';
import type { EventPayload, StoredEvent } from '#server/events/event.ts';
import type { IncidentRecord } from '#server/records/incident-record.ts';
import type { TicketRecord } from '#server/records/ticket-record.ts';
import { documentChange } from './document.ts';
import { kpiFor, loses, serviceView, totalsView } from './figures.ts';
import { historyFor } from './history.ts';
import { incidentFor } from './incident.ts';
import { maintenanceFor } from './maintenance.ts';
import { screenView } from './screen.ts';
import { reportChanges } from './report.ts';
import { newsHeadline } from './site.ts';
import { shiftChanges } from './shift.ts';
import { commentFor, ticketFor } from './ticket.ts';

/**
 * What an audience may see of an event: a pure function of the stored event, so that what is
 * pushed live and what is replayed later are the same bytes.
 */
export function present(event: StoredEvent, audience: Audience): Change[] {
	const { ticket, ticketDeleted, readTicket, renamed, unread, comment, history } = event.payload;
	const { incident, incidentForStaff, incidentUnlisted, incidentLeft, incidents } = event.payload;
	const { services, maintenances, documents, totals, kpis, news } = event.payload;
	const { report, reportDeleted, kpisLeft, publicTickets } = event.payload;
	const changes: Change[] = [];
	if (ticket) changes.push(ticketChange(ticket, audience));
	if (readTicket && clientOf(audience) === readTicket.requesterId)
		changes.push(ticketChange(readTicket, audience));
	for (const record of renamed ?? [])
		// To others it would only tell whose tickets belong together.
		if (audience === 'staff' || clientOf(audience) === record.requesterId)
			changes.push(ticketChange(record, audience));
	for (const record of publicTickets ?? [])
		if (audience !== 'staff' && clientOf(audience) !== record.requesterId)
			changes.push(ticketChange(record, audience));
	if (unread && clientOf(audience) === unread.requesterId)
		changes.push({ op: 'put', kind: 'unread', id: 'unread', value: { tickets: unread.tickets } });
	if (ticketDeleted !== undefined) changes.push({ op: 'drop', kind: 'ticket', id: ticketDeleted });
	if (comment) {
		const value = commentFor(comment, audience);
		if (value) changes.push({ op: 'put', kind: 'comment', id: value.id, value });
	}
	for (const record of history ?? []) {
		const value = historyFor(record, audience);
		if (value) changes.push({ op: 'put', kind: 'history', id: value.id, value });
	}
	for (const record of [incident, audience === 'staff' ? incidentForStaff : undefined])
		if (record) changes.push(incidentChange(record, audience));
	if (incidentUnlisted && (audience === 'staff' || !incidentUnlisted.staffOnly))
		changes.push({ op: 'drop', kind: 'incident', id: incidentUnlisted.number });
	for (const record of incidents ?? []) changes.push(incidentChange(record, audience));
	if (incidentLeft !== undefined) changes.push({ op: 'drop', kind: 'incident', id: incidentLeft });
	for (const service of services ?? [])
		changes.push(
			service.hidden
				? { op: 'drop', kind: 'service', id: service.slug }
				: { op: 'put', kind: 'service', id: service.slug, value: serviceView(service) }
		);
	for (const record of maintenances ?? [])
		changes.push(
			isAhead(record.status)
				? {
						op: 'put',
						kind: 'maintenance',
						id: record.number,
						value: maintenanceFor(record, audience)
					}
				: { op: 'drop', kind: 'maintenance', id: record.number }
		);
	for (const told of documents ?? []) {
		const change = documentChange(told, audience);
		if (change) changes.push(change);
	}
	if (audience === 'staff') changes.push(...screenChanges(event));
	if (report) changes.push(...reportChanges(report.record, report.wasShown, audience));
	if (reportDeleted && (audience === 'staff' || reportDeleted.wasShown))
		changes.push({ op: 'drop', kind: 'report', id: reportDeleted.record.id });
	if (news && (audience === 'staff' || !news.staffOnly)) changes.push(...newsChanges(news));
	changes.push(...shiftChanges(event.payload, audience));
	if (totals) changes.push({ op: 'put', kind: 'totals', id: 'totals', value: totalsView(totals) });
	for (const left of kpisLeft ?? [])
		if (loses(left, audience)) changes.push({ op: 'drop', kind: 'kpi', id: left.key });
	for (const kpi of kpis ?? []) {
		const value = kpiFor(kpi, audience);
		if (value) changes.push({ op: 'put', kind: 'kpi', id: value.key, value });
	}
	return changes;
}

/** Screens are the affair of staff alone. */
function screenChanges({ payload: { screen, screenGone } }: StoredEvent): Change[] {
	return [
		...(screen
			? [{ op: 'put', kind: 'screen', id: screen.id, value: screenView(screen) } as const]
			: []),
		...(screenGone === undefined ? [] : [{ op: 'drop', kind: 'screen', id: screenGone } as const])
	];
}

/** What was written and is no headline is dropped all the same: whoever reads it reads it anew. */
function newsChanges({ put, drop, touched }: NonNullable<EventPayload['news']>): Change[] {
	const shown = put.flatMap((record) => newsHeadline(record) ?? []);
	const gone = shown.some(({ id }) => id === touched) ? drop : [...new Set([...drop, touched])];
	return [
		...gone.map((id): Change => ({ op: 'drop', kind: 'news', id })),
		...shown.map((value): Change => ({ op: 'put', kind: 'news', id: value.id, value }))
	];
}

function incidentChange(record: IncidentRecord, audience: Audience): Change {
	return {
		op: 'put',
		kind: 'incident',
		id: record.number,
		value: incidentFor(record, audience)
	};
}

function ticketChange(ticket: TicketRecord, audience: Audience): Change {
	return isListed(ticket.status)
		? { op: 'put', kind: 'ticket', id: ticket.number, value: ticketFor(ticket, audience) }
		: { op: 'drop', kind: 'ticket', id: ticket.number };
}

/**
 * What an audience may see of several events in a row. Of counters and figures only the last
 * of each stays; everything else keeps its place and number.
 */
export function presentAll(events: readonly StoredEvent[], audience: Audience): Change[] {
	const changes = events.flatMap((event) => present(event, audience));
	const last = new Map<string, number>();
	for (const [place, { kind, id }] of changes.entries())
		if (kind === 'totals' || kind === 'kpi' || kind === 'unread') last.set(`${kind} ${id}`, place);
	return changes.filter(({ kind, id }, place) => {
		const kept = last.get(`${kind} ${id}`);
		return kept === undefined || kept === place;
	});
}

/** The clients whose own view differs from the public one by this event. */
export function ownersOf(event: StoredEvent): readonly number[] {
	const { ticket, comment, readTicket, renamed, publicTickets, unread } = event.payload;
	const owned = ticket ?? comment ?? readTicket ?? unread;
	// Whoever is assigned to tickets of many clients may be called otherwise.
	const owners = (renamed ?? publicTickets)?.map(({ requesterId }) => requesterId) ?? NOBODY;
	return owned ? [owned.requesterId, ...owners] : owners;
}

const NOBODY: readonly number[] = [];
