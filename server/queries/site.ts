import { DomainError } from '#lib/domain/errors.ts';
import type { NewsState } from '#lib/domain/news-item.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { may, type Action } from '#lib/domain/permission.ts';
import { serviceOfText } from '#lib/domain/site.ts';
import { ticketId } from '#lib/domain/ticket.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { Page } from '#server/portal.ts';
import type { SiteQueries } from '#server/portal/site.ts';
import { contactsView, faqEntry, newsArticle, newsHeadline } from '#server/presenters/site.ts';
import { selectNews, type NewsRecord } from '#server/records/news-record.ts';
import { readContacts, readSiteText, selectFaq } from '#server/records/site-record.ts';
import type { RequestTokens } from '#server/sessions/request-token.ts';
import { Conditions } from './conditions.ts';
import { keyBehind, encodeCursor, type KeyColumn } from './keyset.ts';
import { readSiteMap } from './site-map.ts';
import { searchSite } from './site-search.ts';

const USUAL = 10;
const MOST = 100;

const BY_PUBLICATION: readonly KeyColumn<NewsRecord>[] = [
	{ column: 't.published_at', descending: true, of: (row) => Date.parse(row.publishedAt ?? '') },
	{ column: 't.id', descending: true, of: ({ id }) => id }
];
const BY_CHANGE: readonly KeyColumn<NewsRecord>[] = [
	{ column: 't.updated_at', descending: true, of: (row) => Date.parse(row.updatedAt) },
	{ column: 't.id', descending: true, of: ({ id }) => id }
];

/** Reads of what the public site says beside the live figures. */
export function siteQueries(
	database: Database,
	options: { readonly now: () => number; readonly requestTokens: RequestTokens }
): SiteQueries {
	return {
		news: (filter) =>
			database.read(async (tx) => {
				const page = await newsPage(tx, BY_PUBLICATION, { ...filter, state: 'published' });
				return { ...page, items: page.items.flatMap((row) => newsHeadline(row) ?? []) };
			}),
		newsArticle: (slug) =>
			database.read(async (tx) => {
				const [record] = await selectNews(tx, 'WHERE t.slug = $1', [slug]);
				const article = record ? newsArticle(record) : null;
				if (!article) throw new DomainError('not_found');
				return article;
			}),
		staffNews: async (viewer, filter) => {
			allow(viewer, 'news.write');
			return database.read((tx) => newsPage(tx, BY_CHANGE, filter));
		},
		staffNewsItem: async (viewer, id) => {
			allow(viewer, 'news.write');
			const [record] = await database.read((tx) => selectNews(tx, 'WHERE t.id = $1', [id]));
			if (!record) throw new DomainError('not_found');
			return record;
		},
		faq: () =>
			database.read(async (tx) =>
				(await selectFaq(tx)).filter(({ published }) => published).map(faqEntry)
			),
		staffFaq: async (viewer) => {
			allow(viewer, 'faq.write');
			return database.read((tx) => selectFaq(tx));
		},
		contacts: () => database.read(async (tx) => contactsView(await readContacts(tx))),
		staffContacts: async (viewer) => {
			allow(viewer, 'site.edit');
			return database.read(readContacts);
		},
		siteText: (key) => database.read(async (tx) => (await readSiteText(tx, key)).text),
		staffSiteText: (viewer, key) =>
			database.read(async (tx) => {
				const slug = serviceOfText(key);
				allow(viewer, slug === null ? 'site.edit' : 'service.update');
				if (slug !== null) await demandService(tx, slug);
				else if (key !== 'about') throw new DomainError('not_found');
				return readSiteText(tx, key);
			}),
		search: (text) => database.read((tx) => searchSite(tx, text)),
		siteMap: () => database.read(readSiteMap),
		requestToken: () => options.requestTokens.sign(options.now()),
		siteRequest: async (viewer, number) => {
			const id = ticketId(number);
			if (id === null || !may(viewer, 'ticket.view.any')) return null;
			const row = await database.read((tx) =>
				tx.one<{ name: string; email: string; phone: string; known: boolean | number }>(
					`SELECT name, email, phone, known_account AS known FROM site_requests
					WHERE ticket_id = $1`,
					[id]
				)
			);
			if (!row) return null;
			const { name, email, phone, known } = row;
			return { name, email, phone, knownAccount: Boolean(known) };
		}
	};
}

async function newsPage(
	tx: ReadTransaction,
	order: readonly KeyColumn<NewsRecord>[],
	asked: {
		readonly state?: NewsState | undefined;
		readonly limit?: number | undefined;
		readonly cursor?: string | undefined;
	}
): Promise<Page<NewsRecord>> {
	const { state, limit, cursor } = asked;
	const size = Math.min(limit ?? USUAL, MOST);
	const where = new Conditions();
	if (state) where.add('t.state = ?', state);
	const key = keyBehind(cursor, order.length);
	if (key) where.addAfter(order, key);
	const records = await selectNews(
		tx,
		`${where.sql()} ORDER BY ${order.map(({ column }) => `${column} DESC`).join(', ')}
		LIMIT ${size + 1}`,
		where.values
	);
	const items = records.slice(0, size);
	const last = records.length > size ? items.at(-1) : undefined;
	return { items, nextCursor: last ? encodeCursor(order.map(({ of }) => of(last))) : null };
}

async function demandService(tx: ReadTransaction, slug: string): Promise<void> {
	const row = await tx.one<{ id: number }>(`SELECT id FROM services WHERE slug = $1`, [slug]);
	if (!row) throw new DomainError('not_found');
}

function allow(viewer: Viewer, action: Action): void {
	if (!may(viewer, action)) throw new DomainError('forbidden');
}
