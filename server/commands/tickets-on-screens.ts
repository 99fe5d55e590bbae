import { WINDOW_SIZE } from '#lib/domain/urgency.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import { selectTickets, ticketRecord, type TicketRecord } from '#server/records/ticket-record.ts';

/** Tickets of somebody or something (`$1` in `whose`) that live screens may show: a window's full at most. */
export async function ticketsOnScreens(
	tx: WriteTransaction,
	whose: string,
	id: number
): Promise<TicketRecord[]> {
	const rows = await selectTickets(
		tx,
		`WHERE (${whose}) AND t.status NOT IN ('closed', 'cancelled')
		ORDER BY t.urgency, t.created_at, t.id LIMIT ${WINDOW_SIZE}`,
		[id]
	);
	return rows.map(ticketRecord);
}
