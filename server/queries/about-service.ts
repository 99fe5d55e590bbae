import { audienceOf } from '#lib/domain/audience.ts';
import type { Viewer } from '#lib/domain/people.ts';

const AFFECTED = {
	incident: 'incident_services',
	maintenance: 'maintenance_services'
} as const;

/**
 * Those that are about a service named by its slug (`?`). What is about a service that only staff
 * see is found by it by staff alone: else a guessed slug would say that there is one.
 */
export function aboutService(what: keyof typeof AFFECTED, viewer: Viewer): string {
	const seen = audienceOf(viewer) === 'staff' ? '' : ' AND NOT s.hidden';
	return `t.id IN (SELECT a.${what}_id FROM ${AFFECTED[what]} a
		JOIN services s ON s.id = a.service_id WHERE s.slug = ?${seen})`;
}
