import { newHandover, newShift, newShifts, shiftPatch } from '#lib/input/shifts.ts';
import { listOf, pageOf } from '../answers/named.ts';
import { anyShift, gap, handover, shift } from '../answers/shift.ts';
import { gapQuery, handoverQuery, shiftQuery } from '../shifts.ts';
import type { CallTable } from './call.ts';

/** The roster and what one shift hands over to the next. */
export const SHIFT_CALLS: CallTable = {
	'GET /shifts': {
		summary: 'List shifts by their beginning, those of a period when it is told',
		description:
			'Without `from`, those that were not over a day ago. Names are told to staff, and to others where whoever is on the shift has allowed it.',
		tag: 'Shifts',
		may: 'anyone',
		query: shiftQuery,
		answers: { 200: { description: 'A page of shifts', schema: pageOf(anyShift) } }
	},
	'GET /shifts/gaps': {
		summary: 'List times to come in which fewer are on duty than wanted',
		tag: 'Shifts',
		may: 'shift.plan',
		query: gapQuery,
		answers: { 200: { description: 'The gaps', schema: listOf(gap) } }
	},
	'POST /shifts': {
		summary: 'Roster a shift',
		description:
			'Times by the portal’s clock, `2026-11-28T08:00`, or with a distance from UTC. An overlap with another shift of the same person is refused unless `overlap` is true.',
		tag: 'Shifts',
		may: 'shift.plan',
		body: newShift,
		idempotent: true,
		answers: {
			200: { description: 'The shift that was rostered before', schema: shift },
			201: { description: 'The shift', schema: shift }
		},
		refusals: ['idempotency_conflict']
	},
	'POST /shifts/series': {
		summary: 'Roster the shifts of a pattern, all or none',
		description: 'They keep their times on the clock when clocks are put on or back.',
		tag: 'Shifts',
		may: 'shift.plan',
		body: newShifts,
		idempotent: true,
		answers: {
			200: { description: 'The shifts that were rostered before', schema: listOf(shift) },
			201: { description: 'The shifts', schema: listOf(shift) }
		},
		refusals: ['idempotency_conflict']
	},
	'GET /shifts/:id': {
		summary: 'Read a shift',
		tag: 'Shifts',
		may: 'anyone',
		answers: { 200: { description: 'The shift', schema: anyShift } }
	},
	'PATCH /shifts/:id': {
		summary: 'Move a shift, or give it to somebody else',
		tag: 'Shifts',
		may: 'shift.plan',
		body: shiftPatch,
		answers: { 200: { description: 'The shift', schema: shift } },
		refusals: ['stale_version']
	},
	'DELETE /shifts/:id': {
		summary: 'Take a shift out of the roster',
		tag: 'Shifts',
		may: 'shift.plan',
		answers: { 204: { description: 'It is gone', schema: null } }
	},
	'GET /handovers': {
		summary: 'List what shifts have handed over, the latest first',
		tag: 'Shifts',
		may: 'handover.write',
		query: handoverQuery,
		answers: { 200: { description: 'A page of handovers', schema: pageOf(handover) } }
	},
	'POST /handovers': {
		summary: 'Write what the next shift has to know',
		description: 'By whoever is on duty, or was a few hours ago.',
		tag: 'Shifts',
		may: 'handover.write',
		body: newHandover,
		idempotent: true,
		answers: {
			200: { description: 'The handover that was written before', schema: handover },
			201: { description: 'The handover', schema: handover }
		},
		refusals: ['idempotency_conflict']
	},
	'POST /handovers/:id/accept': {
		summary: 'Take over what a shift has handed over',
		description: 'Not by its author; who was first stays.',
		tag: 'Shifts',
		may: 'handover.write',
		answers: { 200: { description: 'The handover', schema: handover } }
	}
};
