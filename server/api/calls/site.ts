import { listOf, pageOf } from '../answers/named.ts';
import { faqEntry, newsArticle, newsHeadline } from '../answers/site.ts';
import { newsQuery } from '../site.ts';
import type { CallTable } from './call.ts';

/** What the public site says. */
export const SITE_CALLS: CallTable = {
	'GET /news': {
		summary: 'List published news, the latest first',
		tag: 'Site',
		may: 'anyone',
		query: newsQuery,
		answers: { 200: { description: 'A page of news', schema: pageOf(newsHeadline) } }
	},
	'GET /news/:slug': {
		summary: 'Read a piece of news',
		tag: 'Site',
		may: 'anyone',
		answers: { 200: { description: 'The news', schema: newsArticle } }
	},
	'GET /faq': {
		summary: 'List questions and answers in the order of their page',
		tag: 'Site',
		may: 'anyone',
		answers: { 200: { description: 'All questions', schema: listOf(faqEntry) } }
	}
};
