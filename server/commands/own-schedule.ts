import { DomainError } from '#lib/domain/errors.ts';
import { isStaff, type Actor } from '#lib/domain/people.ts';
import type { EventType } from '#server/events/event.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { lockPerson } from '#server/records/person-record.ts';
import { selectShifts } from '#server/records/shift-record.ts';
import { allowed, demand } from './authorise.ts';

/** Says whether the public schedule may name somebody. */
export function setPublicName(execute: Execute): Commands['setPublicName'] {
	return (actor, id, publicName) =>
		execute(
			async ({ tx, now, record }) => {
				// Whoever may do neither must not learn who is there.
				if (id !== actor.id) demand(actor, 'user.manage');
				else demand(actor, 'shift.feed');
				const person = await lockPerson(tx, id);
				if (!person || !isStaff(person)) throw new DomainError('not_found');
				const [row] = await tx.run<{ id: number }>(
					`UPDATE users SET public_name = $2 WHERE id = $1 AND public_name <> $2 RETURNING id`,
					[id, publicName]
				);
				if (!row) return;
				// Calendars take a shift anew only when it has changed.
				await tx.run(`UPDATE shifts SET updated_at = $2 WHERE member_id = $1 AND ends_at > $2`, [
					id,
					now
				]);
				const { email, role } = person;
				const shifts = await selectShifts(tx, `WHERE t.listed AND t.member_id = $1`, [id]);
				record({
					type: 'person.changed',
					actor,
					changed: { publicName: [!publicName, publicName] },
					person: { id, email, role },
					shifts,
					// The schedule of days that no live screen shows names this person too.
					rosterMoved: null
				});
			},
			{ renames: true }
		);
}

/** Gives one's own calendar a new secret address. */
export function openShiftFeed(execute: Execute): Commands['openShiftFeed'] {
	return (actor) => turnFeed(execute, actor, 'ABS(shift_feed) + 1', 'shift.feed_opened');
}

/** Takes the address of one's own calendar away. */
export function closeShiftFeed(execute: Execute): Commands['closeShiftFeed'] {
	return (actor) => turnFeed(execute, actor, '-ABS(shift_feed)', 'shift.feed_closed');
}

function turnFeed(execute: Execute, actor: Actor, serial: string, type: EventType): Promise<void> {
	return execute(async ({ tx, record }) => {
		if (!allowed(actor, 'shift.feed') || actor.id === null) throw new DomainError('forbidden');
		const person = await lockPerson(tx, actor.id);
		if (!person) throw new DomainError('not_found');
		await tx.run(`UPDATE users SET shift_feed = ${serial} WHERE id = $1`, [actor.id]);
		const { id, email, role } = person;
		record({ type, actor, person: { id, email, role } });
	});
}
