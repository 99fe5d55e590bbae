import { lastDays } from '#lib/domain/kpi-period.ts';
import type { Viewer } from '#lib/domain/people.ts';
import type { Portal } from '#server/portal.ts';

/** Figures whose course is drawn beside them. */
export type Course =
	| 'backlog'
	| 'overdue'
	| 'created'
	| 'resolved'
	| 'first_response_time'
	| 'resolution_time'
	| 'sla_resolution_met';

/** Values of each day, the oldest first; null where nothing was counted. */
export type Courses = Readonly<Record<Course, readonly (number | null)[]>>;

/** Two weeks show the weekend for what it is. */
const DAYS = 14;

/** How the summary's figures went day by day. */
export async function readCourses(
	{ queries, installation, now }: Portal,
	viewer: Viewer
): Promise<Courses> {
	const period = lastDays(DAYS, installation.timeZone, now());
	const course = async (key: Course) => {
		const { points } = await queries.kpiSeries(viewer, key, { ...period, step: 'day' });
		return points.map(({ value }) => value);
	};
	const [backlog, overdue, created, resolved, response, resolution, met] = await Promise.all([
		course('backlog'),
		course('overdue'),
		course('created'),
		course('resolved'),
		course('first_response_time'),
		course('resolution_time'),
		course('sla_resolution_met')
	]);
	return {
		backlog,
		overdue,
		created,
		resolved,
		first_response_time: response,
		resolution_time: resolution,
		sla_resolution_met: met
	};
}
