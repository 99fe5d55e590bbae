import type { Gap } from '#lib/domain/coverage.ts';
import type { PersonRef } from '#lib/domain/people.ts';
import type { StaffShift } from '#lib/domain/shift.ts';
import { dateOf, zoneOf } from '#lib/domain/zone.ts';
import { placeOf, type RosterPeriod } from '#lib/shifts/period.ts';

/** People without a shift who are still shown, so that they can be given one. */
const MOST_IDLE = 40;

/** A line of the calendar: somebody, and the shifts of each day. */
export interface RosterRow extends PersonRef {
	readonly cells: readonly (readonly StaffShift[])[];
}

/** Those who are rostered first, then those who could be. */
export function rowsOf(
	staff: readonly PersonRef[],
	shifts: readonly StaffShift[],
	period: RosterPeriod,
	zone: string
): readonly RosterRow[] {
	const placed = new Map<string, StaffShift[]>();
	for (const shift of shifts) {
		const key = `${shift.email} ${placeOf(shift.startsAt, period, zone)}`;
		placed.set(key, [...(placed.get(key) ?? []), shift]);
	}
	const people = new Map(staff.map(({ email, name }) => [email, name]));
	// Somebody who has left the staff is rostered all the same.
	for (const { email, name } of shifts) people.set(email, name);
	const rows = [...people].map(([email, name]) => ({
		email,
		name,
		cells: period.days.map((date) => placed.get(`${email} ${date}`) ?? [])
	}));
	const isBusy = ({ cells }: RosterRow) => cells.some((cell) => cell.length > 0);
	return [...rows.filter(isBusy), ...rows.filter((row) => !isBusy(row)).slice(0, MOST_IDLE)];
}

/** Gaps that touch a day. */
export function gapsOn(date: string, gaps: readonly Gap[], zone: string): readonly Gap[] {
	const day = (at: number) => dateOf(zoneOf(zone).dayAt(at));
	return gaps.filter(({ from, to }) => day(from) <= date && date <= day(to - 1));
}
