import { addWorkingMs, workingMsBetween } from './business-time.ts';
import { AROUND_THE_CLOCK, type BusinessCalendar } from './calendar.ts';
import { dueAfter, workingMsWithout, type Pause } from './deadline.ts';
import { isOpen, type Priority, type TicketStatus } from './ticket.ts';

export const SLA_STATES = ['running', 'paused', 'warning', 'breached', 'met'] as const;
export type SlaState = (typeof SLA_STATES)[number];

/** Share of the whole time that is left when a clock begins to warn, unless a policy says more. */
export const WARNING_SHARE = 0.3;

const MINUTE = 60_000;

/** Promised times, in minutes of working time. */
export interface SlaTarget {
	readonly responseMinutes: number;
	readonly resolutionMinutes: number;
	/** Whose working time it is; around the clock when left out. */
	readonly calendar?: BusinessCalendar;
	/** Share of the whole time that is left when a clock begins to warn. */
	readonly warningShare?: number;
}

/** What an installation starts with, around the clock. */
export const DEFAULT_TARGETS: Readonly<Record<Priority, SlaTarget>> = {
	critical: { responseMinutes: 15, resolutionMinutes: 240 },
	high: { responseMinutes: 30, resolutionMinutes: 480 },
	normal: { responseMinutes: 120, resolutionMinutes: 1440 },
	low: { responseMinutes: 480, resolutionMinutes: 4320 }
};

/** The two clocks of a ticket. All times are milliseconds since the epoch, UTC. */
export interface SlaClocks {
	readonly responseDueAt: number;
	readonly resolutionDueAt: number;
	readonly responseSla: SlaState;
	readonly resolutionSla: SlaState;
	/** Since when the clocks stand still, null while they run or are settled. */
	readonly pausedAt: number | null;
	/** When they stood still before, in order. */
	readonly pauses: readonly Pause[];
	/** Working time of those pauses by the ticket's calendar, in milliseconds. */
	readonly pausedMs: number;
	/** Working time from creation to the first response, null when there is none. */
	readonly responseWorkedMs: number | null;
	/** Working time from creation to the solution without the pauses, null when there is none. */
	readonly resolutionWorkedMs: number | null;
	/** The next moment at which a state changes by itself, null when none will. */
	readonly nextThresholdAt: number | null;
}

/** What the clocks need to know of the ticket. */
export interface SlaFacts {
	readonly createdAt: number;
	readonly status: TicketStatus;
	readonly firstResponseAt: number | null;
	readonly resolvedAt: number | null;
}

/** Clocks of a new ticket. */
export function startClocks(facts: SlaFacts, target: SlaTarget, now: number): SlaClocks {
	return settle(facts, target, now, {
		responseDueAt: dueAt(facts, target, target.responseMinutes, []),
		resolutionDueAt: dueAt(facts, target, target.resolutionMinutes, []),
		responseSla: 'running',
		resolutionSla: 'running',
		pausedAt: standsStill(facts.status) ? now : null,
		pauses: [],
		pausedMs: 0,
		responseWorkedMs: null,
		resolutionWorkedMs: null,
		nextThresholdAt: null
	});
}

/**
 * Clocks after a change of status, promise or first response. Time spent waiting for the client,
 * and time between resolution and reopening, moves every due time that had not passed before on
 * by as much working time.
 */
export function advanceClocks(
	before: SlaClocks,
	facts: SlaFacts,
	target: SlaTarget,
	now: number
): SlaClocks {
	const { pauses, pausedAt } = standing(before, facts, now);
	// A response that was given keeps the deadline it was held to.
	const responseSettled = facts.firstResponseAt !== null && isFinal(before.responseSla);
	return settle(facts, target, now, {
		responseDueAt: responseSettled
			? before.responseDueAt
			: dueAt(facts, target, target.responseMinutes, pauses),
		resolutionDueAt: dueAt(facts, target, target.resolutionMinutes, pauses),
		responseSla: before.responseSla,
		resolutionSla: before.resolutionSla,
		pausedAt,
		pauses,
		pausedMs: pausedTime(calendarOf(target), facts.createdAt, pauses),
		responseWorkedMs: null,
		resolutionWorkedMs: null,
		nextThresholdAt: null
	});
}

/** Clocks after the mere passing of time: what the clock job records as an event. */
export function crossThresholds(
	before: SlaClocks,
	facts: SlaFacts,
	target: SlaTarget,
	now: number
): SlaClocks {
	return settle(facts, target, now, before);
}

