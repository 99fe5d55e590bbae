import type { Bilingual } from '#lib/domain/bilingual.ts';
import type { FaqEntry } from '#lib/domain/faq.ts';
import type { NewsArticle, NewsHeadline } from '#lib/domain/news-item.ts';
import type { SiteContacts } from '#lib/domain/site.ts';
import type { NewsRecord } from '#server/records/news-record.ts';

/** What everybody may see of a piece of news in lists; null of one that is not published. */
export function newsHeadline(record: NewsRecord): NewsHeadline | null {
	const { id, slug, state, title, summary, publishedAt } = record;
	if (state !== 'published' || publishedAt === null) return null;
	return { id, slug, title: both(title), summary: both(summary), publishedAt };
}

/** The whole of it: not who wrote it. */
export function newsArticle(record: NewsRecord): NewsArticle | null {
	const headline = newsHeadline(record);
	return headline && { ...headline, body: both(record.body), updatedAt: record.updatedAt };
}

/** A question as everybody may see it. */
export function faqEntry({ id, slug, group, question, answer }: FaqEntry): FaqEntry {
	return { id, slug, group, question: both(question), answer: both(answer) };
}

/** How the company is reached. */
export function contactsView(contacts: SiteContacts): SiteContacts {
	const { company, phone, dutyPhone, email, address, hours, details } = contacts;
	return {
		company,
		address: both(address),
		phone,
		dutyPhone,
		email,
		hours: both(hours),
		details: both(details)
	};
}

function both({ ru, en }: Bilingual): Bilingual {
	return { ru, en };
}
