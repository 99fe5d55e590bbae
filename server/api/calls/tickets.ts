import {
	deletion,
	newComment,
	newRating,
	newTicket,
	readMark,
	reopening,
	ticketPatch
} from '#lib/input/schemas.ts';
import { countedPageOf, listOf } from '../answers/named.ts';
import { attachmentEntry, comment, historyEntry, ticket } from '../answers/ticket.ts';
import { ticketQuery } from '../tickets.ts';
import type { CallTable } from './call.ts';

const tag = 'Tickets';
const FILES = {
	contentType: 'multipart/form-data',
	description: 'With files, in fields named `files`: five of ten megabytes at most'
} as const;
const ONE = { 200: { description: 'The ticket', schema: ticket } };

/** Tickets and their conversations. A foreign ticket and a missing one are 404 alike. */
export const TICKET_CALLS: CallTable = {
	'GET /tickets': {
		summary: 'Find tickets',
		description:
			'Staff find all, a client its own. `status` and `priority` take several values ' +
			'separated by commas; `assignee=none` finds those nobody has, `requester` those filed ' +
			'for a person, by e-mail: a client finds nothing by that of another. `overdue=1` finds ' +
			'open ones that owe something late. Stretches of time are moments of ISO 8601, the end ' +
			'not included; either end may be left open.',
		tag,
		may: 'signed_in',
		query: ticketQuery,
		answers: { 200: { description: 'A page of tickets', schema: countedPageOf(ticket) } }
	},
	'POST /tickets': {
		summary: 'File a ticket',
		description:
			'`requester`, `requesterName`, `externalId` and `createdAt` are taken from staff only. ' +
			'The same `externalId` again answers with the ticket that is there.',
		tag,
		may: 'ticket.create.own',
		body: newTicket,
		idempotent: true,
		answers: {
			200: { description: 'The ticket that was filed before', schema: ticket },
			201: { description: 'The ticket', schema: ticket }
		},
		refusals: ['idempotency_conflict']
	},
	'GET /tickets/:number': { summary: 'Read a ticket', tag, may: 'signed_in', answers: ONE },
	'PATCH /tickets/:number': {
		summary: 'Change a ticket',
		description:
			'With `version` it is refused when somebody has changed the ticket since that version.',
		tag,
		may: 'ticket.update',
		body: ticketPatch,
		answers: ONE,
		refusals: ['stale_version', 'forbidden_transition']
	},
	'DELETE /tickets/:number': {
		summary: 'Delete a ticket for good',
		description: 'Its history stays readable for administrators.',
		tag,
		may: 'ticket.delete',
		body: deletion,
		answers: { 204: { description: 'It is gone', schema: null } }
	},
	'GET /tickets/:number/history': {
		summary: 'Read what was changed of a ticket',
		tag,
		may: 'signed_in',
		answers: { 200: { description: 'The oldest first', schema: listOf(historyEntry) } }
	},
	'POST /tickets/:number/reopen': {
		summary: 'Say that it was not solved after all',
		description: 'A client may for seven days.',
		tag,
		may: 'ticket.reopen.own',
		body: reopening,
		upload: FILES,
		idempotent: true,
		answers: {
			200: { description: 'What was said before under this key', schema: comment },
			201: { description: 'What was said', schema: comment }
		},
		refusals: ['forbidden_transition', 'too_late', 'idempotency_conflict', 'too_large', 'no_room']
	},
	'PUT /tickets/:number/rating': {
		summary: 'Rate how an own ticket was solved',
		tag,
		may: 'ticket.rate.own',
		body: newRating,
		answers: ONE,
		refusals: ['forbidden_transition']
	},
	'POST /tickets/:number/read': {
		summary: 'Say how much of an own ticket was looked at',
		description:
			'`seen` is the `news` of the ticket as it was shown; left out, all of it. What came ' +
			'meanwhile stays unread.',
		tag,
		may: 'ticket.view.own',
		body: readMark,
		answers: { 204: { description: 'It is marked', schema: null } }
	},
	'GET /tickets/:number/comments': {
		summary: 'Read the conversation',
		tag,
		may: 'signed_in',
		answers: { 200: { description: 'The oldest first', schema: listOf(comment) } }
	},
	'GET /tickets/:number/attachments': {
		summary: 'List the files of a ticket and its comments',
		tag,
		may: 'signed_in',
		answers: { 200: { description: 'The oldest first', schema: listOf(attachmentEntry) } }
	},
	'GET /attachments/:id': {
		summary: 'Download a file',
		tag,
		may: 'signed_in',
		answers: { 200: { description: 'The file', schema: null, contentType: '*/*' } }
	},
	'POST /tickets/:number/comments': {
		summary: 'Reply, or leave an internal note',
		description: 'Internal notes are for staff alone.',
		tag,
		may: 'ticket.comment.own',
		body: newComment,
		upload: FILES,
		idempotent: true,
		answers: {
			200: { description: 'What was said before under this key', schema: comment },
			201: { description: 'What was said', schema: comment }
		},
		refusals: ['idempotency_conflict', 'too_large', 'no_room']
	}
};
