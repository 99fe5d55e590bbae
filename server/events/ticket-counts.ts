import type { CountedTicket } from '#lib/domain/figures.ts';
import type { Bound, WriteTransaction } from '#server/database/database.ts';

/** Stands for nobody: a part of a key cannot be empty. */
const NOBODY = 0;

/** Moves how many tickets there are of each sort; null stands for a ticket that is not there. */
export async function moveTicketCounts(
	tx: WriteTransaction,
	before: CountedTicket | null,
	after: CountedTicket | null
): Promise<void> {
	if (before && after && isSameSort(before, after)) return;
	const values: Bound[] = [];
	if (before) values.push(...sortOf(before), -1);
	if (after) values.push(...sortOf(after), 1);
	if (values.length === 0) return;
	await tx.run(
		`INSERT INTO ticket_counts (status, priority, service_id, assignee_id, tickets)
		VALUES ($1, $2, $3, $4, $5)${values.length > 5 ? ', ($6, $7, $8, $9, $10)' : ''}
		ON CONFLICT (status, priority, service_id, assignee_id)
		DO UPDATE SET tickets = ticket_counts.tickets + excluded.tickets`,
		values
	);
}

function isSameSort(one: CountedTicket, other: CountedTicket): boolean {
	return (
		one.status === other.status &&
		one.priority === other.priority &&
		one.serviceId === other.serviceId &&
		one.assigneeId === other.assigneeId
	);
}

function sortOf({ status, priority, serviceId, assigneeId }: CountedTicket): Bound[] {
	return [status, priority, serviceId, assigneeId ?? NOBODY];
}
