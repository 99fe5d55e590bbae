import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, signIn } from './support/browser.ts';
import {
	ACCOUNTS,
	everyPage,
	LOOKERS,
	NARROW,
	open,
	prefer,
	WIDE,
	type Choice,
	type Looker,
	type OpenablePage
} from './support/every-page.ts';
import { startPortal, type RunningPortal } from './support/portal.ts';

const PASSWORD = 'bazis-demo';

let portal: RunningPortal;
let browser: Browser;
let pages: readonly OpenablePage[];
const faults: string[] = [];
const contexts = new Map<Looker, BrowserContext>();
const opened = new Map<Looker, Page>();

beforeAll(async () => {
	// The played company has something of everything, and stands still.
	[portal, browser] = await Promise.all([
		startPortal({ DEMO: '1', SIMULATOR: '0', DEMO_PASSWORD: PASSWORD }),
		openBrowser()
	]);
	for (const as of LOOKERS) {
		const context = await browser.newContext({ baseURL: portal.base, viewport: WIDE });
		const page = await context.newPage();
		const email = ACCOUNTS[as];
		if (email !== null) await signIn(page, email, PASSWORD);
		page.on('pageerror', (error) => faults.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error') faults.push(message.text());
		});
		contexts.set(as, context);
		opened.set(as, page);
	}
	await deleteOneTicket(contextOf('admin'));
	pages = await everyPage({
		visitor: contextOf('visitor'),
		client: contextOf('client'),
		admin: contextOf('admin')
	});
}, 300_000);
afterAll(async () => {
	await browser.close();
	await portal.stop();
});

function contextOf(as: Looker): BrowserContext {
	const context = contexts.get(as);
	if (!context) throw new Error(`nobody is there as ${as}`);
	return context;
}

/** So that there is one to be looked at among the deleted. */
async function deleteOneTicket(context: BrowserContext): Promise<void> {
	const queue = await (await context.request.get('/panel/queue')).text();
	const [, href = ''] = /href="(\/panel\/queue\/BC-\d+)"/.exec(queue) ?? [];
	const answer = await context.request.post(`${href}?/delete`, {
		form: { reason: 'Заведена по ошибке' },
		headers: { origin: portal.base, accept: 'text/html' },
		maxRedirects: 0
	});
	expect(answer.status()).toBe(303);
}

/** Texts that only a fault puts on a page. */
const UNWORDED = String.raw`\b(undefined|null|NaN)\b|\[object |\{\w+\}`;

/** Opens every page as whoever it is for, and tells of each what a look at it found. */
async function sweep(
	choice: Choice,
	size: { readonly width: number; readonly height: number },
	look: (page: Page, route: string) => Promise<readonly string[]>
): Promise<string[]> {
	const found: string[] = [];
	for (const as of LOOKERS) {
		await prefer(contextOf(as), portal.base, choice);
		await opened.get(as)?.setViewportSize(size);
	}
	for (const { route, address, as } of pages) {
		const page = opened.get(as);
		if (!page) throw new Error(`nobody is there as ${as}`);
		faults.length = 0;
		await open(page, address);
		const all = [...(await look(page, route)), ...(await general(page, choice.lang))];
		// A page that says why it is not to be had is answered as a fault, and rightly.
		const heard = faults.filter((fault) => !/status of (401|403|404|410)/.test(fault));
		found.push(...[...all, ...heard].map((fault) => `${route}: ${fault}`));
	}
	return found;
}

/** What holds of each page whatever it shows. */
function general(page: Page, language: string): Promise<string[]> {
	return page.evaluate(
		({ lang, unworded }) => {
			const seen: string[] = [];
			const root = document.documentElement;
			if (root.scrollWidth > window.innerWidth) {
				const wide = [...document.querySelectorAll('body *')].find(
					(node) => node.getBoundingClientRect().right > window.innerWidth + 1
				);
				seen.push(`is ${root.scrollWidth} px wide, by ${wide?.outerHTML.slice(0, 120) ?? '?'}`);
			}
			if (root.lang !== lang) seen.push(`speaks ${root.lang}`);
			if (document.title.trim() === '') seen.push('has no title');
			const match = new RegExp(unworded).exec(document.body.innerText);
			if (match) seen.push(`shows «${match[0]}»`);
			return seen;
		},
		{ lang: language, unworded: UNWORDED }
	);
}

/** Whether people with poor sight, a keyboard or a screen reader can use it. */
async function accessible(page: Page): Promise<string[]> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations.map(({ id, nodes }) => {
		const where = nodes.slice(0, 3).map(({ html }) => html.slice(0, 160));
		return `${id} at ${where.join(' | ')}`;
	});
}

describe('every page', () => {
	it('can be used by everybody on a wide screen, in light', async () => {
		const titles = new Map<string, string>();
		const found = await sweep({ lang: 'ru', theme: 'light' }, WIDE, async (page, route) => {
			const title = await page.title();
			const same = titles.get(title);
			titles.set(title, route);
			const named = same === undefined ? [] : [`is called «${title}» like ${same}`];
			return [...named, ...(await accessible(page))];
		});
		expect(found).toEqual([]);
	});

	it('can be used by everybody on a narrow screen, in the dark', async () => {
		expect(await sweep({ lang: 'ru', theme: 'dark' }, NARROW, accessible)).toEqual([]);
	});

	it('speaks English when it is asked to, and fits', async () => {
		const found = await sweep({ lang: 'en', theme: 'light' }, NARROW, (page) =>
			page.evaluate(() => {
				// What people wrote is in their language: only what the portal says counts.
				const said =
					'nav a, main > header p, label > span, th[scope=col], legend, summary, [type=submit]';
				return [...document.querySelectorAll(said)]
					.map((node) => node.textContent?.trim() ?? '')
					.filter((text) => /[а-яё]{3}/iu.test(text) && !/Базис/.test(text))
					.slice(0, 3)
					.map((text) => `says «${text}»`);
			})
		);
		expect(found).toEqual([]);
	});
});
