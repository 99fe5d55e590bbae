import type { Action } from '#lib/domain/permission.ts';
import { m } from '#lib/paraglide/messages.js';
import {
	building,
	calendarWeek,
	display,
	exclamationCircle,
	folder,
	fileText,
	gear,
	graphUp,
	journal,
	key,
	layers,
	listTask,
	people,
	newspaper,
	question,
	speedometer,
	tv
} from './icons.ts';

/** A section of the public site. */
export interface SiteSection {
	readonly href: string;
	readonly label: () => string;
}

/** A section of the panel. */
export interface PanelSection {
	readonly href: string;
	readonly label: () => string;
	/** Source of one of `icons.ts`. */
	readonly icon: string;
	/** Shown to those alone who may do this; to all staff when left out. */
	readonly action?: Action;
	/** A screen of its own, opened beside the panel. */
	readonly beside?: true;
}

/** What happens now: stands in the bar of every public page, in this order. */
export const SITE_BAR: readonly SiteSection[] = [
	{ href: '/services', label: m.svc_title },
	{ href: '/queue', label: m.nav_queue },
	{ href: '/kpi', label: m.kpi_page_nav },
	{ href: '/incidents', label: m.nav_incidents },
	{ href: '/shifts', label: m.shifts_title },
	{ href: '/news', label: m.site_news }
];

/** What is looked up now and then: behind «more» in the bar. */
export const SITE_MORE: readonly SiteSection[] = [
	{ href: '/reports', label: m.reports_title },
	{ href: '/docs', label: m.documents_title },
	{ href: '/faq', label: m.site_faq },
	{ href: '/about', label: m.site_about },
	{ href: '/contacts', label: m.site_contacts }
];

/** Feeds that programs follow: at the foot of every public page. */
export const SITE_FEEDS: readonly SiteSection[] = [
	{ href: '/feeds/incidents.atom', label: m.site_feed_incidents },
	{ href: '/feeds/news.atom', label: m.site_feed_news },
	{ href: '/feeds/maintenance.ics', label: m.site_feed_works },
	{ href: '/feeds/shifts.ics', label: m.shifts_site_feed }
];

/** Daily work; what is made and shown to others; people and rules. A line parts the groups. */
export const PANEL_GROUPS: readonly (readonly PanelSection[])[] = [
	[
		{ href: '/panel', label: m.nav_summary, icon: speedometer },
		{ href: '/panel/queue', label: m.nav_queue, icon: listTask },
		{ href: '/panel/incidents', label: m.nav_incidents, icon: exclamationCircle },
		{ href: '/panel/kpi', label: m.kpi_page_nav, icon: graphUp },
		{ href: '/panel/services', label: m.svc_title, icon: layers },
		{ href: '/panel/shifts', label: m.shifts_title, icon: calendarWeek }
	],
	[
		{ href: '/panel/reports', label: m.reports_title, icon: fileText },
		{ href: '/panel/documents', label: m.documents_title, icon: folder },
		{ href: '/panel/screens', label: m.screens_title, icon: tv, action: 'screen.manage' },
		{ href: '/panel/news', label: m.site_news, icon: newspaper, action: 'news.write' },
		{ href: '/panel/faq', label: m.site_faq_short, icon: question, action: 'faq.write' },
		{ href: '/panel/site', label: m.site_texts, icon: building, action: 'service.update' },
		{ href: '/wall/noc', label: m.nav_wall, icon: display, beside: true }
	],
	[
		{ href: '/panel/users', label: m.admin_people, icon: people, action: 'user.manage' },
		{
			href: '/panel/organizations',
			label: m.admin_organizations,
			icon: building,
			action: 'user.manage'
		},
		{ href: '/panel/tokens', label: m.admin_tokens, icon: key, action: 'token.keep' },
		{ href: '/panel/audit', label: m.admin_audit, icon: journal, action: 'audit.read' },
		{ href: '/panel/settings', label: m.nav_settings, icon: gear, action: 'sla.manage' }
	]
];

/** The section of a list that an address lies in, or undefined. */
export function sectionOf<S extends { readonly href: string }>(
	sections: readonly S[],
	pathname: string
): S | undefined {
	return sections
		.filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
		.toSorted((a, b) => b.href.length - a.href.length)[0];
}
