import type { Bilingual } from './bilingual.ts';

/** How the company is reached; empty where an administrator has not said it yet. */
export interface SiteContacts {
	readonly company: string;
	readonly address: Bilingual;
	readonly phone: string;
	/** Answered at any hour. */
	readonly dutyPhone: string;
	readonly email: string;
	readonly hours: Bilingual;
	/** Registration numbers and the like, a line each. */
	readonly details: Bilingual;
}

/** The same as those who fill it in see it. */
export interface StaffContacts extends SiteContacts {
	readonly version: number;
	/** ISO 8601; null before somebody filled it in. */
	readonly updatedAt: string | null;
	readonly updatedBy: string | null;
}

/** A long text of the site, in Markdown. Version 0: nobody has written it yet. */
export interface SiteText {
	/** `about`, or `service.` and the slug of a service. */
	readonly key: string;
	readonly text: Bilingual;
	readonly version: number;
	readonly updatedAt: string | null;
	readonly updatedBy: string | null;
}

const SERVICE = 'service.';

/** The key of a service's long text. */
export function serviceTextKey(slug: string): string {
	return `${SERVICE}${slug}`;
}

/** The service a text is about, or null when it is about none. */
export function serviceOfText(key: string): string | null {
	return key.startsWith(SERVICE) ? key.slice(SERVICE.length) : null;
}

/** What came with a ticket that was filed without signing in; nobody has proved any of it. */
export interface SiteRequestView {
	readonly name: string;
	readonly email: string;
	readonly phone: string;
	/** There was an account of this e-mail before. */
	readonly knownAccount: boolean;
}
