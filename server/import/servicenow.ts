import type { ImportedTicket } from '#server/commands/import-ticket.ts';
import { readLog } from '#server/servicenow/read.ts';
import { storiesOf } from '#server/servicenow/replay/plan.ts';
import { byUpdate, isBad, type BadRow, type LogRow } from '#server/servicenow/row.ts';

/** A ticket and the line of the file that told of it last. */
export interface FileTicket extends ImportedTicket {
	readonly line: number;
}

/** What a file holds: tickets to be taken over, and rows that cannot be believed. */
export interface ImportFile {
	readonly tickets: readonly FileTicket[];
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
	const tickets: FileTicket[] = [];
	for (const own of Map.groupBy(rows, (row) => row.number).values()) {
		const [story] = storiesOf(own);
		// In the order of time: a file need not be, and a ticket is what its last update says.
		const last = own.toSorted(byUpdate).at(-1);
		const wanted = story?.moments.at(-1)?.wanted;
		if (!story || !last || !wanted) continue;
		tickets.push({
			line: last.line,
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
