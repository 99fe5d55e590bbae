import { DomainError } from '#lib/domain/errors.ts';
import type { Commands } from '#server/portal.ts';
import { endSessionsOf } from '#server/sessions/end-sessions.ts';
import { demand } from '../authorise.ts';
import type { AccountParts } from './parts.ts';

/** Ends a session of one's own on another device. Foreign and missing ones look the same. */
export function endOwnSession({ execute }: AccountParts): Commands['endOwnSession'] {
	return (actor, id) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'cabinet.view');
			const [ended] = await tx.run<{ id: string }>(
				`UPDATE sessions SET ended_at = $1
				WHERE id = $2 AND user_id = $3 AND ended_at IS NULL RETURNING id`,
				[now, id, actor.id ?? 0]
			);
			if (!ended) throw new DomainError('not_found');
			record({ type: 'session.ended', actor, endedSessions: [id], reason: 'signed_out' });
		});
}

/** Ends all of one's own sessions but the one that asks for it; returns how many. */
export function endOtherSessions({ execute }: AccountParts): Commands['endOtherSessions'] {
	return (actor, sessionId) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'cabinet.view');
			const ended = await endSessionsOf(tx, actor.id ?? 0, now, sessionId);
			if (ended.length > 0)
				record({ type: 'session.ended', actor, endedSessions: ended, reason: 'signed_out' });
			return ended.length;
		});
}
