import { error, redirect } from '@sveltejs/kit';
import { may } from '#lib/domain/permission.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { ticketId, ticketNumber } from '#lib/domain/ticket.ts';
import { withoutEmpty } from '#lib/forms/empty.ts';
import { sentFiles, withoutFiles } from '#lib/forms/files.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import { newTicket, newView } from '#lib/input/schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import { changeAll } from './bulk.ts';
import type { Portal, Queries } from '#server/portal.ts';
import type { Actions, PageServerLoad } from './$types';
import { countViews } from './view-counts.ts';
import { databaseFilter, leavesWindow, readRequester, readView } from './view.ts';

const PAGE = 50;

/** Clients offered while a requester is typed; the others can still be typed in full. */
const OFFERED = 500;

/**
 * Open tickets come with the live state; a page from the database is read only for what the
 * live window does not hold.
 */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:views', 'app:queue');
	const { queries, installation } = locals.portal;
	const readAt = await found(queries.cursor(), url);
	const { viewer } = locals;
	const query = url.searchParams;
	const filing = query.has('new') || query.has('/create');
	const views = await queries.views(viewer);
	return {
		readAt,
		staff: await queries.staff(),
		views,
		counts: await found(countViews(queries, viewer, views, installation.timeZone), url),
		mayAudit: may(viewer, 'audit.read'),
		filing: filing
			? { key: crypto.randomUUID(), clients: (await queries.clients()).slice(0, OFFERED) }
			: null,
		requester: await requesterNamed(queries, viewer, readRequester(query)),
		page: leavesWindow(query) ? await pageOf(locals.portal, viewer, url) : null
	};
};

/** Whose tickets are asked for, by name; null when there are none. */
async function requesterNamed(queries: Queries, viewer: Viewer, requester: string) {
	if (requester === '') return null;
	const { items } = await queries.tickets(viewer, { requester, sort: 'newest', limit: 1 });
	return items[0]?.requester ?? null;
}

async function pageOf({ queries, installation }: Portal, viewer: Viewer, url: URL) {
	const view = readView(url.searchParams, installation.timeZone);
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const filter = { ...databaseFilter(view, viewer?.email ?? ''), limit: PAGE, cursor };
	const page = await found(queries.tickets(viewer, filter), url);
	// A number typed into the search leads straight to its ticket.
	const id = /^\d+$/.test(view.q) ? Number(view.q) : ticketId(view.q);
	if (id !== null && page.items[0]?.number === ticketNumber(id))
		redirect(303, `/panel/queue/${ticketNumber(id)}`);
	return page;
}

export const actions: Actions = {
	create: (event) =>
		submit(event, async ({ key, ...input }, sent) => {
			const written = withoutEmpty(withoutFiles(input), ['requester', 'requesterName']);
			const filed = await event.locals.portal.commands.createTicket(
				actorOf(event.locals.viewer),
				{ ...parseInput(newTicket, written), files: await sentFiles(sent) },
				sentKey(key)
			);
			redirect(303, `/panel/queue/${filed.ticket.number}`);
		}),
	keep: (event) =>
		submit(event, async (input) => ({
			kept: await event.locals.portal.commands.saveView(
				actorOf(event.locals.viewer),
				parseInput(newView, input)
			)
		})),
	bulk: (event) =>
		submit(event, async (input) => ({
			bulk: await changeAll(event.locals.portal.commands, actorOf(event.locals.viewer), input)
		}))
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
