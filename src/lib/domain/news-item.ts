import type { Bilingual } from './bilingual.ts';

export const NEWS_STATES = ['draft', 'scheduled', 'published'] as const;
export type NewsState = (typeof NEWS_STATES)[number];

/** What lists and live screens tell of a piece of news. Times are ISO 8601. */
export interface NewsHeadline {
	readonly id: number;
	readonly slug: string;
	readonly title: Bilingual;
	readonly summary: Bilingual;
	readonly publishedAt: string;
}

/** The whole of it; the body is Markdown. */
export interface NewsArticle extends NewsHeadline {
	readonly body: Bilingual;
	readonly updatedAt: string;
}

/** The same as those who write it see it. */
export interface StaffNews {
	readonly id: number;
	readonly slug: string;
	readonly state: NewsState;
	readonly title: Bilingual;
	readonly summary: Bilingual;
	readonly body: Bilingual;
	/** When it is to appear, or did. */
	readonly publishAt: string | null;
	readonly publishedAt: string | null;
	readonly updatedAt: string;
	readonly updatedBy: string | null;
	readonly version: number;
}

/** How many of the latest live screens hold. */
export const HEADLINES = 3;

/** The latest first. */
export function byPublication(a: NewsHeadline, b: NewsHeadline): number {
	if (a.publishedAt !== b.publishedAt) return a.publishedAt < b.publishedAt ? 1 : -1;
	return b.id - a.id;
}

/** What a text wanted at a moment is at another. */
export function stateAt(publishAt: number, now: number): 'scheduled' | 'published' {
	return publishAt > now ? 'scheduled' : 'published';
}
