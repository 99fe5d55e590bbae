import { DAY, zoneOf } from '#lib/domain/zone.ts';
import { withoutEmpty } from '#lib/forms/empty.ts';
import { auditFilter } from '#lib/input/administration.ts';
import type { AuditFilter } from '#server/portal.ts';

/** What is asked of the record of events; everything comes from the address. */
export interface AuditAsk {
	readonly filter: AuditFilter;
	/** The fields of the form as they were typed. */
	readonly typed: {
		readonly actor: string;
		readonly kind: string;
		readonly about: string;
		readonly from: string;
		readonly to: string;
	};
}

const FIELDS = ['actor', 'kind', 'about', 'from', 'to', 'cursor'] as const;

/** Reads the address by allow-lists; dates are days of the portal's zone, both belonging to it. */
export function readAuditAsk(query: URLSearchParams, zone: string): AuditAsk {
	const said = withoutEmpty(Object.fromEntries(query), FIELDS);
	const { actor, kind, about, from, to, cursor } = auditFilter.parse(said);
	const dayOf = (date: string) => Date.parse(`${date}T00:00Z`) / DAY;
	return {
		filter: {
			actor,
			kind,
			about,
			cursor,
			from: from === undefined ? undefined : zoneOf(zone).startOfDay(dayOf(from)),
			to: to === undefined ? undefined : zoneOf(zone).startOfDay(dayOf(to) + 1)
		},
		typed: {
			actor: actor ?? '',
			kind: kind ?? '',
			about: about ?? '',
			from: from ?? '',
			to: to ?? ''
		}
	};
}

/** The same question in another address: of the file, or of what is new. */
export function auditQuery(typed: AuditAsk['typed'], more: Record<string, string> = {}): string {
	const entries = Object.entries({ ...typed, ...more }).filter(([, value]) => value !== '');
	return new URLSearchParams(entries).toString();
}
