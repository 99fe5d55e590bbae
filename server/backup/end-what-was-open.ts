import type { WriteTransaction } from '#server/database/database.ts';

/**
 * Ends what a backup would bring back to life. Sessions and one-time links that were ended or used
 * since stand open in it, and letters that went out since are owed in it. Keys and televisions
 * stay: machines cannot sign in again, and a wall must not go dark.
 */
export async function endWhatWasOpen(tx: WriteTransaction, now: number): Promise<void> {
	await tx.run(`UPDATE sessions SET ended_at = $1 WHERE ended_at IS NULL`, [now]);
	await tx.run(
		`UPDATE account_links SET used_at = COALESCE(used_at, $1), registration = NULL
		WHERE used_at IS NULL OR registration IS NOT NULL`,
		[now]
	);
	await tx.run(
		`UPDATE mails SET failed_at = $1, error = $2 WHERE sent_at IS NULL AND failed_at IS NULL`,
		[now, 'not sent: restored from a backup, after which it may have gone out']
	);
}
