import type { KpiSeries } from '#lib/domain/kpi.ts';
import { lastDays } from '#lib/domain/kpi-period.ts';
import type { Portal } from '#server/portal.ts';

/** Figures whose course the managers' board draws; everybody may see them. */
export const COURSES = [
	'sla_resolution_met',
	'created',
	'first_response_time',
	'resolution_time'
] as const;
export type CourseKey = (typeof COURSES)[number];

export interface WallCourses {
	readonly series: Readonly<Record<CourseKey, KpiSeries>>;
}

const DAYS = 30;

/** How the figures went day by day. */
export async function readWallCourses({
	queries,
	installation,
	now
}: Portal): Promise<WallCourses> {
	const period = lastDays(DAYS, installation.timeZone, now());
	const read = (key: CourseKey) => queries.kpiSeries(null, key, { ...period, step: 'day' });
	const [met, created, response, resolution] = await Promise.all([
		read('sla_resolution_met'),
		read('created'),
		read('first_response_time'),
		read('resolution_time')
	]);
	return {
		series: {
			sla_resolution_met: met,
			created,
			first_response_time: response,
			resolution_time: resolution
		}
	};
}
