// Takes every page of a running demo in each language, appearance and width, for people to look at.
// node tests/e2e/screenshots.ts http://localhost:3000 DIRECTORY [part of a route]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
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
	type Looker
} from './support/every-page.ts';

const [base, folder, part = ''] = process.argv.slice(2);
if (base === undefined || folder === undefined)
	throw new Error('usage: node tests/e2e/screenshots.ts URL DIRECTORY [PART OF A ROUTE]');
await mkdir(folder, { recursive: true });

const browser = await openBrowser();
const contexts = new Map<Looker, BrowserContext>();
for (const as of LOOKERS) {
	const context = await browser.newContext({ baseURL: base });
	const email = ACCOUNTS[as];
	if (email !== null)
		await signIn(await context.newPage(), email, process.env['DEMO_PASSWORD'] ?? 'bazis-demo');
	contexts.set(as, context);
}
const context = (as: Looker): BrowserContext => {
	const found = contexts.get(as);
	if (!found) throw new Error(as);
	return found;
};
await deleteOneTicket(context('admin'), base);
const pages = await everyPage({
	visitor: context('visitor'),
	client: context('client'),
	admin: context('admin')
});
for (const [name, choice, size] of [
	['ru-light-1440', { lang: 'ru', theme: 'light' }, WIDE],
	['ru-dark-1440', { lang: 'ru', theme: 'dark' }, WIDE],
	['ru-light-360', { lang: 'ru', theme: 'light' }, NARROW],
	['en-dark-360', { lang: 'en', theme: 'dark' }, NARROW]
] as const)
	for (const { route, address, as } of pages.filter((each) => each.route.includes(part))) {
		await prefer(context(as), base, choice);
		const page = await context(as).newPage();
		await page.setViewportSize(size);
		await open(page, address);
		const file = `${route === '/' ? 'home' : route.slice(1).replace(/[^a-z]+/g, '-')}-${name}.png`;
		await page.screenshot({ path: join(folder, file), fullPage: true });
		await page.close();
	}
await browser.close();
