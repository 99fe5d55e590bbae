import bundled from '@sparticuz/chromium';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/**
 * Switches meant for a serverless machine: a closed tab takes the browser along, and pages are
 * painted by a graphics card that is played, at a sixth of all the work there is.
 */
const UNFIT =
	/single-process|no-zygote|in-process-gpu|disable-web-security|gl=|angle=|swiftshader|gpu-blocklist/;

/** Starts the Chromium that ships inside the npm package, with more switches if need be. */
export async function openBrowser(switches: readonly string[] = []): Promise<Browser> {
	return chromium.launch({
		executablePath: await bundled.executablePath(),
		args: [
			...bundled.args.filter((argument) => !UNFIT.test(argument)),
			'--disable-gpu',
			...switches
		],
		headless: true
	});
}

/** A visitor of one's own: cookies, size and language apart from everybody else's. */
export async function visitor(
	browser: Browser,
	base: string,
	options: Parameters<Browser['newContext']>[0] = {}
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
	const context = await browser.newContext({
		baseURL: base,
		viewport: { width: 1440, height: 900 },
		...options
	});
	const page = await context.newPage();
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error' && /Content.Security.Policy/i.test(message.text()))
			faults.push(message.text());
	});
	return { context, page, faults };
}

/** Signs in through the form and waits for what comes after it. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
	await page.goto('/login');
	await page.locator('main input[name=email]').fill(email);
	await page.locator('main input[name=password]').fill(password);
	await Promise.all([
		page.waitForURL((url) => url.pathname !== '/login'),
		page.locator('main form:has(input[name=password]) button').first().click()
	]);
}

/** Puts a mark into the page that a reload would wipe out. */
export async function mark(page: Page): Promise<void> {
	await page.evaluate(() => {
		document.documentElement.dataset['mark'] = 'here';
	});
}

/** Is it still the very page that was marked? */
export function isMarked(page: Page): Promise<boolean> {
	return page.evaluate(() => document.documentElement.dataset['mark'] === 'here');
}

/** Keeps the script of pages opened from now on from coming; returns how to let it come. */
export async function putScriptToSleep(page: Page): Promise<() => void> {
	let wake = () => {};
	const asleep = new Promise<void>((resolve) => (wake = resolve));
	await page.route('**/_app/immutable/**/*.js', async (route) => {
		await asleep;
		await route.continue();
	});
	return wake;
}
