import type { Viewer } from '#lib/domain/people.ts';
import { writtenShifts, type ClockNotice } from '#lib/domain/shift-pattern.ts';
import type { ShiftTimes } from '#lib/domain/shift.ts';
import { withoutEmpty } from '#lib/forms/empty.ts';
import { parseInput } from '#lib/input/parse.ts';
import { shiftDraft } from '#lib/input/shifts.ts';
import type { Foreseen, Portal } from '#server/portal.ts';

/** What a form of the roster would make and cause. */
export interface Checked {
	readonly shifts: readonly ShiftTimes[];
	readonly notices: readonly ClockNotice[];
	readonly foreseen: Foreseen;
}

/** Fields of the form that say nothing when they are empty. */
export const MAY_BE_EMPTY = ['until', 'member', 'id'];

/** Looks at a form before it is carried out. Throws what carrying it out would throw. */
export async function foreseenOf(
	{ queries, installation }: Portal,
	viewer: Viewer,
	input: Record<string, unknown>
): Promise<Checked> {
	const { key: _key, version: _version, ...fields } = input;
	const { id, member, position, ...written } = parseInput(
		shiftDraft,
		withoutEmpty(fields, MAY_BE_EMPTY)
	);
	const { shifts, notices } = writtenShifts(written, installation.timeZone);
	const draft = { id, member, position, times: shifts };
	return { shifts, notices, foreseen: await queries.foreseeShifts(viewer, draft) };
}
