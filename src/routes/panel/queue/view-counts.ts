import type { SavedView } from '#lib/domain/saved-view.ts';
import type { Viewer } from '#lib/domain/people.ts';
import type { Queries } from '#server/portal.ts';
import { databaseFilter, leavesWindow, readView } from './view.ts';

/** Ids of views → how many tickets they show. */
export type ViewCounts = Readonly<Record<number, number>>;

/** Counts of those views that the live window does not hold; the others the page counts itself. */
export async function countViews(
	queries: Pick<Queries, 'tickets'>,
	viewer: Viewer,
	views: readonly SavedView[],
	zone: string
): Promise<ViewCounts> {
	const counts: Record<number, number> = {};
	for (const { id, query } of views) {
		const parameters = new URLSearchParams(query);
		if (!leavesWindow(parameters)) continue;
		const filter = databaseFilter(readView(parameters, zone), viewer?.email ?? '');
		counts[id] = (await queries.tickets(viewer, { ...filter, limit: 1 })).total ?? 0;
	}
	return counts;
}
