import { SITE_BAR, SITE_MORE } from '#lib/components/sections.ts';
import { escapedText } from '#lib/feeds/escaped.ts';
import { keptFeed } from '#lib/feeds/kept-feed.ts';

/** Every public page, for search engines. */
export const GET = keptFeed('application/xml; charset=utf-8', async ({ locals }, origin) => {
	const things = await locals.portal.queries.siteMap();
	const pages = [
		{ path: '/', changedAt: null },
		...[...SITE_BAR, ...SITE_MORE].map(({ href }) => ({ path: href, changedAt: null })),
		...things
	];
	const entries = pages.map(({ path, changedAt }) => {
		const time = changedAt === null ? '' : `<lastmod>${changedAt}</lastmod>`;
		return `<url><loc>${escapedText(origin + encodeURI(path))}</loc>${time}</url>`;
	});
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
		...entries,
		'</urlset>',
		''
	].join('\n');
});
