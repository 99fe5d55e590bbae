import { z } from 'zod';
import { calendarInput, newSlaPolicy, slaPolicyPatch } from '#lib/input/sla.ts';
import { listOf } from '../answers/named.ts';
import { calendar, slaPolicy } from '../answers/sla.ts';
import type { CallTable } from './call.ts';

const ONE = { 200: { description: 'The policy', schema: slaPolicy } };
const ONE_CALENDAR = { 200: { description: 'The calendar', schema: calendar } };

/** What is promised, and the calendars it is counted by. */
export const SLA_CALLS: CallTable = {
	'GET /sla-policies': {
		summary: 'List what is promised for each priority and service',
		description: 'The policy of a service stands before the one for all services.',
		tag: 'SLA',
		may: 'sla.view',
		answers: { 200: { description: 'All policies', schema: listOf(slaPolicy) } }
	},
	'POST /sla-policies': {
		summary: 'Add a policy for one service',
		tag: 'SLA',
		may: 'sla.manage',
		body: newSlaPolicy,
		answers: { 201: { description: 'The policy', schema: slaPolicy } }
	},
	'PATCH /sla-policies/:id': {
		summary: 'Change a policy',
		description:
			'Tickets keep the promise they were filed with until their priority or service changes, ' +
			'or until all of them are counted anew.',
		tag: 'SLA',
		may: 'sla.manage',
		body: slaPolicyPatch,
		answers: ONE,
		refusals: ['stale_version']
	},
	'PUT /sla-policies/:id': {
		summary: 'Change a policy; the same as PATCH',
		tag: 'SLA',
		may: 'sla.manage',
		body: slaPolicyPatch,
		answers: ONE,
		refusals: ['stale_version']
	},
	'DELETE /sla-policies/:id': {
		summary: 'Take the policy of one service away',
		tag: 'SLA',
		may: 'sla.manage',
		answers: { 204: { description: 'It is gone', schema: null } },
		refusals: ['invalid_input']
	},
	'POST /sla-policies/recalculate': {
		summary: 'Hold every open ticket to the policies and calendars of today',
		tag: 'SLA',
		may: 'sla.manage',
		answers: {
			200: {
				description: 'How many tickets have other deadlines now',
				schema: z.strictObject({ moved: z.int().min(0) })
			}
		}
	},
	'GET /calendars': {
		summary: 'List the calendars',
		tag: 'SLA',
		may: 'sla.view',
		answers: { 200: { description: 'All calendars', schema: listOf(calendar) } }
	},
	'POST /calendars': {
		summary: 'Add a calendar of working hours',
		tag: 'SLA',
		may: 'sla.manage',
		body: calendarInput,
		answers: { 201: { description: 'The calendar', schema: calendar } }
	},
	'PUT /calendars/:id': {
		summary: 'Change a calendar of working hours',
		description: 'What is due already stays so until the clocks of a ticket move the next time.',
		tag: 'SLA',
		may: 'sla.manage',
		body: calendarInput,
		answers: ONE_CALENDAR,
		refusals: ['stale_version']
	}
};
