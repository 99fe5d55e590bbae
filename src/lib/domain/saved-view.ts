/** A view of the queue that one of the staff keeps under a name. */
export interface SavedView {
	readonly id: number;
	readonly name: string;
	/** Parameters of the queue's address, as `normalQuery` writes them. */
	readonly query: string;
}

/** Views one person keeps: they stand in one row. */
export const MOST_VIEWS = 20;

/** Longest address that is kept. */
const LONGEST_QUERY = 1_000;

/** Parameters that belong to a page of a view or to a form, not to the view itself. */
const PASSING = new Set(['cursor', 'shown', 'new', 'list', 'from_view']);

/**
 * The parameters of a view in one order and without what is passing, so that two addresses of the
 * same view are the same text. Null when it is no such address.
 */
export function normalQuery(query: string): string | null {
	if (query.length > LONGEST_QUERY) return null;
	const parameters = [...new URLSearchParams(query.replace(/^\?/, ''))]
		.map(([name, value]) => [name, value.trim()] as const)
		.filter(([name, value]) => value !== '' && !PASSING.has(name) && !name.startsWith('/'));
	if (parameters.some(([name]) => !/^[a-zA-Z]{1,20}$/.test(name))) return null;
	const seen = new Set(parameters.map(([name]) => name));
	if (seen.size < parameters.length) return null;
	parameters.sort(([a], [b]) => (a < b ? -1 : 1));
	return new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
}
