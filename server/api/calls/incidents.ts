import {
	incidentPatch,
	newIncident,
	newPostmortem,
	newTicketLink
} from '#lib/input/incident-schemas.ts';
import { anyIncident, postmortem, staffIncident } from '../answers/incident.ts';
import { listOf, pageOf } from '../answers/named.ts';
import { ticket } from '../answers/ticket.ts';
import { incidentQuery } from '../incidents.ts';
import type { CallTable } from './call.ts';

const ONE = { 200: { description: 'The incident', schema: staffIncident } };

/** Incidents and what belongs to them. */
export const INCIDENT_CALLS: CallTable = {
	'GET /incidents': {
		summary: 'List incidents, the newest first',
		tag: 'Incidents',
		may: 'anyone',
		query: incidentQuery,
		answers: { 200: { description: 'A page of incidents', schema: pageOf(anyIncident) } }
	},
	'POST /incidents': {
		summary: 'Open an incident',
		tag: 'Incidents',
		may: 'incident.create',
		body: newIncident,
		idempotent: true,
		answers: {
			200: { description: 'The incident that was opened before', schema: staffIncident },
			201: { description: 'The incident', schema: staffIncident }
		},
		refusals: ['idempotency_conflict']
	},
	'GET /incidents/:number': {
		summary: 'Read an incident',
		tag: 'Incidents',
		may: 'anyone',
		answers: { 200: { description: 'The incident', schema: anyIncident } }
	},
	'PATCH /incidents/:number': {
		summary: 'Change an incident, or say how it stands',
		description:
			'With `version` it is refused when somebody has changed the incident since that version. `impact` says what services suffer from now on; corrected times need a `reason`.',
		tag: 'Incidents',
		may: 'incident.update',
		body: incidentPatch,
		answers: ONE,
		refusals: ['stale_version', 'forbidden_transition']
	},
	'POST /incidents/:number/acknowledge': {
		summary: 'Say that somebody is on it',
		tag: 'Incidents',
		may: 'incident.update',
		answers: ONE
	},
	'GET /incidents/:number/postmortem': {
		summary: 'Read the post-mortem of an incident',
		description: 'A draft is there for staff only; for everybody else it does not exist.',
		tag: 'Incidents',
		may: 'anyone',
		answers: { 200: { description: 'The post-mortem', schema: postmortem } }
	},
	'POST /incidents/:number/postmortem': {
		summary: 'Write the post-mortem of an incident',
		description:
			'Markdown; `published` shows it to everybody. With `seen` it is refused when somebody has written since.',
		tag: 'Incidents',
		may: 'incident.update',
		body: newPostmortem,
		answers: ONE,
		refusals: ['stale_version']
	},
	'GET /incidents/:number/tickets': {
		summary: 'List the tickets linked to an incident',
		tag: 'Incidents',
		may: 'ticket.view.any',
		answers: { 200: { description: 'The tickets', schema: listOf(ticket) } }
	},
	'POST /incidents/:number/tickets': {
		summary: 'Link a ticket to an incident',
		description: 'Nobody but staff is told of it.',
		tag: 'Incidents',
		may: 'incident.update',
		body: newTicketLink,
		answers: ONE
	},
	'DELETE /incidents/:number/tickets/:ticket': {
		summary: 'Take a ticket off an incident',
		tag: 'Incidents',
		may: 'incident.update',
		answers: ONE
	}
};
