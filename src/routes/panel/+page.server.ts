import { found } from '#lib/forms/refusal.ts';
import { readCourses } from './courses.ts';
import type { PageServerLoad } from './$types';

/** Lines of what happened last: as many as a glance takes in. */
const MOST = 15;

/** What the live state does not hold: the course of figures and what happened last. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:latest', 'app:handover');
	const { portal, viewer } = locals;
	const readAt = await found(portal.queries.cursor(), url);
	const [courses, latest, staff, handovers] = await Promise.all([
		found(readCourses(portal, viewer), url),
		found(portal.queries.latestChanges(viewer, MOST), url),
		portal.queries.staff(),
		found(portal.queries.handovers(viewer, { limit: 1 }), url)
	]);
	return { readAt, courses, latest, staff, most: MOST, handover: handovers.items[0] ?? null };
};
