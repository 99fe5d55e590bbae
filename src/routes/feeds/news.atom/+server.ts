import { Feed } from 'feed';
import { worded } from '#lib/domain/bilingual.ts';
import { escapedText } from '#lib/feeds/escaped.ts';
import { keptFeed } from '#lib/feeds/kept-feed.ts';
import { m } from '#lib/paraglide/messages.js';

/** News a feed tells of. */
const LATEST = 30;

/** The latest news, each with its summary, in the reader's language where there is one. */
export const GET = keptFeed('application/atom+xml; charset=utf-8', async ({ locals }, origin) => {
	const { items } = await locals.portal.queries.news({ limit: LATEST });
	const feed = new Feed({
		id: `${origin}/news`,
		link: `${origin}/news`,
		title: m.site_feed_title(),
		description: m.site_news_about(),
		language: locals.locale,
		// What is not changed reads the same, byte for byte, at any time.
		updated: new Date(items[0]?.publishedAt ?? 0),
		generator: false,
		feedLinks: { atom: `${origin}/feeds/news.atom` },
		author: { name: m.brand_legal(), link: origin }
	});
	for (const { slug, title, summary, publishedAt } of items) {
		const link = `${origin}/news/${slug}`;
		const text = escapedText(worded(summary, locals.locale).text).replace(/\n/g, '<br/>');
		feed.addItem({
			id: link,
			link,
			title: escapedText(worded(title, locals.locale).text),
			date: new Date(publishedAt),
			published: new Date(publishedAt),
			content: `<p>${text}</p>`
		});
	}
	return feed.atom1();
});
