import { error } from '@sveltejs/kit';
import { monthAt, monthOf } from '#lib/domain/month.ts';
import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

const PAGE = 50;

/** The incidents of one month, page by page; what is open or recent comes with the live state. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:incidents');
	const { portal, viewer } = locals;
	const { timeZone } = portal.installation;
	const current = monthAt(portal.now(), timeZone);
	const asked = url.searchParams.get('month');
	const month = monthOf(asked ?? current, timeZone);
	// `2026-13` is an address of nothing.
	if (!month) error(404, { message: 'not_found' });
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const { from, to } = month;
	const readAt = await found(portal.queries.cursor());
	const [page, first] = await Promise.all([
		found(portal.queries.incidents(viewer, { from, to, limit: PAGE, cursor })),
		found(portal.queries.firstIncidentAt())
	]);
	const oldest = first === null ? current : monthAt(first, timeZone);
	return {
		readAt,
		month: { key: month.key, from, to },
		previous: month.previous >= oldest ? month.previous : null,
		next: month.next <= current ? month.next : null,
		/** A month of its own, not the page of what is going on now. */
		past: asked !== null && asked !== current,
		deep: cursor !== undefined,
		page
	};
};
