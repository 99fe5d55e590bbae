import { byGravity } from './incident.ts';
import { byPlaceOfKpi } from './kpi.ts';
import { listedTotal, type Change, type LiveState } from './live.ts';
import { byStart } from './maintenance.ts';
import { byScreenName } from './screen.ts';
import { byPublication } from './news-item.ts';
import { byPlace } from './service.ts';
import { byShiftStart } from './shift.ts';
import { isListed, type AnyTicket } from './ticket.ts';
import { byUrgency, WINDOW_LOW, WINDOW_SIZE } from './urgency.ts';

/** A state after some changes, and whether its window ran so low that a new snapshot is due. */
export interface Applied {
	readonly state: LiveState;
	readonly low: boolean;
}

/** There are tickets to show, and this state came without them. */
export function lacksTickets(state: LiveState): boolean {
	return state.tickets.length === 0 && listedTotal(state.totals) > 0;
}

/** What of a state is taken change by change; tickets are cut to a window at the end. */
type BesideTickets = Omit<LiveState, 'tickets'>;

/**
 * The algebra of the stream: old snapshot + changes = new snapshot.
 *
 * A window that was cut knows every ticket down to its last one and nothing beyond it; so it
 * never takes in a ticket that would stand behind its last, and shrinks until it asks anew.
 */
export function applyChanges(state: LiveState, changes: readonly Change[]): Applied {
	const next: { -readonly [K in keyof BesideTickets]: BesideTickets[K] } = {
		...(state.unread ? { unread: state.unread } : {}),
		...(state.screens ? { screens: state.screens } : {}),
		totals: state.totals,
		incidents: state.incidents,
		services: state.services,
		maintenances: state.maintenances,
		kpis: state.kpis,
		shifts: state.shifts,
		news: state.news
	};
	let tickets: Map<string, AnyTicket> | null = null;
	for (const change of changes) {
		if (change.kind === 'ticket') {
			tickets ??= new Map(state.tickets.map((ticket) => [ticket.number, ticket]));
			if (change.op === 'put' && isListed(change.value.status))
				tickets.set(change.value.number, change.value);
			else tickets.delete(String(change.id));
		} else if (change.op === 'put') {
			if (change.kind === 'totals') next.totals = change.value;
			else if (change.kind === 'unread') next.unread = change.value;
			else if (change.kind === 'screen')
				next.screens = put(next.screens ?? [], change.value, 'id').sort(byScreenName);
			else if (change.kind === 'incident')
				next.incidents = put(next.incidents, change.value, 'number').sort(byGravity);
			else if (change.kind === 'service')
				next.services = put(next.services, change.value, 'slug').sort(byPlace);
			else if (change.kind === 'maintenance')
				next.maintenances = put(next.maintenances, change.value, 'number').sort(byStart);
			else if (change.kind === 'kpi')
				next.kpis = put(next.kpis, change.value, 'key').sort(byPlaceOfKpi);
			else if (change.kind === 'news')
				next.news = put(next.news, change.value, 'id').sort(byPublication);
			else if (change.kind === 'shift')
				next.shifts = put(next.shifts, change.value, 'id').sort(byShiftStart);
		} else if (change.kind === 'incident')
			next.incidents = next.incidents.filter(({ number }) => number !== change.id);
		else if (change.kind === 'service')
			next.services = next.services.filter(({ slug }) => slug !== change.id);
		else if (change.kind === 'maintenance')
			next.maintenances = next.maintenances.filter(({ number }) => number !== change.id);
		else if (change.kind === 'kpi') next.kpis = next.kpis.filter(({ key }) => key !== change.id);
		else if (change.kind === 'shift')
			next.shifts = next.shifts.filter(({ id }) => id !== change.id);
		else if (change.kind === 'screen')
			next.screens = (next.screens ?? []).filter(({ id }) => id !== change.id);
		else if (change.kind === 'news') next.news = next.news.filter(({ id }) => id !== change.id);
	}
	const window = tickets === null ? state.tickets : cutWindow(state, [...tickets.values()]);
	return {
		state: { ...next, tickets: window },
		low: window.length < Math.min(WINDOW_LOW, listedTotal(next.totals))
	};
}

function cutWindow(before: LiveState, tickets: AnyTicket[]): readonly AnyTicket[] {
	// Without a last one nothing is known of any.
	if (lacksTickets(before)) return [];
	const floor =
		before.tickets.length < listedTotal(before.totals) ? before.tickets.at(-1) : undefined;
	const known = floor ? tickets.filter((ticket) => byUrgency(ticket, floor) <= 0) : tickets;
	return known.sort(byUrgency).slice(0, WINDOW_SIZE);
}

/** Replaces the item with the same key in its place, or adds it at the end. */
function put<T, K extends keyof T>(items: readonly T[], item: T, key: K): T[] {
	const at = items.findIndex((candidate) => candidate[key] === item[key]);
	return at < 0 ? [...items, item] : items.map((old, index) => (index === at ? item : old));
}
