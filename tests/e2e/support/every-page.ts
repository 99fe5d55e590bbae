import type { BrowserContext, Page } from 'playwright-core';
import { routesWith } from '../../support/site.ts';

/** Who a page is looked at by. */
export const LOOKERS = ['visitor', 'client', 'admin'] as const;
export type Looker = (typeof LOOKERS)[number];

/** Accounts of the played company. */
export const ACCOUNTS: Readonly<Record<Looker, string | null>> = {
	visitor: null,
	client: 'client@bazis.example',
	admin: 'admin@bazis.example'
};

/** A page as it can be opened. */
export interface OpenablePage {
	/** As its folder is called. */
	readonly route: string;
	readonly address: string;
	readonly as: Looker;
}

/** Pages whose address no other page links to. */
const UNLINKED: Readonly<Record<string, string>> = {
	'/wall/[board]': '/wall/noc'
};

/**
 * Every page there is, with an address of something that is really there: it is taken from the
 * links of the other pages. A page that nothing leads to is an error, so that a new one is looked
 * at from its first day.
 */
export async function everyPage(
	contexts: Readonly<Record<Looker, BrowserContext>>
): Promise<readonly OpenablePage[]> {
	const routes = routesWith('+page.svelte');
	const links: Record<Looker, Set<string>> = {
		visitor: new Set(),
		client: new Set(),
		admin: new Set()
	};
	const read = async (address: string, as: Looker) => {
		const answer = await contexts[as].request.get(address);
		const html = await answer.text();
		for (const [, href = ''] of html.matchAll(/href="(\/[^"#?]*)/g)) links[as].add(href);
	};
	for (const route of routes.filter((each) => !each.includes('[')))
		await read(route, lookerOf(route));
	return routes.map((route) => {
		const as = lookerOf(route);
		if (!route.includes('[')) return { route, address: route, as };
		const pattern = new RegExp(`^${route.replace(/\[[^\]]+\]/g, '[^/]+')}$`);
		// Another page may be called as if it were a thing: `/panel/queue/views`.
		const found = [...links[as]].find((href) => pattern.test(href) && !routes.includes(href));
		const address = UNLINKED[route] ?? found;
		if (address === undefined) throw new Error(`no page links to anything of ${route}`);
		return { route, address, as };
	});
}

/** So that there is one to be looked at among the deleted. Throws when the portal refuses. */
export async function deleteOneTicket(admin: BrowserContext, base: string): Promise<void> {
	const queue = await (await admin.request.get('/panel/queue')).text();
	const [, href = ''] = /href="(\/panel\/queue\/BC-\d+)"/.exec(queue) ?? [];
	const answer = await admin.request.post(`${href}?/delete`, {
		form: { reason: 'Заведена по ошибке' },
		headers: { origin: new URL(base).origin, accept: 'text/html' },
		maxRedirects: 0
	});
	if (answer.status() !== 303) throw new Error(`a ticket was not deleted: ${answer.status()}`);
}

function lookerOf(route: string): Looker {
	if (/^\/(panel|wall)(\/|$)/.test(route)) return 'admin';
	return /^\/cabinet(\/|$)/.test(route) ? 'client' : 'visitor';
}

/** Sizes a page is looked at in. */
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 360, height: 740 };

/** Language and appearance. */
export interface Choice {
	readonly lang: 'ru' | 'en';
	readonly theme: 'light' | 'dark';
}

/** Chooses as the buttons of the page do. */
export async function prefer(context: BrowserContext, base: string, choice: Choice): Promise<void> {
	await context.addCookies(
		Object.entries(choice).map(([name, value]) => ({ name, value: String(value), url: base }))
	);
}

/** Opens a page and waits until it is awake. */
export async function open(page: Page, address: string): Promise<void> {
	await page.goto(address, { waitUntil: 'load' });
	await page.evaluate(() => document.fonts.ready.then(() => undefined));
	await page.waitForFunction(() => document.querySelector('[data-link=waiting]') === null);
}
