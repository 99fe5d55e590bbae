import type { AnyShift } from '#lib/domain/shift.ts';
import type { CalendarEvent } from './calendar.ts';

/** A shift as an event of a calendar; it tells no more than the shift that was given. */
export function shiftEvent(shift: AnyShift, origin: string, page: string): CalendarEvent {
	const { id, position, name, startsAt, endsAt, updatedAt } = shift;
	return {
		uid: `shift-${id}@${new URL(origin).host}`,
		title: name === null ? position : `${position}: ${name}`,
		description: '',
		startsAt,
		endsAt,
		changedAt: updatedAt,
		// Seconds of the last change: it grows as the standard wants, and tells no version.
		sequence: Math.floor(Date.parse(updatedAt) / 1000) - 1_700_000_000,
		status: 'CONFIRMED',
		url: `${origin}${page}`
	};
}
