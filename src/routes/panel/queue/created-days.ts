import { dayOrNull, zoneOf } from '#lib/domain/zone.ts';
import type { TicketFilter } from '#server/portal.ts';

/** Days on which tickets were filed, as the calendar of the portal's zone shows them. */
export interface CreatedDays {
	/** `YYYY-MM-DD`, both belonging to it; '' where it is left open. */
	readonly first: string;
	readonly last: string;
	/** The same in milliseconds, the end not included; what is left open is not in it. */
	readonly span: Pick<TicketFilter, 'createdFrom' | 'createdTo'>;
}

/** Beyond them no zone is known well enough. */
const EARLIEST = '1970-01-02';
const LATEST = '2199-12-31';

/** A date, as the form of the queue sends it; a figure asks by moments. */
export function isDate(text: string): boolean {
	return /^\d{4}-\d\d-\d\d$/.test(text);
}

/** Reads the two dates of an address, whichever way round; what is no date counts as not said. */
export function readCreatedDays(query: URLSearchParams, zone: string): CreatedDays {
	const said = ['createdFrom', 'createdTo'].map((name) => known(query.get(name) ?? ''));
	const [first = '', last = ''] = said.includes('') ? said : said.toSorted();
	const clock = zoneOf(zone);
	const from = dayOrNull(first);
	const until = dayOrNull(last);
	return {
		first,
		last,
		span: {
			...(from === null ? {} : { createdFrom: clock.startOfDay(from) }),
			...(until === null ? {} : { createdTo: clock.startOfDay(until + 1) })
		}
	};
}

function known(date: string): string {
	return dayOrNull(date) !== null && date >= EARLIEST && date <= LATEST ? date : '';
}

/** Was a ticket filed on these days? */
export function wasCreatedIn({ span }: CreatedDays, createdAt: string): boolean {
	const at = Date.parse(createdAt);
	return at >= (span.createdFrom ?? -Infinity) && at < (span.createdTo ?? Infinity);
}
