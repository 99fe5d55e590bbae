import { error, redirect } from '@sveltejs/kit';
import { isListed, TICKET_STATUSES } from '#lib/domain/ticket.ts';
import { sentFiles, withoutFiles } from '#lib/forms/files.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import { newOwnTicket } from '#lib/input/schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';
import { filterOf, isNarrowed, ownView } from './view.ts';

/** Nobody works with more open tickets of his own at once. */
const OPEN = 200;
const PAGE = 20;

/**
 * The viewer's own tickets: all that are listed and a page of those that are over, or a page of
 * what was asked for.
 */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:own-tickets');
	const { queries } = locals.portal;
	const viewer = locals.viewer ?? error(401, { message: 'not_signed_in' });
	const readAt = await found(queries.cursor(), url);
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const filing = url.searchParams.has('new') || url.searchParams.has('/create');
	const view = ownView(url.searchParams);
	const own = { requester: viewer.email };
	const page = {
		readAt,
		deep: cursor !== undefined,
		key: filing ? crypto.randomUUID() : null,
		view
	};
	if (isNarrowed(view)) {
		const filter = { ...own, ...filterOf(view), limit: PAGE, cursor };
		return { ...page, asked: await found(queries.tickets(viewer, filter), url), listed: null };
	}
	const listed = found(
		queries.tickets(viewer, {
			...own,
			status: TICKET_STATUSES.filter(isListed),
			sort: 'newest',
			limit: OPEN
		}),
		url
	);
	const over = found(
		queries.tickets(viewer, {
			...own,
			status: TICKET_STATUSES.filter((status) => !isListed(status)),
			sort: 'newest',
			limit: PAGE,
			cursor
		}),
		url
	);
	return { ...page, asked: await over, listed: await listed };
};

export const actions: Actions = {
	create: (event) =>
		submit(event, async ({ key, ...input }, sent) => {
			const { ticket } = await event.locals.portal.commands.createTicket(
				event.locals.viewer ?? error(401, { message: 'not_signed_in' }),
				{ ...parseInput(newOwnTicket, withoutFiles(input)), files: await sentFiles(sent) },
				sentKey(key)
			);
			redirect(303, `/cabinet/tickets/${ticket.number}`);
		})
};
