import { z } from 'zod';
import { credentialsWithCode } from '#lib/input/accounts.ts';
import { newPerson } from '#lib/input/schemas.ts';
import { account, eventPage, snapshot, token } from '../answers/stream.ts';
import { eventQuery } from '../stream.ts';
import type { CallTable } from './call.ts';

/** The state, the stream behind it, and tokens to read them with. */
export const STREAM_CALLS: CallTable = {
	'GET /live': {
		summary: 'Read the whole live state',
		description:
			'State and its number in the stream for the audience of the caller. The socket (path ' +
			'`/socket.io`, `auth: {epoch, after: seq}`) sends what follows.',
		tag: 'Stream',
		may: 'anyone',
		answers: { 200: { description: 'State and cursor', schema: snapshot } }
	},
	'GET /events': {
		summary: 'Read the raw stream of events',
		tag: 'Stream',
		may: 'events.read',
		query: eventQuery,
		answers: { 200: { description: 'Events after a number', schema: eventPage } }
	},
	'POST /people': {
		summary: 'Add a person',
		tag: 'Accounts',
		may: 'user.manage',
		body: newPerson,
		answers: {
			200: { description: 'The person that has this e-mail already', schema: account },
			201: { description: 'The person', schema: account }
		}
	},
	'POST /token': {
		summary: 'Get a token for this API',
		tag: 'Accounts',
		may: 'anyone',
		description:
			'With a second factor `code` is needed, too: six digits of the app, or a recovery code.',
		body: credentialsWithCode,
		answers: { 200: { description: 'A token', schema: token } },
		refusals: [
			'wrong_credentials',
			'not_confirmed',
			'second_factor_required',
			'second_factor_missing',
			'too_many_attempts'
		]
	},
	'GET /openapi.json': {
		summary: 'Read this document',
		tag: 'Description',
		may: 'anyone',
		answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } }
	}
};
