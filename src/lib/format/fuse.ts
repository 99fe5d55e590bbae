import type { SlaState } from '#lib/domain/sla.ts';
import { isFull, isOpen, type AnyTicket } from '#lib/domain/ticket.ts';
import { instant } from './moments.ts';

/** How a deadline is drawn. */
export type FuseTone = 'calm' | 'warning' | 'breached' | 'paused' | 'met' | 'missed' | 'none';

/** The SLA fuse of a ticket at one moment. */
export interface FuseReading {
	readonly tone: FuseTone;
	/** Milliseconds to the deadline, negative when it is past; null when it is not known or told. */
	readonly left: number | null;
	/** How much has burnt, 0 to 1; null when the deadline is not told. */
	readonly burnt: number | null;
	/** Which promise it is about. */
	readonly clock: 'response' | 'resolution';
}

/**
 * Reads the fuse of the promise that is owed next: the first reply while nobody answered,
 * the solution after that; or of the one that is asked for. Colour follows the recorded state, so that every screen turns at
 * the same event; only the minus sign is the browser's own clock.
 */
export function fuseOf(ticket: AnyTicket, now: number, only?: FuseReading['clock']): FuseReading {
	const owesReply =
		isFull(ticket) &&
		ticket.firstResponseAt === null &&
		ticket.responseDueAt !== null &&
		ticket.sla.resolution !== 'breached';
	const clock = only ?? (owesReply && isOpen(ticket.status) ? 'response' : 'resolution');
	const answered = clock === 'response' && isFull(ticket) && ticket.firstResponseAt !== null;
	const state = isFull(ticket) ? ticket.sla[clock] : publicState(ticket);
	if (!isOpen(ticket.status) || answered)
		return {
			tone: state === 'breached' ? 'missed' : 'met',
			left: null,
			burnt: isFull(ticket) ? 0 : null,
			clock
		};
	const dueAt = isFull(ticket)
		? clock === 'response'
			? ticket.responseDueAt
			: ticket.resolutionDueAt
		: null;
	if (!isFull(ticket)) return publicFuse(state, clock);
	if (dueAt === null) return { tone: 'none', left: null, burnt: 0, clock };
	const due = instant(dueAt);
	const whole = Math.max(1, due - instant(ticket.createdAt));
	const at = ticket.pausedAt === null ? now : Math.min(now, instant(ticket.pausedAt));
	const left = due - at;
	const burnt = Math.min(1, Math.max(0, 1 - left / whole));
	if (state === 'paused') return { tone: 'paused', left, burnt, clock };
	if (left < 0) return { tone: 'breached', left, burnt: 1, clock };
	const warned = state === 'warning' || (state === 'breached' && left >= 0);
	return { tone: warned ? 'warning' : 'calm', left, burnt, clock };
}

/**
 * What anonymous people may know: the solution's clock, and the reply's as long as nobody
 * has taken the ticket up. A late reply to a ticket in work is history, not a deadline.
 */
function publicState(ticket: AnyTicket): SlaState {
	const { response, resolution } = ticket.sla;
	if (ticket.status !== 'new' || resolution === 'breached') return resolution;
	if (response === 'breached') return 'breached';
	return response === 'warning' ? 'warning' : resolution;
}

// No deadline is told to anonymous people, so nothing is drawn as if it were known.
function publicFuse(state: SlaState, clock: FuseReading['clock']): FuseReading {
	if (state === 'breached') return { tone: 'breached', left: null, burnt: null, clock };
	if (state === 'warning') return { tone: 'warning', left: null, burnt: null, clock };
	if (state === 'paused') return { tone: 'paused', left: null, burnt: null, clock };
	return { tone: 'calm', left: null, burnt: null, clock };
}
