import { DomainError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { sentFiles, withoutFiles } from '#lib/forms/files.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import { newComment, newRating, readMark, reopening } from '#lib/input/schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import { isOpenToClient } from '#lib/domain/history.ts';
import type { TicketThread } from '#server/portal.ts';
import type { Actions, PageServerLoad } from './$types';

/** The viewer's own ticket with its public conversation. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:thread');
	const thread = await found(ownThread(locals, params.number), url);
	const { calendars } = await locals.portal.queries.slaBook();
	// A client reads the calendar of its own promise, not those of others.
	const own = calendars.filter(({ id }) => id === thread.ticket.promise?.calendar);
	return { thread, calendars: own, key: crypto.randomUUID() };
};

export const actions: Actions = {
	comment: (event) =>
		submit(event, async ({ key, ...input }, sent) => {
			const actor = await owner(event.locals, event.params.number);
			const { body } = parseInput(newComment, withoutFiles(input));
			const { comment } = await event.locals.portal.commands.commentTicket(
				actor,
				event.params.number,
				{ body, internal: false, files: await sentFiles(sent) },
				sentKey(key)
			);
			return { commented: comment.id };
		}),
	read: (event) =>
		submit(event, async (input) => {
			const actor = await owner(event.locals, event.params.number);
			const { seen } = parseInput(readMark, input);
			await event.locals.portal.commands.readTicket(actor, event.params.number, seen);
			return { read: true };
		}),
	reopen: (event) =>
		submit(event, async ({ key, ...input }, sent) => {
			const actor = await owner(event.locals, event.params.number);
			const { body } = parseInput(reopening, withoutFiles(input));
			const { comment } = await event.locals.portal.commands.reopenTicket(
				actor,
				event.params.number,
				{ body, files: await sentFiles(sent) },
				sentKey(key)
			);
			return { reopened: comment.id };
		}),
	rate: (event) =>
		submit(event, async (input) => {
			const actor = await owner(event.locals, event.params.number);
			const rating = parseInput(newRating, input);
			await event.locals.portal.commands.rateTicket(actor, event.params.number, rating);
			return { rated: rating.score };
		}),
	cancel: (event) =>
		submit(event, async () => {
			const actor = await owner(event.locals, event.params.number);
			await event.locals.portal.commands.cancelTicket(actor, event.params.number);
			return { cancelled: true };
		})
};

/** Staff may see every ticket; in the cabinet a foreign one is as good as missing. */
async function ownThread(locals: App.Locals, number: string): Promise<TicketThread> {
	const thread = await locals.portal.queries.thread(locals.viewer, number);
	if (thread.ticket.requester.email !== locals.viewer?.email) throw new DomainError('not_found');
	return {
		...thread,
		comments: thread.comments.filter(({ internal }) => !internal),
		history: thread.history.filter(({ field }) => isOpenToClient(field))
	};
}

async function owner(locals: App.Locals, number: string): Promise<NonNullable<Viewer>> {
	const { viewer } = locals;
	const ticket = await locals.portal.queries.ticket(viewer, number);
	if (viewer === null || ticket.requester.email !== viewer.email)
		throw new DomainError('not_found');
	return viewer;
}
