import { describe, expect, it } from 'vitest';
import { DEFAULT_TARGETS, startClocks } from '#lib/domain/sla.ts';
import type { FullTicket, PublicTicket, TicketStatus } from '#lib/domain/ticket.ts';
import { fuseOf } from '#lib/format/fuse.ts';

const MINUTE = 60_000;
const CREATED = Date.parse('2026-11-22T10:00:00Z');

/** A ticket of normal priority (reply in 2 h, solution in 24 h) as it stands some minutes later. */
function after(
	minutes: number,
	{ status = 'new', answered = false }: { status?: TicketStatus; answered?: boolean } = {}
): { ticket: FullTicket; now: number } {
	const now = CREATED + minutes * MINUTE;
	const firstResponseAt = answered ? CREATED + 5 * MINUTE : null;
	const resolvedAt = status === 'resolved' ? now : null;
	const clocks = startClocks(
		{ createdAt: CREATED, status, firstResponseAt, resolvedAt },
		DEFAULT_TARGETS.normal,
		now
	);
	const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
	return {
		now,
		ticket: {
			number: 'BC-1',
			service: 'mail',
			priority: 'normal',
			status,
			createdAt: new Date(CREATED).toISOString(),
			updatedAt: new Date(CREATED).toISOString(),
			resolvedAt: iso(resolvedAt),
			sla: { response: clocks.responseSla, resolution: clocks.resolutionSla },
			subject: '',
			description: '',
			requester: { name: '', email: '' },
			assignee: null,
			externalId: null,
			firstResponseAt: iso(firstResponseAt),
			closedAt: null,
			responseDueAt: iso(clocks.responseDueAt),
			resolutionDueAt: iso(clocks.resolutionDueAt),
			pausedAt: iso(clocks.pausedAt),
			pauses: [],
			promise: null,
			rating: null,
			version: 1
		}
	};
}

function read(...args: Parameters<typeof after>): ReturnType<typeof fuseOf> {
	const { ticket, now } = after(...args);
	return fuseOf(ticket, now);
}

describe('the SLA fuse', () => {
	it('is about the first reply while nobody has answered, then about the solution', () => {
		expect(read(30)).toMatchObject({ clock: 'response', left: 90 * MINUTE });
		expect(read(30, { answered: true })).toMatchObject({ clock: 'resolution' });
	});

	it('is calm until thirty percent are left, then warns, then is breached', () => {
		expect(read(83).tone).toBe('calm');
		expect(read(84).tone).toBe('warning');
		expect(read(121)).toMatchObject({ tone: 'breached', burnt: 1 });
	});

	it('burns down with time', () => {
		expect(read(30).burnt).toBeCloseTo(0.25);
		expect(read(60).burnt).toBeCloseTo(0.5);
	});

	it('turns with the recorded state and not with the clock of the browser', () => {
		const { ticket } = after(83);
		expect(fuseOf(ticket, CREATED + 90 * MINUTE).tone).toBe('calm');
	});

	it('stands still while the client is waited for', () => {
		const { ticket, now } = after(60, { status: 'waiting', answered: true });
		const later = fuseOf(ticket, now + 600 * MINUTE);
		expect(later.tone).toBe('paused');
		expect(later.left).toBe(fuseOf(ticket, now).left);
	});

	it('says in the end whether it was in time', () => {
		expect(read(60, { status: 'resolved', answered: true }).tone).toBe('met');
		expect(read(25 * 60, { status: 'resolved', answered: true }).tone).toBe('missed');
	});

	it('tells anonymous people a state but no deadline', () => {
		const { ticket, now } = after(130);
		const { number, service, priority, status, createdAt, updatedAt, resolvedAt, sla } = ticket;
		const open: PublicTicket = {
			number,
			service,
			priority,
			status,
			createdAt,
			updatedAt,
			resolvedAt,
			sla
		};
		expect(fuseOf(open, now)).toEqual({
			tone: 'breached',
			left: null,
			burnt: null,
			clock: 'resolution'
		});
	});
});
