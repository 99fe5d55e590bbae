import type { WriteTransaction } from '#server/database/database.ts';
import { piecesOf, placesOf, type Pending } from '#server/database/pending.ts';
import type { EventType } from './event.ts';

/** An event as it is stored; its number comes with the storing. */
interface JournalRow {
	readonly at: number;
	readonly type: EventType;
	readonly actorId: number | null;
	/** The thing it is about, for whoever looks through the record. */
	readonly about: string | null;
	readonly payload: string;
}

/** The events of a transaction, numbered in the order in which they were added. */
export class EventJournal implements Pending {
	#rows: JournalRow[] = [];

	add(row: JournalRow): void {
		this.#rows.push(row);
	}

	async flush(tx: WriteTransaction): Promise<void> {
		for (const piece of piecesOf(this.#rows.splice(0)))
			await tx.run(
				`INSERT INTO events (at, type, actor_id, about, payload)
				VALUES ${placesOf(piece.length, 5)}`,
				piece.flatMap(({ at, type, actorId, about, payload }) => [
					at,
					type,
					actorId,
					about,
					payload
				])
			);
	}
}
