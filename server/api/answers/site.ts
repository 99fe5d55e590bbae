import { z } from 'zod';
import type { Bilingual } from '#lib/domain/bilingual.ts';
import { FAQ_GROUPS, type FaqEntry } from '#lib/domain/faq.ts';
import type { NewsArticle, NewsHeadline } from '#lib/domain/news-item.ts';
import { moment, named } from './named.ts';

const bilingual = z
	.strictObject({ ru: z.string(), en: z.string() })
	.describe('English is empty where nobody wrote it') satisfies z.ZodType<Bilingual>;

const headline = {
	id: z.int(),
	slug: z.string(),
	title: bilingual,
	summary: bilingual,
	publishedAt: moment
};

export const newsHeadline = named(
	'NewsHeadline',
	z.strictObject(headline) satisfies z.ZodType<NewsHeadline>
);

export const newsArticle = named(
	'NewsArticle',
	z.strictObject({
		...headline,
		body: bilingual,
		updatedAt: moment
	}) satisfies z.ZodType<NewsArticle>,
	'The body is Markdown'
);

export const faqEntry = named(
	'FaqEntry',
	z.strictObject({
		id: z.int(),
		slug: z.string(),
		group: z.enum(FAQ_GROUPS),
		question: bilingual,
		answer: bilingual
	}) satisfies z.ZodType<FaqEntry>,
	'The answer is Markdown'
);
