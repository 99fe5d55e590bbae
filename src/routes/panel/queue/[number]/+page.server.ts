import { error, redirect } from '@sveltejs/kit';
import { permitted } from '#lib/administration/viewer.ts';
import { fillReply, withReply } from '#lib/domain/canned-reply.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { may } from '#lib/domain/permission.ts';
import { touchedOnly } from '#lib/forms/conflict.ts';
import { sentFiles, withoutFiles } from '#lib/forms/files.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import { newIncidentLink } from '#lib/input/incident-schemas.ts';
import { deletion, newComment, ticketPatch } from '#lib/input/schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** The ticket with its whole conversation; from there on the stream carries it. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:thread', 'app:ticket-incidents');
	const { queries } = locals.portal;
	return {
		thread: await found(queries.thread(locals.viewer, params.number), url),
		incidents: await found(queries.ticketIncidents(locals.viewer, params.number), url),
		siteRequest: await queries.siteRequest(locals.viewer, params.number),
		staff: await queries.staff(),
		calendars: (await queries.slaBook()).calendars,
		replies: await queries.replies(locals.viewer),
		mayDelete: may(locals.viewer, 'ticket.delete'),
		key: crypto.randomUUID()
	};
};

export const actions: Actions = {
	update: (event) =>
		submit(event, async (input) => ({
			updated: await event.locals.portal.commands.updateTicket(
				actorOf(event.locals.viewer),
				event.params.number,
				parseInput(ticketPatch, touchedOnly(input))
			)
		})),
	edit: (event) =>
		submit(event, async (input) => ({
			edited: await event.locals.portal.commands.updateTicket(
				actorOf(event.locals.viewer),
				event.params.number,
				parseInput(ticketPatch, touchedOnly(input))
			)
		})),
	link: (event) =>
		submit(event, async (input) => {
			const { incident } = parseInput(newIncidentLink, input);
			const { commands } = event.locals.portal;
			const { number } = event.params;
			await commands.linkTicket(actorOf(event.locals.viewer), incident, number);
			return { linked: incident };
		}),
	unlink: (event) =>
		submit(event, async (input) => {
			const { incident } = parseInput(newIncidentLink, input);
			const { commands } = event.locals.portal;
			const { number } = event.params;
			await commands.unlinkTicket(actorOf(event.locals.viewer), incident, number);
			return { unlinked: incident };
		}),
	/** Without script: the form comes back with a canned reply written into it. */
	insert: (event) =>
		submit(event, async ({ reply, body, internal }) => {
			const { queries } = event.locals.portal;
			const { viewer } = event.locals;
			const ticket = await queries.ticket(viewer, event.params.number);
			const picked = (await queries.replies(viewer)).find(({ id }) => String(id) === reply);
			const service = (await queries.services()).find(({ slug }) => slug === ticket.service);
			const written = typeof body === 'string' ? body : '';
			const values = {
				name: ticket.requester.name,
				number: ticket.number,
				service: service?.name ?? ticket.service
			};
			return {
				inserted: picked ? withReply(written, fillReply(picked.body, values)) : written,
				internal: internal === 'on'
			};
		}),
	delete: (event) =>
		submit(event, async (input) => {
			const actor = permitted(event.locals.viewer, 'ticket.delete');
			const { reason } = parseInput(deletion, input);
			await event.locals.portal.commands.deleteTicket(actor, event.params.number, reason);
			redirect(303, '/panel/queue');
		}),
	comment: (event) =>
		submit(event, async ({ key, reply: _picked, ...input }, sent) => {
			const { comment } = await event.locals.portal.commands.commentTicket(
				actorOf(event.locals.viewer),
				event.params.number,
				{ ...parseInput(newComment, withoutFiles(input)), files: await sentFiles(sent) },
				sentKey(key)
			);
			return { commented: comment.id };
		})
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
