import { keptFeed } from '#lib/feeds/kept-feed.ts';

/** What search engines have no business with, and where the map of the rest is. */
const CLOSED = ['/panel', '/cabinet', '/wall', '/login', '/search', '/unsubscribe', '/api/'];

export const GET = keptFeed('text/plain; charset=utf-8', (_event, origin) =>
	Promise.resolve(
		[
			'User-agent: *',
			...CLOSED.map((path) => `Disallow: ${path}`),
			'',
			`Sitemap: ${origin}/sitemap.xml`,
			''
		].join('\n')
	)
);
