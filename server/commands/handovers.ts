import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import {
	selectHandovers,
	shiftToHandOver,
	type HandoverRecord
} from '#server/records/handover-record.ts';
import { demand } from './authorise.ts';
import { once } from './once.ts';

/** Writes down what the next shift has to know. */
export function writeHandover(execute: Execute): Commands['writeHandover'] {
	return (actor, body, key) =>
		execute(async (context) => {
			demand(actor, 'handover.write');
			const { tx, now, record } = context;
			const { id, created } = await once(context, actor, { key, input: { body } }, async () => {
				const shift = actor.id === null ? null : await shiftToHandOver(tx, actor.id, now);
				if (!shift) throw fieldError('body', 'not_on_duty');
				const [row] = await tx.run<{ id: number }>(
					`INSERT INTO handovers (author_id, shift_id, body, created_at)
					VALUES ($1, $2, $3, $4) RETURNING id`,
					[actor.id, shift.id, body, now]
				);
				if (!row) throw new DomainError('not_found');
				record({ type: 'handover.written', actor, handover: await readHandover(tx, row.id) });
				return row.id;
			});
			return { handover: await readHandover(tx, id), created };
		});
}

/** Says that one has read it and takes over. The first who says so stays. */
export function acceptHandover(execute: Execute): Commands['acceptHandover'] {
	return (actor, id) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'handover.write');
			const known = await tx.one<{ authorId: number }>(
				`SELECT t.author_id AS "authorId" FROM handovers t WHERE t.id = $1${tx.forUpdate}`,
				[id]
			);
			if (!known) throw new DomainError('not_found');
			if (known.authorId === actor.id) throw new DomainError('forbidden');
			const [taken] = await tx.run<{ id: number }>(
				`UPDATE handovers SET accepted_by_id = $2, accepted_at = $3
				WHERE id = $1 AND accepted_at IS NULL RETURNING id`,
				[id, actor.id, now]
			);
			const handover = await readHandover(tx, id);
			if (taken) record({ type: 'handover.accepted', actor, handover });
			return handover;
		});
}

async function readHandover(tx: ReadTransaction, id: number): Promise<HandoverRecord> {
	const [handover] = await selectHandovers(tx, 'WHERE t.id = $1', [id]);
	if (!handover) throw new DomainError('not_found');
	return handover;
}
