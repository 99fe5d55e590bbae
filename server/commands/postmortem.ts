import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { demand } from './authorise.ts';
import { lockIncident, touched } from './incident-row.ts';

interface Row {
	readonly body: string | null;
	readonly at: number | null;
	readonly publishedAt: number | null;
	readonly by: string | null;
}

/**
 * Writes the post-mortem of an incident: a draft for staff, or published for everybody. Nobody
 * but staff is told of a draft, not even that the incident was touched.
 */
export function writePostmortem(execute: Execute): Commands['writePostmortem'] {
	return (actor, number, { body, published, seen }) =>
		execute(async (context) => {
			demand(actor, 'incident.update');
			const { tx, now } = context;
			const { id, before } = await lockIncident(tx, number);
			const row = await readRow(tx, id);
			if (seen !== undefined && seen !== (row.at === null ? '' : new Date(row.at).toISOString()))
				throw stale(row, before.version);
			if (published && body === '') throw fieldError('body', 'required');
			const isPublic = published || row.publishedAt !== null;
			if (body === (row.body ?? '') && published === (row.publishedAt !== null)) return before;
			await tx.run(
				`UPDATE incidents SET postmortem = $2, postmortem_at = $3, postmortem_by_id = $4,
					postmortem_published_at = $5, updated_at = CASE WHEN $6 THEN $7 ELSE updated_at END
				WHERE id = $1`,
				[
					id,
					body === '' ? null : body,
					body === '' ? null : now,
					body === '' ? null : actor.id,
					published ? (row.publishedAt ?? now) : null,
					isPublic,
					now
				]
			);
			const { incident, told } = await touched(tx, id, { staffOnly: !isPublic });
			context.record({
				type: 'incident.postmortem',
				actor,
				changed: { postmortem: [before.postmortem, incident.postmortem] },
				postmortem: { number: incident.number, body },
				...told
			});
			return incident;
		});
}

async function readRow(tx: WriteTransaction, id: number): Promise<Row> {
	const row = await tx.one<Row>(
		`SELECT i.postmortem AS body, i.postmortem_at AS at,
			i.postmortem_published_at AS "publishedAt", u.name AS by
		FROM incidents i LEFT JOIN users u ON u.id = i.postmortem_by_id WHERE i.id = $1`,
		[id]
	);
	if (!row) throw new DomainError('not_found');
	return row;
}

function stale({ body, at, by }: Row, currentVersion: number): DomainError {
	return new DomainError('stale_version', {
		stale: {
			currentVersion,
			changedBy: by,
			changedAt: at === null ? null : new Date(at).toISOString(),
			current: { body: body ?? '' }
		}
	});
}
