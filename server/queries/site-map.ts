import { incidentNumber } from '#lib/domain/incident.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import { iso } from '#server/records/ticket-record.ts';

/** Search engines take 50,000 addresses; older incidents are found through their months. */
const MOST_OF_A_KIND = 5_000;

/** Everything of which there may be more or fewer pages tomorrow. */
export async function readSiteMap(
	tx: ReadTransaction
): Promise<{ path: string; changedAt: string | null }[]> {
	const services = await tx.all<{ slug: string }>(
		`SELECT slug FROM services WHERE NOT hidden ORDER BY position, id`
	);
	const news = await tx.all<{ slug: string; at: number }>(
		`SELECT slug, updated_at AS at FROM news WHERE state = 'published'
		ORDER BY published_at DESC, id DESC LIMIT ${MOST_OF_A_KIND}`
	);
	const incidents = await tx.all<{ id: number; at: number }>(
		`SELECT id, updated_at AS at FROM incidents ORDER BY started_at DESC, id DESC
		LIMIT ${MOST_OF_A_KIND}`
	);
	return [
		...services.map(({ slug }) => ({ path: `/services/${slug}`, changedAt: null })),
		...news.map(({ slug, at }) => ({ path: `/news/${slug}`, changedAt: iso(at) })),
		...incidents.map(({ id, at }) => ({
			path: `/incidents/${incidentNumber(id)}`,
			changedAt: iso(at)
		}))
	];
}
