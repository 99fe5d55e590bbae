import type { WriteTransaction } from '#server/database/database.ts';

/** One at a time adds a service: two would take the same place in lists. */
export async function holdServicePlaces(tx: WriteTransaction): Promise<void> {
	if (tx.dialect === 'postgres') await tx.run('LOCK TABLE services IN SHARE ROW EXCLUSIVE MODE');
}
