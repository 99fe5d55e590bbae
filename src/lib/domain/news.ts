import { isOpenToClient, type HistoryField } from './history.ts';

/** What an event says of a ticket, as far as its client may know of it. */
export interface NewsFacts {
	/** Its client did it itself: it needs no telling. */
	readonly byRequester: boolean;
	readonly comment?: { readonly internal: boolean } | undefined;
	readonly history?: readonly { readonly field: HistoryField }[] | undefined;
}

/** How many things an event tells the ticket's client that it did not do itself. */
export function newsOf({ byRequester, comment, history = [] }: NewsFacts): number {
	if (byRequester) return 0;
	const said = comment && !comment.internal ? 1 : 0;
	return said + history.filter(({ field }) => isOpenToClient(field)).length;
}
