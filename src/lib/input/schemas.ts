import { z } from 'zod';
import { ROLES } from '../domain/people.ts';
import { PRIORITIES, TICKET_STATUSES } from '../domain/ticket.ts';
import { LIMITS } from './limits.ts';

export { LIMITS };

/** One line of text: control characters would forge lines in logs and exports. */
export const line = (max: number) =>
	z
		.string()
		.overwrite((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim())
		.min(1)
		.max(max);

/** Text of several lines; NUL and its kin are refused by PostgreSQL and break documents. */
export const prose = (min: number, max: number) =>
	z
		.string()
		.overwrite((text) =>
			text
				.replace(/\r\n?/g, '\n')
				.replace(/[^\P{Cc}\n\t]/gu, '')
				.trim()
		)
		.min(min)
		.max(max);

export const email = z
	.string()
	.trim()
	.toLowerCase()
	.min(1)
	.max(LIMITS.email)
	.regex(/^[^\s@<>"]+@[^\s@<>"]+$/);

export const slug = z
	.string()
	.min(1)
	.max(64)
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** Forms send numbers as text. */
export const version = z
	.union([
		z.number(),
		z
			.string()
			.regex(/^\d{1,15}$/)
			.transform(Number)
	])
	.pipe(z.number().int().positive());

const priority = z.enum(PRIORITIES);

/** A client's own ticket. */
export const newOwnTicket = z.strictObject({
	subject: line(LIMITS.subject),
	description: prose(1, LIMITS.description),
	service: slug,
	priority: priority.default('normal')
});

/** A ticket filed by staff or through the API. */
export const newTicket = z.strictObject({
	subject: line(LIMITS.subject),
	description: prose(0, LIMITS.description).default(''),
	service: slug,
	priority: priority.default('normal'),
	requester: email.optional(),
	/** Makes an account for a requester who has none yet. */
	requesterName: line(100).optional(),
	externalId: line(100).optional(),
	createdAt: z.iso.datetime({ offset: true }).optional()
});

export const ticketPatch = z.strictObject({
	status: z.enum(TICKET_STATUSES).optional(),
	priority: priority.optional(),
	assignee: z.union([z.literal(''), z.null(), email]).optional(),
	service: slug.optional(),
	subject: line(LIMITS.subject).optional(),
	description: prose(0, LIMITS.description).optional(),
	version: version.optional()
});

export const newComment = z.strictObject({
	body: prose(1, LIMITS.body),
	internal: z.union([z.boolean(), z.literal('on').transform(() => true)]).default(false)
});

/** What its client says of a ticket that was not solved after all. */
export const reopening = z.strictObject({ body: prose(1, LIMITS.body) });

/** Forms send the number as text. */
export const readMark = z.strictObject({
	seen: z
		.union([
			z.number(),
			z
				.string()
				.regex(/^\d{1,9}$/)
				.transform(Number)
		])
		.pipe(z.number().int().min(0).max(1_000_000_000))
		.optional()
});

/** Forms send the score as text. */
export const newRating = z.strictObject({
	score: z
		.union([
			z.number(),
			z
				.string()
				.regex(/^[1-5]$/)
				.transform(Number)
		])
		.pipe(z.number().int().min(1).max(5)),
	comment: prose(0, LIMITS.message).default('')
});

/** Forms send ids as text. */
const id = z
	.string()
	.regex(/^[1-9]\d{0,14}$/)
	.transform(Number);

/** A canned reply. */
export const cannedReply = z.strictObject({
	title: line(100),
	body: prose(1, LIMITS.message),
	shared: z.union([z.boolean(), z.literal('on').transform(() => true)]).default(false)
});

/** A view of the queue that is to be kept. */
export const newView = z.strictObject({ name: line(40), query: z.string().max(1_000) });
export const renamedView = z.strictObject({ id, name: line(40) });
export const movedView = z.strictObject({ id, direction: z.enum(['up', 'down']) });

/** One of several that a form names. */
export const oneOf = z.strictObject({ id });

export const deletion = z.strictObject({ reason: prose(1, LIMITS.reason) });

export const newPerson = z.strictObject({
	name: line(100),
	email,
	role: z.enum(ROLES),
	organization: line(200).optional(),
	password: z.string().min(8).max(LIMITS.password).optional()
});

export const firstAdmin = z.strictObject({
	name: line(100),
	email,
	password: z.string().min(8).max(LIMITS.password)
});

/** What a person may change of itself; a box that is not ticked is not sent. */
export const profilePatch = z.strictObject({
	name: line(100).optional(),
	language: z.enum(['ru', 'en']),
	mail: z.union([z.boolean(), z.literal('on').transform(() => true)]).default(false)
});

export const newPassword = z.strictObject({
	current: z.string().min(1).max(LIMITS.password),
	password: z.string().min(8).max(LIMITS.password)
});

export const credentials = z.strictObject({
	email,
	password: z.string().min(1).max(LIMITS.password)
});
