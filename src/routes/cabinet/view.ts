import { isListed, TICKET_STATUSES } from '#lib/domain/ticket.ts';
import type { TicketFilter } from '#server/portal.ts';

/** Which of the own tickets are looked at. */
export const SHOWN = ['all', 'waiting', 'unread', 'over'] as const;
export type Shown = (typeof SHOWN)[number];

/** What the address of the list says. */
export interface OwnView {
	readonly show: Shown;
	readonly q: string;
	readonly service: string;
}

const LONGEST_QUERY = 200;
const LONGEST_SLUG = 64;

/** Reads an address; what it does not understand counts as left out. */
export function ownView(params: URLSearchParams): OwnView {
	return {
		show: SHOWN.find((one) => one === params.get('show')) ?? 'all',
		q: (params.get('q') ?? '').trim().slice(0, LONGEST_QUERY),
		service: (params.get('service') ?? '').slice(0, LONGEST_SLUG)
	};
}

/** Is only a part of the tickets wanted, as one list? */
export function isNarrowed({ show, q, service }: OwnView): boolean {
	return show !== 'all' || q !== '' || service !== '';
}

/** The address of a view. */
export function addressOf({ show, q, service }: OwnView): string {
	const params = new URLSearchParams();
	if (show !== 'all') params.set('show', show);
	if (q !== '') params.set('q', q);
	if (service !== '') params.set('service', service);
	const text = params.toString();
	return text ? `/cabinet?${text}` : '/cabinet';
}

/** The view as the list of tickets is asked for it. */
export function filterOf({ show, q, service }: OwnView): TicketFilter {
	return {
		...(show === 'waiting' ? { status: ['waiting'] as const } : {}),
		...(show === 'over' ? { status: TICKET_STATUSES.filter((status) => !isListed(status)) } : {}),
		...(show === 'unread' ? { unread: true } : {}),
		...(q === '' ? {} : { q }),
		...(service === '' ? {} : { service }),
		sort: 'newest'
	};
}
