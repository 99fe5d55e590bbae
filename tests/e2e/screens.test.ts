import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffIncident } from '#lib/domain/incident.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';
import { weakLink } from './support/weak-link.ts';

const SECOND = 1_000;

let portal: RunningPortal;
let browser: Browser;
let panel: Page;

beforeAll(async () => {
	[portal, browser] = await Promise.all([startPortal(), openBrowser()]);
	await portal.call('POST', '/services', { slug: 'mail', name: 'Почта' });
	await portal.call('POST', '/tickets', {
		subject: 'Не открывается календарь',
		description: 'С утра',
		service: 'mail'
	});
	({ page: panel } = await visitor(browser, portal.base));
	await signIn(panel, ADMIN, PASSWORD);
	await panel.goto('/panel/screens');
	await panel.locator('[data-link=live]').first().waitFor();
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

/** A television that nobody has signed in at, switched on. */
async function television(base = portal.base): Promise<{ context: BrowserContext; page: Page }> {
	const tv = await visitor(browser, base, { viewport: { width: 1920, height: 1080 } });
	await tv.page.goto('/wall');
	return tv;
}

/** Types the code that a television shows into the panel; resolves with what staff call it. */
async function pair(tv: Page, name: string, board: string): Promise<void> {
	const code = await tv.locator('[data-code]').getAttribute('data-code');
	const form = panel.locator('form[action="?/pair"]');
	await form.locator('[name=code]').fill(code ?? '');
	await form.locator('[name=name]').fill(name);
	await form.locator('[name=board]').selectOption(board);
	await form.locator('button').click();
	await card(name).waitFor();
}

const card = (name: string) => panel.locator('article', { hasText: name });
const shows = (tv: Page, board: string, timeout = 15 * SECOND) =>
	tv.locator(`[data-board="${board}"]`).waitFor({ timeout });

describe('a television', () => {
	it('shows a code, then its board; another one within a second; a code again when revoked', async () => {
		const { context, page: tv } = await television();
		await tv.locator('[data-code]').waitFor();
		expect(await tv.locator('svg[role=img]').count()).toBe(1);
		await pair(tv, 'Зал NOC', 'noc');
		await shows(tv, 'noc');
		await tv.locator('[data-link=live]').waitFor();
		await tv.getByText('Не открывается календарь').first().waitFor();
		await card('Зал NOC').and(panel.locator('[data-state=online]')).waitFor();
		await card('Зал NOC').getByText('1920×1080').waitFor();

		await mark(tv);
		const delays: number[] = [];
		for (const board of ['desk', 'noc', 'desk', 'noc', 'desk']) {
			await card('Зал NOC').locator('select[name=board]').selectOption(board);
			const switchedAt = performance.now();
			await card('Зал NOC').locator('form.switch button').click();
			await shows(tv, board);
			delays.push(performance.now() - switchedAt);
		}
		expect(delays.sort((a, b) => a - b)[2]).toBeLessThan(SECOND);

		// To other eyes: it reconnects as what it is then, and still is the same page.
		await card('Зал NOC').locator('select[name=board]').selectOption('lobby');
		await card('Зал NOC').locator('form.switch button').click();
		await shows(tv, 'lobby');
		await tv.locator('[data-link=live]').waitFor();
		expect(await tv.content()).not.toContain('Не открывается календарь');

		await card('Зал NOC').locator('button[value=identify]').click();
		const named = tv.locator('[data-identifies]');
		await named.getByText('Зал NOC').waitFor();
		await named.waitFor({ state: 'detached', timeout: 15 * SECOND });
		expect(await isMarked(tv)).toBe(true);

		await card('Зал NOC').locator('a[href^="?edit="]').click();
		await panel.locator('.drawer summary').click();
		const revokedAt = performance.now();
		await panel.locator('form[action="?/revoke"] button').click();
		await tv.locator('[data-code]').waitFor();
		expect(performance.now() - revokedAt).toBeLessThan(2 * SECOND);
		expect(new URL(tv.url()).pathname).toBe('/wall');
		await tv.reload();
		await tv.locator('[data-code]').waitFor();
		await context.close();
	});

	it('keeps its board through a restart, and by its cookie or its storage alone', async () => {
		const { context, page: tv } = await television();
		await tv.locator('[data-code]').waitFor();
		await pair(tv, 'Коридор', 'noc');
		await shows(tv, 'noc');
		await tv.locator('[data-link=live]').waitFor();
		await mark(tv);
		await portal.restart();
		await tv.locator('[data-link=live]').waitFor({ timeout: 60 * SECOND });
		expect(await isMarked(tv)).toBe(true);

		const stored = () => tv.evaluate(() => localStorage.getItem('portal.screen'));
		const token = await stored();
		expect(token).toMatch(/^sc_/);
		await tv.evaluate(() => localStorage.clear());
		await tv.reload();
		await shows(tv, 'noc');
		await expect.poll(stored).toBe(token);

		await context.clearCookies();
		await tv.reload();
		await shows(tv, 'noc');
		const cookie = (await context.cookies()).find(({ name }) => name === 'screen');
		expect(cookie).toMatchObject({ httpOnly: true, value: token });
		await context.close();
	});

	it('is seized by a critical incident until somebody takes it, and goes on where it was', async () => {
		const { context, page: tv } = await television();
		await tv.locator('[data-code]').waitFor();
		await pair(tv, 'Дежурные', 'desk');
		await shows(tv, 'desk');
		await tv.locator('[data-link=live]').waitFor();
		const { number } = await portal.call<StaffIncident>('POST', '/incidents', {
			title: 'Не проходят платежи',
			severity: 'critical',
			services: ['mail'],
			message: 'Разбираемся'
		});
		const seizure = tv.locator(`[data-takeover="${number}"]`);
		await seizure.waitFor();
		expect(await seizure.innerText()).toMatch(/звука нет/);
		await tv.keyboard.press('Enter');
		await expect.poll(() => seizure.innerText()).not.toMatch(/звука нет/);
		await portal.call('POST', `/incidents/${number}/acknowledge`, {});
		await seizure.waitFor({ state: 'detached' });
		await shows(tv, 'desk');
		await context.close();
	});

	it('says of every tile that its data are old once the stream is cut, and recovers', async () => {
		const link = await weakLink(portal.port);
		const { context, page: tv } = await television(link.base);
		await tv.locator('[data-code]').waitFor();
		await pair(tv, 'Склад', 'noc');
		await shows(tv, 'noc');
		await tv.locator('[data-link=live]').waitFor();
		link.cut();
		const cutAt = performance.now();
		await tv
			.locator('[data-tile=stale]')
			.first()
			.waitFor({ timeout: 20 * SECOND });
		// Silence begins with the last thing heard, which may be a pulse of five seconds ago.
		expect(performance.now() - cutAt).toBeLessThan(12 * SECOND);
		expect(await tv.locator('[data-tile=fresh]').count()).toBe(0);
		const tiles = await tv.locator('[data-tile=stale]').allInnerTexts();
		expect(tiles.length).toBeGreaterThan(6);
		for (const text of tiles) expect(text).toMatch(/назад/);
		link.mend();
		await tv.locator('[data-link=live]').waitFor({ timeout: 60 * SECOND });
		await expect.poll(() => tv.locator('[data-tile=stale]').count()).toBe(0);
		await context.close();
		await link.close();
	});
});
