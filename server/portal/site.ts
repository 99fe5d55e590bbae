import type { Bilingual } from '#lib/domain/bilingual.ts';
import type { FaqEntry, FaqGroup, StaffFaqEntry } from '#lib/domain/faq.ts';
import type { NewsArticle, NewsHeadline, NewsState, StaffNews } from '#lib/domain/news-item.ts';
import type { Actor, Viewer } from '#lib/domain/people.ts';
import type { SiteContacts, SiteRequestView, SiteText, StaffContacts } from '#lib/domain/site.ts';
import type { Page } from '#server/portal.ts';

export interface NewsInput {
	readonly title: Bilingual;
	readonly summary: Bilingual;
	/** Markdown. */
	readonly body: Bilingual;
	/** Its place in the address; made of the title when left empty. */
	readonly slug: string;
	/** Published with a later `publishAt` waits for it. */
	readonly state: 'draft' | 'published';
	/** ISO 8601. */
	readonly publishAt?: string | undefined;
	readonly version?: number | undefined;
}

export interface FaqInput {
	readonly group: FaqGroup;
	readonly question: Bilingual;
	/** Markdown. */
	readonly answer: Bilingual;
	readonly slug: string;
	readonly published: boolean;
	readonly version?: number | undefined;
}

export interface ContactsInput extends SiteContacts {
	readonly version?: number | undefined;
}

/** What a stranger writes; nothing of it is proved. */
export interface SiteRequestInput {
	readonly name: string;
	readonly email: string;
	readonly phone: string;
	/** Slug. */
	readonly service: string;
	readonly subject: string;
	readonly message: string;
	/** Of the page the form stood on, see `requestToken`. */
	readonly token: string;
	/** A trap: people leave it empty. */
	readonly website: string;
}

export interface SiteCommands {
	/**
	 * A new one without an id, once for each `key`. Throws `stale_version`, `idempotency_conflict`,
	 * or `slug_taken` at the field `slug`.
	 */
	saveNews(actor: Actor, input: NewsInput, id?: number, key?: string): Promise<StaffNews>;
	deleteNews(actor: Actor, id: number): Promise<void>;
	/**
	 * A new one without an id, once for each `key`. Throws `stale_version`, `idempotency_conflict`,
	 * or `slug_taken` at the field `slug`.
	 */
	saveFaq(actor: Actor, input: FaqInput, id?: number, key?: string): Promise<StaffFaqEntry>;
	deleteFaq(actor: Actor, id: number): Promise<void>;
	/** One place up or down among those of its group. */
	moveFaq(actor: Actor, id: number, direction: 'up' | 'down'): Promise<void>;
	/** Puts questions of one group in this order. */
	orderFaq(actor: Actor, ids: readonly number[]): Promise<void>;
	/** Throws `not_found` for a key of no text. */
	writeSiteText(
		actor: Actor,
		key: string,
		input: { readonly text: Bilingual; readonly version?: number | undefined }
	): Promise<SiteText>;
	saveContacts(actor: Actor, input: ContactsInput): Promise<StaffContacts>;
	/**
	 * Files a ticket for somebody who is not signed in; the same token again answers with the same
	 * number. Throws `invalid_input` at `form` for what no person sends, `too_many_attempts`.
	 */
	fileRequest(
		input: SiteRequestInput,
		origin: { readonly address: string }
	): Promise<{ readonly number: string }>;
}

export interface NewsFilter {
	readonly limit?: number | undefined;
	readonly cursor?: string | undefined;
}

export interface SearchHit {
	readonly title: Bilingual;
	/** Plain text it was found in. */
	readonly text: Bilingual;
	readonly href: string;
	/** ISO 8601, where the thing has a time. */
	readonly at: string | null;
}

export interface SearchResult {
	readonly kind: 'faq' | 'service' | 'news' | 'incident' | 'company';
	readonly hits: readonly SearchHit[];
}

export interface SiteQueries {
	/** What is published, the latest first. */
	news(filter: NewsFilter): Promise<Page<NewsHeadline>>;
	/** Throws `not_found` for one that is not published. */
	newsArticle(slug: string): Promise<NewsArticle>;
	/** For those who write it: what was changed last first. */
	staffNews(
		viewer: Viewer,
		filter: NewsFilter & { readonly state?: NewsState | undefined }
	): Promise<Page<StaffNews>>;
	staffNewsItem(viewer: Viewer, id: number): Promise<StaffNews>;
	/** What is published, in the order of the page. */
	faq(): Promise<readonly FaqEntry[]>;
	staffFaq(viewer: Viewer): Promise<readonly StaffFaqEntry[]>;
	contacts(): Promise<SiteContacts>;
	staffContacts(viewer: Viewer): Promise<StaffContacts>;
	siteText(key: string): Promise<Bilingual>;
	staffSiteText(viewer: Viewer, key: string): Promise<SiteText>;
	/** Everything public that holds these words, by kind; the last is the best of each. */
	search(text: string): Promise<readonly SearchResult[]>;
	/** Slugs and numbers of all that has a public page, for a map of the site. */
	siteMap(): Promise<readonly { readonly path: string; readonly changedAt: string | null }[]>;
	/** A token for the form of strangers, valid from a moment on; see `fileRequest`. */
	requestToken(): string;
	/** What came with a ticket filed through the site, for staff; null for others and other tickets. */
	siteRequest(viewer: Viewer, number: string): Promise<SiteRequestView | null>;
}
