import type { FaqGroup } from '#lib/domain/faq.ts';
import type { NewsState } from '#lib/domain/news-item.ts';
import type { Tone } from '#lib/format/labels.ts';
import { m } from '#lib/paraglide/messages.js';

/** Words for the values of this area, in the page's language. */
export const faqGroupLabel: Readonly<Record<FaqGroup, () => string>> = {
	tickets: m.site_group_tickets,
	deadlines: m.site_group_deadlines,
	incidents: m.site_group_incidents,
	account: m.site_group_account,
	figures: m.site_group_figures,
	contact: m.site_group_contact
};

export const newsStateLabel: Readonly<Record<NewsState, () => string>> = {
	draft: m.site_state_draft,
	scheduled: m.site_state_scheduled,
	published: m.site_state_published
};

/** The same of many. */
export const newsTabLabel: Readonly<Record<NewsState, () => string>> = {
	draft: m.site_tab_draft,
	scheduled: m.site_tab_scheduled,
	published: m.site_tab_published
};

export const newsStateTone: Readonly<Record<NewsState, Tone>> = {
	draft: 'neutral',
	scheduled: 'planned',
	published: 'ok'
};

export const searchKindLabel = {
	faq: m.site_faq,
	service: m.svc_title,
	news: m.site_news,
	incident: m.nav_incidents,
	company: m.site_contacts_and_company
} as const;
