import type { Actor } from '#lib/domain/people.ts';
import { advanceClocks } from '#lib/domain/sla.ts';
import { isOpen } from '#lib/domain/ticket.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { figureFacts, iso, ticketRecord, type TicketRow } from '#server/records/ticket-record.ts';
import { demand } from './authorise.ts';
import { promiseFor } from './references.ts';
import { lockTicketRow, saveTicket } from './ticket-row.ts';

/** Tickets of one transaction: others' commands have their turn in between. */
const AT_ONCE = 50;

/**
 * Holds every open ticket to the policies and calendars of today. Not one transaction but many,
 * as there may be thousands of tickets; broken off half-way it is simply done again, since a
 * ticket that is right already is left alone.
 */
export function recalculateSla(execute: Execute): Commands['recalculateSla'] {
	return async (actor) => {
		const ids = await execute(async ({ tx }) => {
			demand(actor, 'sla.manage');
			// Said as the index `tickets_listed` says it; the few that are solved are left out below.
			const rows = await tx.all<{ id: number }>(
				`SELECT id FROM tickets WHERE status NOT IN ('closed', 'cancelled')`
			);
			return rows.map(({ id }) => id).sort((a, b) => a - b);
		});
		let moved = 0;
		for (let from = 0; from < ids.length; from += AT_ONCE)
			moved += await execute(async (context) => {
				let count = 0;
				for (const id of ids.slice(from, from + AT_ONCE))
					if (await recalculate(context, actor, id)) count += 1;
				return count;
			});
		return { moved };
	};
}

async function recalculate(context: CommandContext, actor: Actor, id: number): Promise<boolean> {
	const { tx, now, record } = context;
	const before = await lockTicketRow(tx, id);
	if (!before || !isOpen(before.status)) return false;
	const { target, columns } = await promiseFor(tx, before);
	const wanted = { ...before, ...columns, ...advanceClocks(before, before, target, now) };
	if (sameClocks(before, wanted)) return false;
	const after = await saveTicket(tx, before, wanted);
	record({
		type: 'ticket.sla_recalculated',
		actor,
		changed: {
			responseDueAt: [iso(before.responseDueAt), iso(after.responseDueAt)],
			resolutionDueAt: [iso(before.resolutionDueAt), iso(after.resolutionDueAt)]
		},
		ticket: ticketRecord(after),
		counted: { before: figureFacts(before), after: figureFacts(after) }
	});
	return true;
}

function sameClocks(before: TicketRow, after: TicketRow): boolean {
	const clocks = (row: TicketRow) => [
		row.responseMinutes,
		row.resolutionMinutes,
		row.warningPercent,
		row.calendarId,
		row.responseDueAt,
		row.resolutionDueAt,
		row.responseSla,
		row.resolutionSla,
		row.nextThresholdAt,
		row.pausedMs,
		row.responseWorkedMs
	];
	return JSON.stringify(clocks(before)) === JSON.stringify(clocks(after));
}
