import type Router from '@koa/router';
import { z } from 'zod';
import type { Portal } from '#server/portal.ts';
import { part, query } from './context.ts';

/** Which part of the news is wanted. */
export const newsQuery = z.strictObject({
	limit: z.coerce.number().int().min(1).max(100).optional(),
	cursor: z.string().min(1).max(400).optional()
});

/** What the public site says: news, questions and answers. */
export function siteRoutes(router: Router, { queries }: Portal): void {
	router.get('/news', async (context) => {
		context.body = await queries.news(query(context, newsQuery));
	});

	router.get('/news/:slug', async (context) => {
		context.body = await queries.newsArticle(part(context, 'slug'));
	});

	router.get('/faq', async (context) => {
		context.body = { items: await queries.faq(), nextCursor: null };
	});
}
