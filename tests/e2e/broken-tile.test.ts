import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';

let portal: RunningPortal;
let browser: Browser;

beforeAll(async () => {
	[portal, browser] = await Promise.all([startPortal(), openBrowser()]);
	await portal.call('POST', '/services', { slug: 'mail', name: 'Почта' });
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

it('a tile that cannot be shown says so, the others go on, and it is back by itself', async () => {
	const { number } = await portal.call<FullTicket>('POST', '/tickets', {
		subject: 'Не открывается календарь',
		description: 'С утра',
		service: 'mail'
	});
	const { page } = await visitor(browser, portal.base, {
		viewport: { width: 1920, height: 1080 }
	});
	let spoils = false;
	// No fault of ours is known: one is made of a change that lacks what the queue is drawn by.
	await page.routeWebSocket('**/socket.io/**', (socket) => {
		const server = socket.connectToServer();
		server.onMessage((message) => {
			socket.send(spoils ? String(message).replaceAll('"sla":', '"none":') : message);
		});
	});
	await signIn(page, ADMIN, PASSWORD);
	await page.goto('/wall/noc');
	await page.locator('[data-link=live]').waitFor();
	await page.locator('[data-tile=fresh]').first().waitFor();
	const tiles = await page.locator('[data-tile]').count();
	await mark(page);

	spoils = true;
	await portal.call('PATCH', `/tickets/${number}`, { priority: 'critical' });
	await page.locator('[data-tile=broken] [data-broken]').waitFor();
	spoils = false;
	expect(await page.locator('[data-tile=broken]').count()).toBe(1);
	expect(await page.locator('[data-tile]').count()).toBe(tiles);

	await portal.call('POST', '/incidents', {
		title: 'Не ходит почта',
		severity: 'major',
		services: ['mail'],
		message: 'Разбираемся'
	});
	await page.getByText('Не ходит почта').first().waitFor();
	await portal.call('PATCH', `/tickets/${number}`, { priority: 'high' });
	await page.locator('[data-broken]').waitFor({ state: 'detached' });
	await page.locator('[data-tile=fresh]').getByText('Не открывается календарь').waitFor();
	expect(await isMarked(page)).toBe(true);
});
