import type { ImportedTicket } from '#server/commands/import-ticket.ts';
import { readLog } from '#server/servicenow/read.ts';
import { storiesOf } from '#server/servicenow/replay/plan.ts';
import { isBad, type BadRow, type LogRow } from '#server/servicenow/row.ts';

/** What a file holds: tickets to be taken over, and rows that cannot be believed. */
export interface ImportFile {
	readonly tickets: readonly ImportedTicket[];
	readonly bad: readonly BadRow[];
}

/** A ServiceNow log as one ticket for each incident, as its last row leaves it. */
export async function readServiceNow(path: string): Promise<ImportFile> {
	const rows: LogRow[] = [];
	const bad: BadRow[] = [];
	for await (const row of readLog(path)) {
		if (isBad(row)) bad.push(row);
		else rows.push(row);
	}
	const tickets: ImportedTicket[] = [];
	for (const own of Map.groupBy(rows, (row) => row.number).values()) {
		const [story] = storiesOf(own);
		const last = own.at(-1);
		const wanted = story?.moments.at(-1)?.wanted;
		if (!story || !last || !wanted) continue;
		tickets.push({
			externalId: story.number,
			subject: story.subject,
			description: story.description,
			requester: story.requester,
			...wanted,
			createdAt: story.openedAt,
			updatedAt: last.updatedAt,
			resolvedAt: last.resolvedAt,
			closedAt: last.closedAt
		});
	}
	return { tickets, bad };
}
