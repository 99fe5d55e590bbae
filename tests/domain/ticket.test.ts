import { describe, expect, it } from 'vitest';
import { incidentId, incidentNumber } from '#lib/domain/incident.ts';
import {
	isListed,
	isOpen,
	mayMove,
	nextStatuses,
	ticketId,
	ticketNumber,
	TICKET_STATUSES
} from '#lib/domain/ticket.ts';

/** As the contract prints it. */
const TRANSITIONS = {
	new: ['in_progress', 'waiting', 'resolved', 'cancelled'],
	in_progress: ['waiting', 'resolved', 'cancelled', 'new'],
	waiting: ['in_progress', 'resolved', 'cancelled'],
	resolved: ['closed', 'in_progress'],
	closed: ['in_progress'],
	cancelled: []
};

describe('a ticket', () => {
	it.each(TICKET_STATUSES)('in %s may move as the contract says and no other way', (from) => {
		const ways: readonly string[] = TRANSITIONS[from];
		expect(nextStatuses(from)).toEqual(ways);
		for (const to of TICKET_STATUSES)
			expect(mayMove(from, to)).toBe(to === from || ways.includes(to));
	});

	it('is open while work is owed, and listed until it is closed or cancelled', () => {
		expect(TICKET_STATUSES.filter(isOpen)).toEqual(['new', 'in_progress', 'waiting']);
		expect(TICKET_STATUSES.filter(isListed)).toEqual(['new', 'in_progress', 'waiting', 'resolved']);
	});
});

describe('a number', () => {
	it('read back is the row it was made of', () => {
		for (const id of [1, 1042, 999_999_999_999_999]) {
			expect(ticketId(ticketNumber(id))).toBe(id);
			expect(incidentId(incidentNumber(id))).toBe(id);
		}
	});

	it('may be typed in small letters', () => {
		expect(ticketId('bc-1042')).toBe(1042);
		expect(incidentId('inc-17')).toBe(17);
	});

	it.each([
		'',
		'BC-',
		'BC-0',
		'BC-01',
		'BC-1.5',
		'BC--1',
		'BC-1e3',
		' BC-1',
		'BC-1\n',
		'INC-1',
		'1',
		'BC-9999999999999999'
	])('that is none is no row: %j', (text) => {
		expect(ticketId(text)).toBeNull();
	});
});
