import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, signIn } from './support/browser.ts';
import {
	ACCOUNTS,
	deleteOneTicket,
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

/** Looking is work for the browser: with two pages at once both cores have some. */
const LOOKING = 2;

let portal: RunningPortal;
let browser: Browser;
let pages: readonly OpenablePage[];

/** A page of somebody's, and what it complained of on its console. */
interface Tab {
	readonly page: Page;
	readonly faults: string[];
}

const contexts = new Map<Looker, BrowserContext>();
const tabs = new Map<Looker, readonly Tab[]>();

async function openTab(context: BrowserContext): Promise<Tab> {
	const page = await context.newPage();
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(error.message));
	page.on('console', (message) => {
		// A code that nobody has typed yet is answered so, as RFC 8628 has it: no fault of the page.
		const awaited = message.location().url.endsWith('/api/v1/screens/token');
		if (message.type() === 'error' && !awaited) faults.push(message.text());
	});
	return { page, faults };
}

beforeAll(async () => {
	// The played company has something of everything, and stands still.
	[portal, browser] = await Promise.all([
		startPortal({ DEMO: '1', SIMULATOR: '0', DEMO_PASSWORD: PASSWORD }),
		openBrowser()
	]);
	for (const as of LOOKERS) {
		const context = await browser.newContext({ baseURL: portal.base, viewport: WIDE });
		contexts.set(as, context);
		const opened: Tab[] = [];
		for (let tab = 0; tab < LOOKING; tab += 1) opened.push(await openTab(context));
		tabs.set(as, opened);
		const email = ACCOUNTS[as];
		if (email !== null && opened[0]) await signIn(opened[0].page, email, PASSWORD);
	}
	await deleteOneTicket(contextOf('admin'), portal.base);
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

/** Texts that only a fault puts on a page. */
const UNWORDED = String.raw`\b(undefined|null|NaN)\b|\[object |\{\w+\}`;

/** Opens every page as whoever it is for, and tells of each what a look at it found. */
async function sweep(
	choice: Choice,
	size: { readonly width: number; readonly height: number },
	look: (page: Page, opened: OpenablePage) => Promise<readonly string[]>
): Promise<string[]> {
	for (const as of LOOKERS) {
		await prefer(contextOf(as), portal.base, choice);
		for (const { page } of tabs.get(as) ?? []) await page.setViewportSize(size);
	}
	const found: string[] = [];
	const waiting = [...pages];
	const walk = async (index: number) => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const tab = tabs.get(next.as)?.[index];
			if (!tab) throw new Error(`nobody is there as ${next.as}`);
			tab.faults.length = 0;
			await open(tab.page, next.address);
			const all = [...(await look(tab.page, next)), ...(await general(tab.page, choice.lang))];
			// A page that says why it is not to be had is answered as a fault, and rightly.
			const heard = tab.faults.filter((fault) => !/status of (401|403|404|410)/.test(fault));
			found.push(...[...all, ...heard].map((fault) => `${next.route}: ${fault}`));
		}
	};
	await Promise.all(Array.from({ length: LOOKING }, (_, index) => walk(index)));
	return found.sort();
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
			// What may be written into a form is told between braces.
			const forms = [...document.querySelectorAll('form')].map((form) => form.innerText);
			const shown = forms.reduce((text, form) => text.replace(form, ''), document.body.innerText);
			const match = new RegExp(unworded).exec(shown);
			if (match) seen.push(`shows «${match[0]}»`);
			return seen;
		},
		{ lang: language, unworded: UNWORDED }
	);
}

/** Whether people with poor sight, a keyboard or a screen reader can use it. */
async function accessible(page: Page): Promise<string[]> {
	// Nothing here comes from elsewhere in frames: the plain way of axe is enough, and the fastest.
	const { violations } = await new AxeBuilder({ page })
		.options({ resultTypes: ['violations'] })
		.setLegacyMode()
		.analyze();
	return violations.map(({ id, nodes }) => {
		const where = nodes.slice(0, 3).map(({ html }) => html.slice(0, 160));
		return `${id} at ${where.join(' | ')}`;
	});
}

/** What the portal says itself; what people wrote stands in the language they wrote in. */
const SAID = 'header nav a, th[scope=col], legend, [type=submit]';

/** Words of the other language where the portal speaks; names stay as they are. */
function untranslated(page: Page): Promise<string[]> {
	return page.evaluate(
		(said) =>
			[...document.querySelectorAll(said)]
				.filter((node) => !node.closest('[lang=ru]'))
				.map((node) => node.textContent?.trim() ?? '')
				.filter((text) => /[а-яё]{3}/iu.test(text) && !/Базис/.test(text))
				.slice(0, 3)
				.map((text) => `says «${text}»`),
		SAID
	);
}

/** Some seventy pages, looked at one after the other, on a machine that may be busy. */
const LONG = 10 * 60_000;

describe('every page', { timeout: LONG }, () => {
	it('can be used by everybody on a wide screen, in Russian, in light', async () => {
		const titles = new Map<string, string>();
		const found = await sweep({ lang: 'ru', theme: 'light' }, WIDE, async (page, opened) => {
			const title = await page.title();
			const same = titles.get(title);
			// Some are but an answer to a link in a letter: without one they lead elsewhere.
			const isItself =
				new URL(page.url()).pathname === opened.address &&
				(await page.locator('.error[data-status]').count()) === 0;
			if (isItself) titles.set(title, opened.route);
			const named = !isItself || same === undefined ? [] : [`is called «${title}» like ${same}`];
			return [...named, ...(await accessible(page))];
		});
		expect(found).toEqual([]);
	});

	it('can be used by everybody on a narrow screen, in English, in the dark', async () => {
		const found = await sweep({ lang: 'en', theme: 'dark' }, NARROW, async (page) => [
			...(await accessible(page)),
			...(await untranslated(page))
		]);
		expect(found).toEqual([]);
	});

	it.each([
		[{ lang: 'ru', theme: 'dark' }, NARROW],
		[{ lang: 'en', theme: 'light' }, WIDE]
	] as const)('fits in %o, %o', async (choice, size) => {
		expect(await sweep(choice, size, () => Promise.resolve([]))).toEqual([]);
	});
});
