import { publishByClock } from '#server/commands/site/news.ts';
import type { Database } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';

/** Publishes news whose moment has come, in their order. */
export async function publishDueNews(
	database: Database,
	execute: Execute,
	now: number
): Promise<void> {
	const due = await database.read((tx) =>
		tx.all<{ id: number }>(
			`SELECT id FROM news WHERE state = 'scheduled' AND publish_at <= $1 ORDER BY publish_at, id`,
			[now]
		)
	);
	for (const { id } of due) await execute((context) => publishByClock(context, id));
}
