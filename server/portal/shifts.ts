import type { CoverageRule, Gap } from '#lib/domain/coverage.ts';
import type { Actor, Viewer } from '#lib/domain/people.ts';
import type { AnyShift, HandoverView, ShiftTimes, StaffShift } from '#lib/domain/shift.ts';

export interface NewShifts {
	/** E-mail of a member of staff. */
	readonly member: string;
	readonly position: string;
	/** In the order of their beginning; see `writtenShifts`. */
	readonly times: readonly ShiftTimes[];
	/** They may overlap others of the same person. */
	readonly overlap: boolean;
}

export interface ShiftPatch {
	readonly member?: string | undefined;
	readonly position?: string | undefined;
	/** Milliseconds. */
	readonly startsAt?: number | undefined;
	readonly endsAt?: number | undefined;
	readonly overlap: boolean;
	readonly version?: number | undefined;
}

export interface NewCoverageRule extends Omit<CoverageRule, 'id'> {
	readonly id?: number | undefined;
}

export interface ShiftCommands {
	/**
	 * Rosters one shift or those of a pattern, all or none. Refused at `member`
	 * (`unknown_person`), and at `startsAt` (`overlaps`) when that person is on duty already.
	 */
	createShifts(
		actor: Actor,
		input: NewShifts,
		idempotencyKey?: string
	): Promise<{ readonly shifts: readonly StaffShift[]; readonly created: boolean }>;
	/** Moves a shift or gives it to somebody else. Throws `stale_version`; refused as above. */
	updateShift(actor: Actor, id: number, patch: ShiftPatch): Promise<StaffShift>;
	/** Tells how many went: with `following` those of its series that have not begun. */
	deleteShift(
		actor: Actor,
		id: number,
		options?: { readonly version?: number | undefined; readonly following?: boolean }
	): Promise<{ readonly deleted: number }>;
	/** By whoever is on duty or was a few hours ago; refused at `body` (`not_on_duty`). */
	writeHandover(
		actor: Actor,
		body: string,
		idempotencyKey?: string
	): Promise<{ readonly handover: HandoverView; readonly created: boolean }>;
	/** By anybody but its author; who took it over first stays. */
	acceptHandover(actor: Actor, id: number): Promise<HandoverView>;
	/** A rule without an id is a new one. */
	saveCoverageRule(actor: Actor, rule: NewCoverageRule): Promise<CoverageRule>;
	deleteCoverageRule(actor: Actor, id: number): Promise<void>;
	/** Whether the public schedule shows somebody's name: one's own, or an administrator anybody's. */
	setPublicName(actor: Actor, id: number, publicName: boolean): Promise<void>;
	/** Makes a secret address for one's own calendar; the one before it is good no more. */
	openShiftFeed(actor: Actor): Promise<void>;
	closeShiftFeed(actor: Actor): Promise<void>;
}

export interface ShiftFilter {
	/** Those that share time with it; milliseconds. */
	readonly from: number;
	readonly to?: number | undefined;
	/** E-mail of who is on it; from staff only. */
	readonly member?: string | undefined;
	readonly limit?: number | undefined;
	readonly cursor?: string | undefined;
}

/** What a form of the roster would do. */
export interface ShiftDraft {
	/** The shift it changes or takes away. */
	readonly id?: number | undefined;
	readonly member?: string | undefined;
	readonly position: string;
	/** None: the shift goes. */
	readonly times: readonly ShiftTimes[];
}

export interface ForeseenGap extends Gap {
	/** It would come about by this; else it is there already and stays. */
	readonly fresh: boolean;
}

/** What it would cause. */
export interface Foreseen {
	/** Shifts of the same person at the same time. */
	readonly overlaps: readonly StaffShift[];
	/** Those that would come about first, then by time; some at most. */
	readonly gaps: readonly ForeseenGap[];
	/** How many there are in all. */
	readonly gapsTotal: number;
	/** How many there are today that would be closed. */
	readonly closes: number;
	/** How many of the same series begin later and could go together with the shift. */
	readonly following: number;
}

/** A period of the roster as staff plan in it. */
export interface Roster {
	readonly shifts: readonly StaffShift[];
	readonly gaps: readonly Gap[];
	/** Ids of shifts that share time with another of the same person. */
	readonly overlapping: readonly number[];
	/** There are more shifts than were read. */
	readonly cut: boolean;
}

export interface ShiftQueries {
	/** As the viewer may see them, by their beginning. */
	shifts(
		viewer: Viewer,
		filter: ShiftFilter
	): Promise<{ readonly items: readonly AnyShift[]; readonly nextCursor: string | null }>;
	shift(viewer: Viewer, id: number): Promise<AnyShift>;
	/** Gaps are those from now on, as far as anybody is rostered. For staff. */
	roster(viewer: Viewer, period: { readonly from: number; readonly to: number }): Promise<Roster>;
	foreseeShifts(viewer: Viewer, draft: ShiftDraft): Promise<Foreseen>;
	/** What people have been rostered for, the usual first. */
	shiftPositions(viewer: Viewer): Promise<readonly string[]>;
	coverageRules(viewer: Viewer): Promise<readonly CoverageRule[]>;
	/** The latest first. */
	handovers(
		viewer: Viewer,
		filter: { readonly limit?: number | undefined; readonly cursor?: string | undefined }
	): Promise<{ readonly items: readonly HandoverView[]; readonly nextCursor: string | null }>;
	/** May this one write a handover now? */
	mayHandOver(viewer: Viewer): Promise<boolean>;
	/** Whether one's own name is public, and the key of one's own calendar, if it has one. */
	ownSchedule(
		viewer: Viewer
	): Promise<{ readonly publicName: boolean; readonly feed: string | null }>;
	/** The shifts behind the key of somebody's calendar; null when it opens nothing. */
	shiftsByFeed(
		key: string
	): Promise<{ readonly name: string; readonly shifts: readonly StaffShift[] } | null>;
}
