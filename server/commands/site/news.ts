import { DomainError } from '#lib/domain/errors.ts';
import { stateAt, type NewsState } from '#lib/domain/news-item.ts';
import { SYSTEM, type Actor } from '#lib/domain/people.ts';
import type { Bound, ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import type { EventPayload, EventType } from '#server/events/event.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { NewsInput, SiteCommands } from '#server/portal/site.ts';
import { selectHeadlines, selectNews, type NewsRecord } from '#server/records/news-record.ts';
import { demand } from '../authorise.ts';
import { differencesOf } from '../differences.ts';
import { once } from '../once.ts';
import { flat, freeSlug, refuseStale } from './texts.ts';

/** Writes a piece of news: a draft, published at once, or to be published by the clock. */
export function saveNews(execute: Execute): SiteCommands['saveNews'] {
	return (actor, input, id, key) =>
		execute(async (context) => {
			demand(actor, 'news.write');
			const { tx } = context;
			await tx.lock('site', 1);
			if (id !== undefined) return writeNews(context, actor, input, await readNews(tx, id));
			const made = await once(context, actor, { key, input }, async () => {
				const written = await writeNews(context, actor, input, null);
				return written.id;
			});
			return readNews(tx, made.id);
		});
}

async function writeNews(
	{ tx, now, record }: CommandContext,
	actor: Actor,
	input: NewsInput,
	before: NewsRecord | null
): Promise<NewsRecord> {
	if (before) {
		const { title, summary, body } = before;
		refuseStale(input.version, before, flat({ title, summary, body }));
	}
	const times = timesOf(input, before, now);
	const slug = await slugFor(tx, input, before);
	const headlines = await Headlines.before(tx);
	const values = [
		...[slug, times.state, input.title.ru, input.summary.ru, input.body.ru],
		...[input.title.en, input.summary.en, input.body.en],
		...[times.publishAt, times.publishedAt, now, actor.id]
	];
	const saved = await write(tx, before?.id ?? null, values);
	const after = await readNews(tx, saved);
	record({
		type: typeOf(before?.state ?? null, after.state),
		actor,
		changed: changesOf(before, after),
		news: await headlines.moved(tx, before, after)
	});
	return after;
}

/** Takes a piece of news away for good; the event keeps what it said. */
export function deleteNews(execute: Execute): SiteCommands['deleteNews'] {
	return (actor, id) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'news.write');
			await tx.lock('site', 1);
			const before = await readNews(tx, id);
			const headlines = await Headlines.before(tx);
			await tx.run(`DELETE FROM news WHERE id = $1`, [id]);
			record({
				type: 'news.deleted',
				actor,
				changed: changesOf(before, null),
				news: await headlines.moved(tx, before, null)
			});
		});
}

/** The clock: publishes what waited for this moment. Does nothing when it has not come. */
export async function publishByClock(
	{ tx, now, record }: CommandContext,
	id: number
): Promise<void> {
	await tx.lock('site', 1);
	const [before] = await selectNews(tx, 'WHERE t.id = $1', [id]);
	const due = before?.publishAt ? Date.parse(before.publishAt) : null;
	if (before?.state !== 'scheduled' || due === null || due > now) return;
	const headlines = await Headlines.before(tx);
	await tx.run(
		`UPDATE news SET state = 'published', published_at = publish_at, version = version + 1
		WHERE id = $1`,
		[id]
	);
	const after = await readNews(tx, id);
	record({
		type: 'news.published',
		actor: SYSTEM,
		changed: { state: [before.state, after.state] },
		news: await headlines.moved(tx, before, after)
	});
}

/** Which headlines live screens hold, before and after a change; the row of the site is locked. */
class Headlines {
	readonly #before: readonly NewsRecord[];

	private constructor(before: readonly NewsRecord[]) {
		this.#before = before;
	}

	static async before(tx: ReadTransaction): Promise<Headlines> {
		return new Headlines(await selectHeadlines(tx));
	}

	/** What screens put and drop, so that they hold the latest again. */
	async moved(
		tx: ReadTransaction,
		was: NewsRecord | null,
		is: NewsRecord | null
	): Promise<NonNullable<EventPayload['news']>> {
		const after = await selectHeadlines(tx);
		const known = new Set(this.#before.map(({ id }) => id));
		const kept = new Set(after.map(({ id }) => id));
		const touched = is?.id ?? was?.id ?? 0;
		return {
			put: after.filter(({ id }) => id === touched || !known.has(id)),
			drop: this.#before.map(({ id }) => id).filter((id) => !kept.has(id)),
			touched,
			staffOnly: was?.state !== 'published' && is?.state !== 'published'
		};
	}
}

function timesOf({ state, publishAt }: NewsInput, before: NewsRecord | null, now: number) {
	const wanted = publishAt === undefined ? null : Date.parse(publishAt);
	if (state === 'draft') return { state: 'draft', publishAt: wanted, publishedAt: null } as const;
	const since = before?.publishedAt ? Date.parse(before.publishedAt) : now;
	const at = wanted ?? since;
	const reached = stateAt(at, now);
	return { state: reached, publishAt: at, publishedAt: reached === 'published' ? at : null };
}

function slugFor(
	tx: ReadTransaction,
	{ slug, title }: NewsInput,
	before: NewsRecord | null
): Promise<string> | string {
	// An address that was told stays, whatever becomes of the title.
	if (before && (slug === '' || slug === before.slug)) return before.slug;
	return freeSlug(tx, 'news', { slug, title: title.ru, id: before?.id ?? null });
}

async function write(
	tx: WriteTransaction,
	id: number | null,
	values: readonly Bound[]
): Promise<number> {
	const [row] =
		id === null
			? await tx.run<{ id: number }>(
					`INSERT INTO news (slug, state, title, summary, body, title_en, summary_en, body_en,
						publish_at, published_at, created_at, updated_at, updated_by_id, version)
					VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, 1) RETURNING id`,
					values
				)
			: await tx.run<{ id: number }>(
					`UPDATE news SET slug = $1, state = $2, title = $3, summary = $4, body = $5,
						title_en = $6, summary_en = $7, body_en = $8, publish_at = $9, published_at = $10,
						updated_at = $11, updated_by_id = $12, version = version + 1
					WHERE id = $13 RETURNING id`,
					[...values, id]
				);
	if (!row) throw new DomainError('not_found');
	return row.id;
}

async function readNews(tx: ReadTransaction, id: number): Promise<NewsRecord> {
	const [news] = await selectNews(tx, 'WHERE t.id = $1', [id]);
	if (!news) throw new DomainError('not_found');
	return news;
}

function typeOf(before: NewsState | null, after: NewsState): EventType {
	if (after === 'published' && before !== 'published') return 'news.published';
	return before === 'published' && after !== 'published' ? 'news.withdrawn' : 'news.saved';
}

function changesOf(before: NewsRecord | null, after: NewsRecord | null) {
	const facts = (news: NewsRecord | null) => ({
		slug: news?.slug ?? null,
		state: news?.state ?? null,
		title: news?.title ?? null,
		summary: news?.summary ?? null,
		body: news?.body ?? null,
		publishAt: news?.publishAt ?? null
	});
	return differencesOf(facts(before), facts(after));
}