function settle(facts: SlaFacts, target: SlaTarget, now: number, clocks: SlaClocks): SlaClocks {
	const frozenAt = clocks.pausedAt;
	const response = clockState(target, {
		dueAt: clocks.responseDueAt,
		wholeMs: target.responseMinutes * MINUTE,
		// Whoever resolves a ticket has thereby answered it.
		doneAt: facts.firstResponseAt ?? endOf(facts),
		frozenAt,
		now
	});
	const resolution = clockState(target, {
		dueAt: clocks.resolutionDueAt,
		wholeMs: target.resolutionMinutes * MINUTE,
		doneAt: endOf(facts),
		frozenAt: isOpen(facts.status) ? frozenAt : null,
		now
	});
	const cancelled = facts.status === 'cancelled';
	const upcoming = cancelled
		? []
		: [response.nextAt, resolution.nextAt].filter((at) => at !== null);
	return {
		...clocks,
		...workedTimes(facts, target, clocks.pauses),
		responseSla: cancelled ? cancelledState(clocks.responseSla) : response.state,
		resolutionSla: cancelled ? cancelledState(clocks.resolutionSla) : resolution.state,
		nextThresholdAt: upcoming.length > 0 ? Math.min(...upcoming) : null
	};
}

function workedTimes(facts: SlaFacts, target: SlaTarget, pauses: readonly Pause[]) {
	const { createdAt, firstResponseAt, resolvedAt } = facts;
	const calendar = calendarOf(target);
	return {
		responseWorkedMs:
			firstResponseAt === null
				? null
				: Math.max(0, workingMsBetween(calendar, createdAt, firstResponseAt)),
		resolutionWorkedMs:
			resolvedAt === null
				? null
				: Math.max(0, workingMsWithout(calendar, createdAt, resolvedAt, pauses))
	};
}

interface ClockReading {
	readonly dueAt: number;
	readonly wholeMs: number;
	readonly doneAt: number | null;
	readonly frozenAt: number | null;
	readonly now: number;
}

function clockState(
	target: SlaTarget,
	clock: ClockReading
): { state: SlaState; nextAt: number | null } {
	const { dueAt, doneAt, frozenAt, now } = clock;
	if (doneAt !== null) return { state: doneAt <= dueAt ? 'met' : 'breached', nextAt: null };
	if (frozenAt !== null) return { state: frozenAt > dueAt ? 'breached' : 'paused', nextAt: null };
	if (now >= dueAt) return { state: 'breached', nextAt: null };
	const calendar = calendarOf(target);
	const warnMs = Math.round(clock.wholeMs * (target.warningShare ?? WARNING_SHARE));
	const untilWarning = workingMsBetween(calendar, now, dueAt) - warnMs;
	if (untilWarning <= 0) return { state: 'warning', nextAt: dueAt };
	return { state: 'running', nextAt: addWorkingMs(calendar, now, untilWarning) ?? dueAt };
}

/** A promise that a calendar could never keep is refused where policies are written. */
function dueAt(
	facts: SlaFacts,
	target: SlaTarget,
	minutes: number,
	pauses: readonly Pause[]
): number {
	const due = dueAfter(calendarOf(target), facts.createdAt, minutes * MINUTE, pauses);
	if (due === null) throw new RangeError(`the calendar never gives ${minutes} working minutes`);
	return due;
}

function calendarOf(target: SlaTarget): BusinessCalendar {
	return target.calendar ?? AROUND_THE_CLOCK;
}

/**
 * The pauses that are over, and since when the clocks stand still. Solving what waited for the
 * client ends that pause: the solution is measured against a deadline that it has moved on.
 */
function standing(
	{ pauses, pausedAt }: SlaClocks,
	facts: SlaFacts,
	now: number
): Pick<SlaClocks, 'pauses' | 'pausedAt'> {
	const still = standsStill(facts.status);
	if (pausedAt === null) return { pauses, pausedAt: still ? now : null };
	const solvedAt = endOf(facts);
	if (still && (solvedAt === null || solvedAt <= pausedAt)) return { pauses, pausedAt };
	const to = still ? (solvedAt ?? now) : now;
	return {
		// One that a clock set back would end before it began is none.
		pauses: to > pausedAt ? [...pauses, { from: pausedAt, to }] : pauses,
		pausedAt: still ? to : null
	};
}

/** Working time of all pauses since creation. */
function pausedTime(
	calendar: BusinessCalendar,
	createdAt: number,
	pauses: readonly Pause[]
): number {
	const last = pauses.reduce((latest, { to }) => Math.max(latest, to ?? latest), createdAt);
	return (
		workingMsBetween(calendar, createdAt, last) -
		workingMsWithout(calendar, createdAt, last, pauses)
	);
}

/** The clocks stand still while the client is waited for, and once the work is done. */
function standsStill(status: TicketStatus): boolean {
	return status === 'waiting' || status === 'resolved' || status === 'closed';
}

function endOf(facts: SlaFacts): number | null {
	return facts.status === 'resolved' || facts.status === 'closed' ? facts.resolvedAt : null;
}

function isFinal(state: SlaState): boolean {
	return state === 'met' || state === 'breached';
}

function cancelledState(state: SlaState): SlaState {
	return state === 'breached' ? 'breached' : 'met';
}
