import { randomUUID } from 'node:crypto';
import type { SlaBook } from '#lib/domain/sla-policy.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import { readSlaBook, SLA_VERSION_KEY } from '#server/records/sla-book.ts';

/**
 * Says that policies or calendars have changed, and reads them as they stand now. A new random
 * version each time: what a transaction reads and then rolls back is never taken for another.
 */
export async function changeSlaVersion(tx: WriteTransaction): Promise<SlaBook> {
	await tx.run(`UPDATE meta SET value = $2 WHERE key = $1`, [SLA_VERSION_KEY, randomUUID()]);
	return readSlaBook(tx);
}

/** Two administrators change them one after the other, not at once. */
export async function lockSla(tx: WriteTransaction): Promise<SlaBook> {
	await tx.all(`SELECT t.value FROM meta t WHERE t.key = $1${tx.forUpdate}`, [SLA_VERSION_KEY]);
	return readSlaBook(tx);
}
