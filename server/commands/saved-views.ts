import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { MOST_VIEWS, normalQuery } from '#lib/domain/saved-view.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { selectViews } from '#server/records/desk-record.ts';
import { demand } from './authorise.ts';

/** Keeps a view of the queue under a name, behind the others, or gives one another name. */
export function saveView(execute: Execute): Commands['saveView'] {
	return (actor, { id, name, query }) =>
		execute(async ({ tx, now, record }) => {
			const ownerId = owner(actor);
			const views = await selectViews(tx, ownerId);
			const known = views.find((view) => view.id === id);
			if (id !== undefined && !known) throw new DomainError('not_found');
			if (!known && views.length >= MOST_VIEWS) throw fieldError('name', 'too_many');
			const kept = known && query === undefined ? known.query : normalQuery(query ?? '');
			if (kept === null) throw fieldError('query', 'invalid');
			const [row] = known
				? await tx.run<{ id: number }>(
						`UPDATE saved_views SET name = $2, query = $3 WHERE id = $1 RETURNING id`,
						[known.id, name, kept]
					)
				: await tx.run<{ id: number }>(
						`INSERT INTO saved_views (owner_id, name, query, position, created_at)
						VALUES ($1, $2, $3, $4, $5) RETURNING id`,
						[ownerId, name, kept, views.length, now]
					);
			if (!row) throw new DomainError('not_found');
			const view = { id: row.id, name, query: kept };
			record({ type: 'view.saved', actor, savedView: view });
			return view;
		});
}

/** Takes away a view of one's own. */
export function deleteView(execute: Execute): Commands['deleteView'] {
	return (actor, id) =>
		execute(async ({ tx, record }) => {
			const views = await selectViews(tx, owner(actor));
			const view = views.find((one) => one.id === id);
			if (!view) throw new DomainError('not_found');
			await tx.run(`DELETE FROM saved_views WHERE id = $1`, [id]);
			await putInOrder(
				tx,
				views.filter((one) => one !== view).map((one) => one.id)
			);
			record({ type: 'view.deleted', actor, savedView: view });
		});
}

/** Moves a view of one's own one place up or down; at the end nothing happens. */
export function moveView(execute: Execute): Commands['moveView'] {
	return (actor, id, direction) =>
		execute(async ({ tx, record }) => {
			const views = await selectViews(tx, owner(actor));
			const from = views.findIndex((one) => one.id === id);
			const view = views[from];
			if (!view) throw new DomainError('not_found');
			const to = from + (direction === 'up' ? -1 : 1);
			if (to < 0 || to >= views.length) return;
			const order = views.map((one) => one.id);
			order.splice(from, 1);
			order.splice(to, 0, id);
			await putInOrder(tx, order);
			record({ type: 'view.moved', actor, savedView: view });
		});
}

async function putInOrder(tx: WriteTransaction, ids: readonly number[]): Promise<void> {
	for (const [position, id] of ids.entries())
		await tx.run(`UPDATE saved_views SET position = $2 WHERE id = $1`, [id, position]);
}

function owner(actor: Actor): number {
	demand(actor, 'view.keep');
	if (actor.id === null) throw new DomainError('forbidden');
	return actor.id;
}
