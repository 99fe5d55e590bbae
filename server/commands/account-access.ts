import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { lockAdmins, lockPerson, type PersonRow } from '#server/records/person-record.ts';
import { demand } from './authorise.ts';

/** Gives somebody another role. What it had open ends: it begins anew as who it is now. */
export function changeRole(execute: Execute): Commands['changeRole'] {
	return (actor, id, role) =>
		execute(async ({ tx, now, record }) => {
			const person = await lockForAccess(tx, actor, id, 'role');
			if (person.role === role) return;
			if (person.role === 'admin') await keepAnAdmin(tx, id, 'role');
			await tx.run(`UPDATE users SET role = $2 WHERE id = $1`, [id, role]);
			await endSessionsOf(tx, id, now);
			record({
				type: 'person.role_changed',
				actor,
				changed: { role: [person.role, role] },
				person: { id, email: person.email, role },
				reason: 'role_changed'
			});
		});
}

/** Lets somebody in no more: sessions, tokens and sockets end at once. */
export function blockPerson(execute: Execute): Commands['blockPerson'] {
	return (actor, id) =>
		execute(async ({ tx, now, record }) => {
			const person = await lockForAccess(tx, actor, id, 'id');
			if (person.blockedAt !== null) return;
			if (person.role === 'admin') await keepAnAdmin(tx, id, 'id');
			await tx.run(`UPDATE users SET blocked_at = $2 WHERE id = $1`, [id, now]);
			await endSessionsOf(tx, id, now);
			record({
				type: 'person.blocked',
				actor,
				changed: { blocked: [false, true] },
				person: { id, email: person.email, role: person.role },
				reason: 'blocked'
			});
		});
}

/** Lets somebody in again. */
export function unblockPerson(execute: Execute): Commands['unblockPerson'] {
	return (actor, id) =>
		execute(async ({ tx, record }) => {
			const person = await lockForAccess(tx, actor, id, 'id');
			if (person.blockedAt === null) return;
			await tx.run(`UPDATE users SET blocked_at = NULL WHERE id = $1`, [id]);
			record({
				type: 'person.unblocked',
				actor,
				changed: { blocked: [true, false] },
				person: { id, email: person.email, role: person.role }
			});
		});
}

/** Ends one session of somebody's, or all of them; keys to the API stay. */
export function endSessions(execute: Execute): Commands['endSessions'] {
	return (actor, id, sessionId) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'user.manage');
			const person = await lockPerson(tx, id);
			if (!person) throw new DomainError('not_found');
			const ended = await endSessionsOf(tx, id, now, sessionId);
			if (ended.length === 0 && sessionId !== undefined) throw new DomainError('not_found');
			if (ended.length === 0) return;
			record({
				type: 'session.ended',
				actor,
				// Not as `person`: that would close what it has open by keys to the API as well.
				about: `person:${id}`,
				endedSessions: ended,
				reason: 'ended_by_admin'
			});
		});
}

/**
 * The account that somebody wants to let in or out. Administrators are locked first, always:
 * one who has just lost the role may do nothing with it any more.
 */
async function lockForAccess(
	tx: WriteTransaction,
	actor: Actor,
	id: number,
	field: string
): Promise<PersonRow> {
	demand(actor, 'user.manage');
	const admins = await lockAdmins(tx);
	if (actor.role !== 'system' && !admins.includes(actor.id ?? 0))
		throw new DomainError('forbidden');
	const person = await lockPerson(tx, id);
	if (!person) throw new DomainError('not_found');
	if (person.id === actor.id) throw fieldError(field, 'own_account');
	return person;
}

/** Without an administrator nobody could ever make another one. */
async function keepAnAdmin(tx: WriteTransaction, id: number, field: string): Promise<void> {
	const admins = await lockAdmins(tx);
	if (admins.every((admin) => admin === id)) throw fieldError(field, 'last_admin');
}

async function endSessionsOf(
	tx: WriteTransaction,
	userId: number,
	now: number,
	only?: string
): Promise<string[]> {
	const ended = await tx.run<{ id: string }>(
		`UPDATE sessions SET ended_at = $1 WHERE user_id = $2 AND ended_at IS NULL
			AND expires_at > $1 ${only === undefined ? '' : 'AND id = $3'} RETURNING id`,
		only === undefined ? [now, userId] : [now, userId, only]
	);
	return ended.map(({ id }) => id);
}
