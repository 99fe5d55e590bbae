import type { WriteTransaction } from '#server/database/database.ts';

/** Ends every session of somebody but one, and returns which: their sockets are told goodbye. */
export async function endSessionsOf(
	tx: WriteTransaction,
	userId: number,
	now: number,
	except = ''
): Promise<string[]> {
	const ended = await tx.run<{ id: string }>(
		`UPDATE sessions SET ended_at = $1
		WHERE user_id = $2 AND ended_at IS NULL AND id <> $3 RETURNING id`,
		[now, userId, except]
	);
	return ended.map(({ id }) => id);
}
