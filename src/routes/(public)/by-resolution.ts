import type { AnyIncident } from '#lib/domain/incident.ts';

/** Of those that are over, the one resolved last comes first. */
export function byResolution(a: AnyIncident, b: AnyIncident): number {
	const [first, second] = [a.resolvedAt ?? '', b.resolvedAt ?? ''];
	return first < second ? 1 : first > second ? -1 : 0;
}
