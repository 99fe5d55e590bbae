import type { CountedTicket } from '#lib/domain/figures.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import { piecesOf, placesOf, type Pending } from '#server/database/pending.ts';

/** Stands for nobody: a part of a key cannot be empty. */
const NOBODY = 0;

type Sort = Pick<CountedTicket, 'status' | 'priority' | 'serviceId' | 'assigneeId'>;

/** How many tickets of each sort a transaction makes more or fewer. */
export class TicketCounts implements Pending {
	#moved = new Map<string, { readonly sort: Sort; tickets: number }>();

	/** A ticket was of one sort and is of another; null stands for one that is not there. */
	move(before: Sort | null, after: Sort | null): void {
		if (before) this.#add(before, -1);
		if (after) this.#add(after, 1);
	}

	async flush(tx: WriteTransaction): Promise<void> {
		const moved = [...this.#moved.values()].filter(({ tickets }) => tickets !== 0);
		this.#moved.clear();
		for (const piece of piecesOf(moved))
			await tx.run(
				`INSERT INTO ticket_counts (status, priority, service_id, assignee_id, tickets)
				VALUES ${placesOf(piece.length, 5)}
				ON CONFLICT (status, priority, service_id, assignee_id)
				DO UPDATE SET tickets = ticket_counts.tickets + excluded.tickets`,
				piece.flatMap(({ sort, tickets }) => [
					sort.status,
					sort.priority,
					sort.serviceId,
					sort.assigneeId ?? NOBODY,
					tickets
				])
			);
	}

	#add({ status, priority, serviceId, assigneeId }: Sort, by: 1 | -1): void {
		const key = `${status} ${priority} ${serviceId} ${assigneeId ?? NOBODY}`;
		const moved = this.#moved.get(key);
		if (moved) moved.tickets += by;
		else this.#moved.set(key, { sort: { status, priority, serviceId, assigneeId }, tickets: by });
	}
}
