/** What an address asks of a page, in one spelling for all that ask the same. */
export interface KeptAddress {
	readonly path: string;
	/** `?month=2026-03`, or nothing. */
	readonly search: string;
}

/** A segment that stands for one thing only: no escapes, no dots. */
const NAME = '[A-Za-z0-9-]{1,100}';

/**
 * Pages that are the same for everybody without a session, and the parameters that each of them
 * goes by. A page that is not named here is rendered for each who asks.
 */
const PAGES: readonly { readonly page: RegExp; readonly query: readonly string[] }[] = [
	{ page: /^\/$/, query: [] },
	{ page: /^\/queue$/, query: ['service', 'priority', 'status', 'shown'] },
	{ page: /^\/kpi$/, query: ['kpi', 'days', 'from', 'to', 'step', 'compare', 'all'] },
	{ page: /^\/incidents$/, query: ['month', 'cursor'] },
	{ page: new RegExp(`^/incidents/${NAME}$`), query: [] },
	{ page: /^\/services$/, query: [] },
	{ page: new RegExp(`^/services/${NAME}$`), query: ['cursor'] },
	{ page: /^\/docs$/, query: ['category', 'cursor'] },
	// Not /contacts: its form tells when it was made.
	{ page: /^\/shifts$/, query: ['day'] },
	{ page: /^\/reports$/, query: ['cursor'] },
	{ page: /^\/(faq|about)$/, query: [] },
	{ page: /^\/news$/, query: ['cursor'] },
	{ page: new RegExp(`^/news/${NAME}$`), query: [] }
];

/** Where a visitor came from: marks that others hang on to our addresses and no page reads. */
const TRACKS = /^(utm_[a-z]+|yclid|ysclid|gclid|fbclid|_openstat)$/;

/** Letters of a parameter that a page is kept for. */
const LONGEST_VALUE = 120;

/**
 * The one spelling of an address that is kept, or null for one that is not: a parameter nobody
 * knows, one said twice, or a value of unlikely length must not fill the memory.
 */
export function keptAddress(url: string): KeptAddress | null {
	const at = url.indexOf('?');
	const path = at < 0 ? url : url.slice(0, at);
	const found = PAGES.find(({ page }) => page.test(path));
	if (!found) return null;
	if (at < 0) return { path, search: '' };
	const said = new Map<string, string>();
	for (const [name, value] of new URLSearchParams(url.slice(at))) {
		if (TRACKS.test(name)) continue;
		if (!found.query.includes(name) || said.has(name) || value.length > LONGEST_VALUE) return null;
		said.set(name, value);
	}
	const query = new URLSearchParams();
	for (const name of found.query) {
		const value = said.get(name);
		if (value !== undefined) query.set(name, value);
	}
	const text = query.toString();
	return { path, search: text === '' ? '' : `?${text}` };
}
