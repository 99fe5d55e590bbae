import type { Audience } from '#lib/domain/audience.ts';
import { staffShift, type AnyShift, type HandoverView } from '#lib/domain/shift.ts';
import type { Change } from '#lib/domain/live.ts';
import type { EventPayload } from '#server/events/event.ts';
import type { HandoverRecord } from '#server/records/handover-record.ts';
import type { ShiftRecord } from '#server/records/shift-record.ts';

/** A shift as an audience may see it: to others than staff a name only where it is public. */
export function shiftFor(record: ShiftRecord, audience: Audience): AnyShift {
	if (audience === 'staff') return staffShift(record);
	const { id, position, name, publicName, startsAt, endsAt, status, updatedAt } = record;
	return { id, position, name: publicName ? name : null, startsAt, endsAt, status, updatedAt };
}

/** What one shift leaves for the next is told to staff alone. */
export function handoverFor(record: HandoverRecord, audience: Audience): HandoverView | null {
	if (audience !== 'staff') return null;
	const { id, author, position, body, createdAt, acceptedBy, acceptedAt } = record;
	return { id, author, position, body, createdAt, acceptedBy, acceptedAt };
}

/** What an audience is told of the roster by an event. */
export function shiftChanges(payload: EventPayload, audience: Audience): Change[] {
	const { shifts = [], shiftsLeft = [], coverageRule, handover } = payload;
	// What has to be covered is told to staff alone, and gaps may be anywhere then.
	const ruled = coverageRule && audience === 'staff' ? null : undefined;
	const rosterMoved = payload.rosterMoved === undefined ? ruled : payload.rosterMoved;
	const note = handover ? handoverFor(handover, audience) : null;
	return [
		...shifts.map((record): Change => ({
			op: 'put',
			kind: 'shift',
			id: record.id,
			value: shiftFor(record, audience)
		})),
		...shiftsLeft.map((id): Change => ({ op: 'drop', kind: 'shift', id })),
		...(rosterMoved === undefined
			? []
			: [{ op: 'put', kind: 'roster', id: 'roster', value: rosterMoved } as const]),
		...(note ? [{ op: 'put', kind: 'handover', id: note.id, value: note } as const] : [])
	];
}
