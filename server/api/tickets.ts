import type Router from '@koa/router';
import type { Middleware } from 'koa';
import { z } from 'zod';
import { fileHeaders } from '#lib/domain/file-answer.ts';
import { PRIORITIES, TICKET_STATUSES } from '#lib/domain/ticket.ts';
import { figureFilter } from '#lib/input/kpis.ts';
import {
	deletion,
	email,
	LIMITS,
	newComment,
	newRating,
	newTicket,
	readMark,
	reopening,
	ticketPatch
} from '#lib/input/schemas.ts';
import { TICKET_SORTS, type Portal } from '#server/portal.ts';
import { body, idempotencyKey, part, permitted, query, signedIn } from './context.ts';
import { fileForm, sentUploads } from './files.ts';
import { deletionBody, jsonBody } from './json-body.ts';

const text = (max: number) => z.string().min(1).max(max);

/** One value or several, separated by commas. */
const among = <const T extends readonly [string, ...string[]]>(values: T) =>
	z
		.string()
		.transform((list) => list.split(',').filter((value) => value !== ''))
		.pipe(z.array(z.enum(values)).max(values.length));

/** Filters, order and page of a list of tickets. */
export const ticketQuery = z.strictObject({
	status: among(TICKET_STATUSES).optional(),
	priority: among(PRIORITIES).optional(),
	service: text(64).optional(),
	assignee: text(LIMITS.email).optional(),
	requester: email.optional(),
	q: z.string().max(LIMITS.query).optional(),
	externalId: text(100).optional(),
	...figureFilter,
	sort: z.enum(TICKET_SORTS).optional(),
	limit: z.coerce.number().int().min(1).max(200).optional(),
	cursor: text(400).optional()
});

/** Tickets and their conversations. */
export function ticketRoutes(router: Router, portal: Portal): void {
	const { commands, queries } = portal;

	router.get('/tickets', async (context) => {
		context.body = await queries.tickets(signedIn(context), query(context, ticketQuery));
	});

	router.post('/tickets', jsonBody, async (context) => {
		const actor = permitted(context, 'ticket.create.own');
		const input = body(context, newTicket);
		const { ticket, created } = await commands.createTicket(actor, input, idempotencyKey(context));
		context.status = created ? 201 : 200;
		context.set('Location', `/api/v1/tickets/${ticket.number}`);
		context.body = ticket;
	});

	router.get('/tickets/:number', async (context) => {
		context.body = await queries.ticket(signedIn(context), part(context, 'number'));
	});

	router.patch('/tickets/:number', jsonBody, async (context) => {
		const actor = signedIn(context);
		const number = part(context, 'number');
		// Whose it is comes before how it is asked: a foreign ticket is not there at all.
		await queries.ticket(actor, number);
		context.body = await commands.updateTicket(actor, number, body(context, ticketPatch));
	});

	router.delete('/tickets/:number', deletionBody, async (context) => {
		const actor = signedIn(context);
		const number = part(context, 'number');
		await queries.ticket(actor, number);
		permitted(context, 'ticket.delete');
		await commands.deleteTicket(actor, number, body(context, deletion).reason);
		context.status = 204;
	});

	router.get('/tickets/:number/history', async (context) => {
		const items = await queries.history(signedIn(context), part(context, 'number'));
		context.body = { items, nextCursor: null };
	});

	router.put('/tickets/:number/rating', jsonBody, async (context) => {
		const actor = signedIn(context);
		const number = part(context, 'number');
		await queries.ticket(actor, number);
		context.body = await commands.rateTicket(actor, number, body(context, newRating));
	});

	router.post('/tickets/:number/read', jsonBody, async (context) => {
		const actor = signedIn(context);
		const number = part(context, 'number');
		await queries.ticket(actor, number);
		await commands.readTicket(actor, number, body(context, readMark).seen);
		context.status = 204;
	});

	router.get('/tickets/:number/comments', async (context) => {
		const { comments } = await queries.thread(signedIn(context), part(context, 'number'));
		context.body = { items: comments, nextCursor: null };
	});

	router.get('/tickets/:number/attachments', async (context) => {
		const items = await queries.attachments(signedIn(context), part(context, 'number'));
		context.body = { items, nextCursor: null };
	});

	router.get('/attachments/:id', async (context) => {
		const file = await queries.attachment(signedIn(context), Number(part(context, 'id')));
		const content = await file.open();
		context.set(fileHeaders(file));
		context.body = content;
		context.type = file.type;
	});

	/** Before a body of many megabytes is taken in: who sends it, and to what. */
	const authorised: Middleware = async (context, next) => {
		await queries.ticket(signedIn(context), part(context, 'number'));
		await next();
	};

	router.post('/tickets/:number/reopen', authorised, jsonBody, fileForm, async (context) => {
		const actor = signedIn(context);
		const number = part(context, 'number');
		const input = body(context, reopening);
		const { comment, created } = await commands.reopenTicket(
			actor,
			number,
			{ ...input, files: sentUploads(context) },
			idempotencyKey(context)
		);
		context.status = created ? 201 : 200;
		context.body = comment;
	});

	router.post('/tickets/:number/comments', authorised, jsonBody, fileForm, async (context) => {
		const actor = signedIn(context);
		const number = part(context, 'number');
		const input = body(context, newComment);
		const { comment, created } = await commands.commentTicket(
			actor,
			number,
			{ ...input, files: sentUploads(context) },
			idempotencyKey(context)
		);
		context.status = created ? 201 : 200;
		context.body = comment;
	});
}
