import { fieldError } from '#lib/domain/errors.ts';
import { incidentNumber } from '#lib/domain/incident.ts';
import type { Actor } from '#lib/domain/people.ts';
import { ticketId, ticketNumber } from '#lib/domain/ticket.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { demand } from './authorise.ts';
import { lockIncident, readIncident, touched } from './incident-row.ts';

/** Tickets one incident may gather. */
const MOST = 200;

/**
 * Links a ticket to an incident. Only staff are told: neither time nor version of the incident
 * move, so that nobody else can learn of it.
 */
export function linkTicket(execute: Execute): Commands['linkTicket'] {
	return (actor, number, ticket) =>
		execute(async (context) => {
			demand(actor, 'incident.update');
			const { tx, now } = context;
			const wanted = ticketId(ticket);
			// Before the incident, as whoever deletes the ticket does: it must not go meanwhile.
			if (wanted !== null) await tx.lock('tickets', wanted);
			const { id, before } = await lockIncident(tx, number);
			const row = await tx.one<{ id: number }>(
				`SELECT id FROM tickets WHERE id = $1 AND deleted_at IS NULL`,
				[wanted]
			);
			if (!row) throw fieldError('ticket', 'unknown_ticket');
			if (before.tickets.includes(ticketNumber(row.id))) return before;
			if (before.tickets.length >= MOST) throw fieldError('ticket', 'too_many');
			await tx.run(
				`INSERT INTO incident_tickets (incident_id, ticket_id, linked_at, linked_by_id)
				VALUES ($1, $2, $3, $4)`,
				[id, row.id, now, actor.id]
			);
			const { incident, told } = await touched(tx, id, { staffOnly: true });
			context.record({
				type: 'incident.linked',
				actor,
				changed: { ticket: [null, ticketNumber(row.id)] },
				...told
			});
			return incident;
		});
}

/** Takes a ticket off an incident; one that is not linked changes nothing. */
export function unlinkTicket(execute: Execute): Commands['unlinkTicket'] {
	return (actor, number, ticket) =>
		execute(async (context) => {
			demand(actor, 'incident.update');
			const { id, before } = await lockIncident(context.tx, number);
			const linked = ticketId(ticket);
			if (linked === null || !before.tickets.includes(ticketNumber(linked))) return before;
			await unlink(context, actor, { incident: id, ticket: linked });
			return readIncident(context.tx, id);
		});
}

/** Takes a ticket that is being deleted off every incident it is linked to. */
export async function unlinkDeleted(
	context: CommandContext,
	actor: Actor,
	ticket: number
): Promise<void> {
	const incidents = await context.tx.all<{ id: number }>(
		`SELECT incident_id AS id FROM incident_tickets WHERE ticket_id = $1 ORDER BY incident_id`,
		[ticket]
	);
	for (const { id } of incidents) {
		await lockIncident(context.tx, incidentNumber(id));
		await unlink(context, actor, { incident: id, ticket });
	}
}

async function unlink(
	context: CommandContext,
	actor: Actor,
	link: { incident: number; ticket: number }
): Promise<void> {
	await context.tx.run(`DELETE FROM incident_tickets WHERE incident_id = $1 AND ticket_id = $2`, [
		link.incident,
		link.ticket
	]);
	const { told } = await touched(context.tx, link.incident, { staffOnly: true });
	context.record({
		type: 'incident.unlinked',
		actor,
		changed: { ticket: [ticketNumber(link.ticket), null] },
		...told
	});
}
