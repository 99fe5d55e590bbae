import { clientOf, type Audience } from '#lib/domain/audience.ts';
import { isOpenToClient, type HistoryEntry } from '#lib/domain/history.ts';
import type { HistoryRecord } from '#server/records/history-record.ts';

/** A change as an audience may see it, or null when it may not know of it. */
export function historyFor(record: HistoryRecord, audience: Audience): HistoryEntry | null {
	const { id, ticket, at, field, before, after, byRequester } = record;
	const staff = audience === 'staff';
	if (!staff && (clientOf(audience) !== record.requesterId || !isOpenToClient(field))) return null;
	// Who of the staff did it is not the client's affair.
	const author =
		record.author && (staff || byRequester)
			? { name: record.author.name, staff: record.author.staff }
			: null;
	return { id, ticket, at, field, before, after, author };
}
