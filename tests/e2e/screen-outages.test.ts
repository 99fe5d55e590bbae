import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from './support/browser.ts';
import { aHouse, type House } from './support/house.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';
import { pair, revoke, shows, television } from './support/television.ts';
import { weakLink } from './support/weak-link.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let house: House;
let portal: RunningPortal;
let browser: Browser;
let panel: Page;
let number: string;

beforeAll(async () => {
	house = await aHouse('day-one');
	[portal, browser] = await Promise.all([startPortal({}, house.directory), openBrowser()]);
	await portal.call('POST', '/services', { slug: 'mail', name: 'Почта' });
	({ number } = await portal.call<FullTicket>('POST', '/tickets', {
		subject: 'Не открывается календарь',
		description: 'С утра',
		service: 'mail'
	}));
	({ page: panel } = await visitor(browser, portal.base));
	await signIn(panel, ADMIN, PASSWORD);
	await panel.goto('/panel/screens');
	await panel.locator('[data-link=live]').first().waitFor();
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
	await house.remove();
});

/** Winds the page's clock on in steps, so that what it asks of the network meanwhile can fail. */
async function wind(tv: Page, ms: number): Promise<void> {
	for (let wound = 0; wound < ms; wound += 20 * SECOND) await tv.clock.runFor(20 * SECOND);
}

/**
 * Winds a little at a time until something is there. At most twice as fast as the hour itself:
 * after refusals Chromium holds a websocket back for some seconds that cannot be wound, and the
 * page's own patience must not end before those.
 */
async function windUntil(tv: Page, selector: string): Promise<void> {
	const found = async () => {
		await tv.clock.runFor(SECOND);
		return tv.locator(selector).count();
	};
	await expect.poll(found, { timeout: 2 * MINUTE, interval: SECOND / 2 }).toBe(1);
}

/** Addresses the page was led to, each load one of them. */
function loadsOf(tv: Page): string[] {
	const loads: string[] = [];
	tv.on('framenavigated', (frame) => {
		if (frame === tv.mainFrame()) loads.push(new URL(frame.url()).pathname);
	});
	return loads;
}

describe('a television that nobody touches', () => {
	it('outlives ten minutes without a network, and shows a code when it was revoked meanwhile', async () => {
		const link = await weakLink(portal.port);
		const { context, page: tv, faults } = await television(browser, link.base, { wound: true });
		await pair(panel, tv, 'Склад', 'noc');
		await windUntil(tv, '[data-board=noc]');
		await windUntil(tv, '[data-link=live]');
		await mark(tv);
		const loads = loadsOf(tv);

		link.cut();
		await wind(tv, 10 * MINUTE);
		await portal.call('PATCH', `/tickets/${number}`, { status: 'in_progress' });
		expect(await tv.locator('[data-link=late]').innerText()).toMatch(/нет связи.*\s(9|10)\sмин/);
		expect(await tv.locator('[data-tile=fresh]').count()).toBe(0);
		expect(await tv.locator(`[data-ticket="${number}"][data-status=new]`).count()).toBe(1);
		link.mend();
		await windUntil(tv, '[data-link=live]');
		await windUntil(tv, `[data-ticket="${number}"][data-status=in_progress]`);
		expect(await tv.locator('[data-tile=stale]').count()).toBe(0);
		expect(await isMarked(tv)).toBe(true);

		link.cut();
		await wind(tv, MINUTE);
		await revoke(panel, 'Склад');
		await wind(tv, MINUTE);
		// What cannot be asked is not taken for an answer.
		expect(await tv.locator('[data-board=noc]').count()).toBe(1);
		link.mend();
		await windUntil(tv, '[data-code]');
		const code = await tv.locator('[data-code]').getAttribute('data-code');
		await wind(tv, MINUTE);
		expect(await tv.locator('[data-code]').getAttribute('data-code')).toBe(code);
		expect(loads).toEqual([]);
		expect(new URL(tv.url()).pathname).toBe('/wall');
		expect(faults).toEqual([]);
		await context.close();
		await link.close();
	});

	it('loads itself once for a new build, and puts back what was cleared while it hung', async () => {
		const { context, page: tv } = await television(browser, portal.base);
		await pair(panel, tv, 'Коридор', 'managers');
		await shows(tv, 'managers');
		await tv.locator('[data-link=live]').waitFor();
		await tv.getByText('сборка day-one').waitFor();
		const stored = () => tv.evaluate(() => localStorage.getItem('portal.screen'));
		const clear = async () => {
			await tv.evaluate(() => localStorage.clear());
			await context.clearCookies();
		};
		const token = await stored();
		const loads = loadsOf(tv);
		await clear();
		await house.rename('day-two');
		await portal.restart();
		await tv.getByText('сборка day-two').waitFor({ timeout: MINUTE });
		await shows(tv, 'managers');
		await tv.locator('[data-link=live]').waitFor({ timeout: 30 * SECOND });
		await tv.locator('canvas[data-drawn]').nth(3).waitFor();
		expect(loads).toEqual(['/wall']);
		expect(await stored()).toBe(token);
		const cookie = (await context.cookies()).find(({ name }) => name === 'screen');
		expect(cookie?.value).toBe(token);

		await clear();
		await tv.reload();
		await pair(panel, tv, 'Дежурные снова', 'desk');
		await shows(tv, 'desk');
		expect(loads).toEqual(['/wall', '/wall']);
		await context.close();
	});
});
