import type { Audience } from '#lib/domain/audience.ts';
import type { HistoryEntry } from '#lib/domain/history.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import { historyFor } from '#server/presenters/history.ts';
import { selectHistory } from '#server/records/history-record.ts';

/** Changes shown with a ticket; older ones of a longer history are left out. */
const ENTRIES = 1_000;

/** What of a ticket's history an audience may see, the oldest first. */
export async function historyOf(
	tx: ReadTransaction,
	id: number,
	audience: Audience
): Promise<readonly HistoryEntry[]> {
	const records = await selectHistory(
		tx,
		`WHERE h.ticket_id = $1 ORDER BY h.id DESC LIMIT ${ENTRIES}`,
		[id]
	);
	return records
		.reverse()
		.map((record) => historyFor(record, audience))
		.filter((entry) => entry !== null);
}
