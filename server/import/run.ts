import { setTimeout as delay } from 'node:timers/promises';
import { isDomainError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import type { ImportTicket } from '#server/commands/import-ticket.ts';
import type { FileTicket } from './servicenow.ts';

/** One that the rules refuse, by the last line of the file that told of it. */
export interface RefusedTicket {
	readonly line: number;
	readonly externalId: string;
	readonly reason: string;
}

export interface ImportSummary {
	readonly imported: number;
	/** Taken over by an earlier run. */
	readonly known: number;
	readonly refused: readonly RefusedTicket[];
}

/** Tickets under way at a time: on SQLite they are committed together. */
const AT_ONCE = { sqlite: 64, postgres: 8 } as const;

/** How often a database that is busy with others is asked again. */
const ATTEMPTS = 30;
const PAUSE_MS = 500;

/** Takes tickets over in the order of their creation, each whole or not at all. */
export async function runImport(
	importTicket: ImportTicket,
	dialect: keyof typeof AT_ONCE,
	tickets: readonly FileTicket[],
	onProgress: (done: number, total: number) => void
): Promise<ImportSummary> {
	const waiting = tickets.toSorted((a, b) => a.createdAt - b.createdAt).values();
	const refused: RefusedTicket[] = [];
	let imported = 0;
	let known = 0;
	let done = 0;
	const worker = async () => {
		for (const ticket of waiting) {
			try {
				const { created } = await patiently(() => importTicket(SYSTEM, ticket));
				if (created) imported += 1;
				else known += 1;
			} catch (error) {
				if (!isDomainError(error) || error.code === 'unavailable') throw error;
				const issues = error.issues.map(({ field, code }) => `${field}: ${code}`);
				refused.push({
					line: ticket.line,
					externalId: ticket.externalId,
					reason: [error.code, ...issues].join(', ')
				});
			}
			onProgress(++done, tickets.length);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE[dialect] }, worker));
	return { imported, known, refused };
}

/** Others write too: a database that is busy for the moment is asked again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			const busy = isDomainError(error) && error.code === 'unavailable';
			if (!busy || attempt >= ATTEMPTS) throw error;
			await delay(PAUSE_MS);
		}
	}
}
