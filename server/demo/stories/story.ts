import type { Priority } from '#lib/domain/ticket.ts';

/**
 * What a ticket is about, from the first line to the solution. `{каб}` and the like stand for
 * details of one ticket; `[проверил|проверила]` for the form that fits whoever speaks.
 */
export interface Story {
	readonly subject: string | readonly string[];
	/** What the client writes. */
	readonly text: string;
	/** `normal` when left out. */
	readonly priority?: Priority;
	/** Takes days, whatever anybody does: a move, an event, an order. Its priority is low. */
	readonly unhurried?: boolean;
	/** What has to be asked before it can be solved, and the client's answer. */
	readonly ask?: string;
	readonly answer?: string;
	/** What colleagues leave each other, unseen by the client. */
	readonly note?: string;
	/** What the client is told when it is solved. */
	readonly fix: string;
}

/** The stories of one service, and how its people begin their first answer. */
export interface Repertoire {
	readonly openings: readonly string[];
	readonly stories: readonly Story[];
}
