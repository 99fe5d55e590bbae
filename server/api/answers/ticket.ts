import { z } from 'zod';
import type { AttachmentEntry, AttachmentView } from '#lib/domain/attachment.ts';
import { HISTORY_FIELDS, type HistoryEntry } from '#lib/domain/history.ts';
import type { PersonRef } from '#lib/domain/people.ts';
import { SLA_STATES } from '#lib/domain/sla.ts';
import {
	PRIORITIES,
	TICKET_STATUSES,
	type CommentView,
	type FullTicket,
	type PublicTicket
} from '#lib/domain/ticket.ts';
import { moment, named } from './named.ts';

export const person = named(
	'Person',
	z.strictObject({ name: z.string(), email: z.string() }) satisfies z.ZodType<PersonRef>
);

const publicSide = {
	number: z.string().meta({ examples: ['BC-1042'] }),
	service: z
		.string()
		.nullable()
		.describe('Slug of the service; null where only staff may know of it'),
	priority: z.enum(PRIORITIES),
	status: z.enum(TICKET_STATUSES),
	createdAt: moment,
	updatedAt: moment,
	resolvedAt: moment.nullable(),
	sla: z.strictObject({ response: z.enum(SLA_STATES), resolution: z.enum(SLA_STATES) })
};

export const publicTicket = named(
	'PublicTicket',
	z.strictObject(publicSide) satisfies z.ZodType<PublicTicket>,
	'What anybody may see of a ticket'
);

export const ticket = named(
	'Ticket',
	z.strictObject({
		...publicSide,
		service: z.string().describe('Slug of the service'),
		subject: z.string(),
		description: z.string(),
		requester: person,
		assignee: person.nullable(),
		externalId: z.string().nullable(),
		firstResponseAt: moment.nullable(),
		closedAt: moment.nullable(),
		responseDueAt: moment.nullable(),
		resolutionDueAt: moment.nullable(),
		pausedAt: moment.nullable().describe('Since when the clocks stand still'),
		pauses: z
			.array(z.strictObject({ from: moment, to: moment }))
			.describe('Pauses of the clocks that are over'),
		promise: z
			.strictObject({
				responseMinutes: z.int().positive(),
				resolutionMinutes: z.int().positive(),
				calendar: z.int().nullable().describe('Id of the calendar; null is around the clock')
			})
			.nullable()
			.describe('What was promised, in minutes of working time'),
		rating: z
			.strictObject({ score: z.int().min(1).max(5), comment: z.string(), at: moment })
			.nullable(),
		version: z.int().positive(),
		news: z.int().min(0).optional().describe('To its own client: what staff did, ever'),
		unread: z.int().min(0).optional().describe('To its own client: what of it was not looked at')
	}) satisfies z.ZodType<FullTicket>,
	'The whole ticket, as staff and its own client see it'
);

const file = {
	id: z.int(),
	name: z.string().describe('As its sender called it, made harmless'),
	size: z.int().describe('Bytes'),
	type: z.string().meta({ examples: ['application/pdf'] })
};

export const attachment = named(
	'Attachment',
	z.strictObject(file) satisfies z.ZodType<AttachmentView>,
	'A file, downloaded from `/attachments/{id}`'
);

export const attachmentEntry = named(
	'AttachmentEntry',
	z.strictObject({
		...file,
		comment: z.int().nullable().describe('Null came with the ticket itself'),
		internal: z.boolean(),
		checksum: z.string().describe('SHA-256, hexadecimal'),
		createdAt: moment
	}) satisfies z.ZodType<AttachmentEntry>,
	'A file in the list of a ticket’s files'
);

export const comment = named(
	'Comment',
	z.strictObject({
		id: z.int(),
		ticket: z.string(),
		author: z.strictObject({ name: z.string(), staff: z.boolean() }),
		body: z.string(),
		internal: z.boolean(),
		createdAt: moment,
		attachments: z.array(attachment)
	}) satisfies z.ZodType<CommentView>,
	'A public reply, or an internal note that only staff are told of'
);

export const historyEntry = named(
	'HistoryEntry',
	z.strictObject({
		id: z.int(),
		ticket: z.string(),
		at: moment,
		field: z.enum(HISTORY_FIELDS),
		before: z.string().nullable(),
		after: z.string().nullable(),
		author: z.strictObject({ name: z.string(), staff: z.boolean() }).nullable()
	}) satisfies z.ZodType<HistoryEntry>,
	'One field of a ticket that was changed'
);
