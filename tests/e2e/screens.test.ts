import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffIncident } from '#lib/domain/incident.ts';
import { TURNED_BOARDS } from '#lib/domain/screen.ts';
import { ReportPace } from '../../src/routes/wall/report-pace.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';
import { cardOf, pair, revoke, shows, television } from './support/television.ts';
import { weakLink } from './support/weak-link.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

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
	await portal.call('POST', '/services', { slug: 'vpn', name: 'VPN' });
	await portal.call('POST', '/tickets', {
		subject: 'Туннель рвётся каждый час',
		description: 'Из дома',
		service: 'vpn'
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

const card = (name: string) => cardOf(panel, name);

describe('a television', () => {
	it('shows a code, then its board; another one within a second; a code again when revoked', async () => {
		const { context, page: tv } = await television(browser, portal.base);
		await tv.locator('[data-code]').waitFor();
		expect(await tv.locator('svg[role=img]').count()).toBe(1);
		await pair(panel, tv, 'Зал NOC', 'noc');
		await shows(tv, 'noc');
		await tv.locator('[data-link=live]').waitFor();
		await tv.getByText('Не открывается календарь').first().waitFor();
		await card('Зал NOC').and(panel.locator('[data-state=online]')).waitFor();
		await card('Зал NOC').getByText('1920×1080').waitFor();

		await mark(tv);
		const delays: number[] = [];
		for (const board of ['desk', 'noc', 'desk', 'noc', 'desk'] as const) {
			await card('Зал NOC').locator('select[name=board]').selectOption(board);
			const switchedAt = performance.now();
			await card('Зал NOC').locator('form.switch button').click();
			await shows(tv, board);
			delays.push(performance.now() - switchedAt);
		}
		expect(delays.sort((a, b) => a - b)[2]).toBeLessThan(SECOND);

		// One that is chosen services for shows nothing of the others.
		const other = tv.getByText('Туннель рвётся').first();
		await other.waitFor();
		await card('Зал NOC').locator('a[href^="?edit="]').click();
		const drawer = panel.locator('.drawer form[action="?/update"]');
		await drawer.locator('input[name="services[]"][value=mail]').check();
		await drawer.locator('button[type=submit], button:not([type])').last().click();
		await other.waitFor({ state: 'detached' });
		await tv.getByText('Не открывается календарь').first().waitFor();
		expect(await isMarked(tv)).toBe(true);

		// To other eyes: it reconnects as what it is then, and still is the same page.
		await card('Зал NOC').locator('select[name=board]').selectOption('lobby');
		await card('Зал NOC').locator('form.switch button').click();
		await shows(tv, 'lobby');
		await tv.locator('[data-link=live]').waitFor();
		expect(await tv.content()).not.toContain('Не открывается календарь');

		// A press while another one is still on its way is not swallowed.
		const isCommand = (url: URL) => url.search.startsWith('?/command');
		let letGo = () => {};
		const held = new Promise<void>((resolve) => (letGo = resolve));
		await panel.route(isCommand, (route) => held.then(() => route.continue()), { times: 1 });
		await card('Зал NOC').locator('button[value=mute]').click();
		await card('Зал NOC').locator('button[value=identify]').click();
		const named = tv.locator('[data-identifies]');
		await named.getByText('Зал NOC').waitFor();
		letGo();
		await named.waitFor({ state: 'detached', timeout: 15 * SECOND });
		expect(await isMarked(tv)).toBe(true);

		const revokedAt = performance.now();
		await revoke(panel, 'Зал NOC');
		await tv.locator('[data-code]').waitFor();
		expect(performance.now() - revokedAt).toBeLessThan(3 * SECOND);
		expect(new URL(tv.url()).pathname).toBe('/wall');
		await tv.reload();
		await tv.locator('[data-code]').waitFor();
		await context.close();
	});

	it('keeps its board through a restart, and by its cookie or its storage alone', async () => {
		const { context, page: tv } = await television(browser, portal.base);
		await tv.locator('[data-code]').waitFor();
		await pair(panel, tv, 'Коридор', 'noc');
		await shows(tv, 'noc');
		await tv.locator('[data-link=live]').waitFor();
		await mark(tv);
		// What is being chosen for it in the panel stays chosen, though all is told anew.
		const choice = card('Коридор').locator('select[name=board]');
		await choice.selectOption('desk');
		await portal.restart();
		await tv.locator('[data-link=live]').waitFor({ timeout: 60 * SECOND });
		expect(await isMarked(tv)).toBe(true);
		await panel
			.locator('[data-link=live]')
			.first()
			.waitFor({ timeout: 60 * SECOND });
		await card('Коридор').and(panel.locator('[data-state=online]')).waitFor();
		expect(await choice.inputValue()).toBe('desk');

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
		const { context, page: tv } = await television(browser, portal.base);
		await tv.locator('[data-code]').waitFor();
		await pair(panel, tv, 'Дежурные', 'desk');
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

	it('costs under 20 kB in an idle hour, both directions together', async () => {
		const { context, page: tv } = await television(browser, portal.base);
		await pair(panel, tv, 'Ночь', 'noc');
		await shows(tv, 'noc');
		await tv.locator('[data-link=live]').waitFor();
		const spent = { heard: 0, said: 0, pulses: 0 };
		let heardAt = 0;
		let longest = 0;
		tv.on('websocket', (socket) => {
			socket.on('framesent', ({ payload }) => {
				const bytes = onTheWire(payload, true);
				if (String(payload).includes('"report"')) longest = Math.max(longest, bytes);
				else spent.said += heardAt === 0 ? 0 : bytes;
			});
			socket.on('framereceived', ({ payload }) => {
				const pulse = String(payload).includes('"pulse"');
				// Counted from one pulse to another.
				if (heardAt > 0) spent.heard += onTheWire(payload, false);
				if (!pulse) return;
				heardAt ||= performance.now();
				spent.pulses += 1;
			});
		});
		await tv.reload();
		await expect.poll(() => spent.pulses, { timeout: 60 * SECOND }).toBe(4);
		const seconds = (performance.now() - heardAt) / SECOND;
		expect(seconds).toBeGreaterThan(14);
		const pace = new ReportPace();
		let reports = 0;
		for (let now = 0; now < HOUR; now += 5 * SECOND)
			if (pace.isDue(0, now)) {
				pace.said(0, now);
				reports += 1;
			}
		expect(longest).toBeGreaterThan(100);
		const heartbeats = 60 * (onTheWire('2', false) + onTheWire('3', true));
		const hour = ((spent.heard + spent.said) * 3_600) / seconds + reports * longest + heartbeats;
		expect(hour, JSON.stringify({ spent, seconds, reports, longest })).toBeLessThan(20 * 1024);
		await context.close();
	});

	it('says of every tile of every board within ten seconds that the stream is cut', async () => {
		for (const title of ['Почта', 'Терминалы', 'Печать'])
			await portal.call('POST', '/incidents', {
				title,
				severity: 'major',
				services: ['mail'],
				message: 'Разбираемся'
			});
		const link = await weakLink(portal.port);
		const { context, page: first } = await visitor(browser, link.base, {
			viewport: { width: 1920, height: 1080 }
		});
		await signIn(first, ADMIN, PASSWORD);
		const walls = await Promise.all(
			TURNED_BOARDS.map(async (board) => {
				const page = await context.newPage();
				await page.goto(`/wall/${board}`);
				await page.locator('[data-link=live]').waitFor();
				if (board === 'managers') await page.locator('canvas[data-drawn]').nth(3).waitFor();
				return { board, page, tiles: await page.locator('[data-tile]').count() };
			})
		);
		link.cut();
		const cutAt = performance.now();
		for (const { board, page, tiles } of walls) {
			await page.locator('[data-link=late]').waitFor({ timeout: 20 * SECOND });
			expect(performance.now() - cutAt, board).toBeLessThan(11 * SECOND);
			expect(tiles, board).toBeGreaterThan(6);
			expect(await page.locator('[data-tile=fresh]').count(), board).toBe(0);
			const told = await page.locator('[data-tile=stale]').allInnerTexts();
			expect(told.length, board).toBe(tiles);
			for (const text of told) expect(text, board).toMatch(/назад/);
			expect(await page.locator('[data-link=late]').innerText()).toMatch(/нет связи/);
			// Whatever is written on the board stands in a tile that tells its age.
			expect(await page.evaluate(wordsOutsideTiles), board).toEqual([]);
		}
		link.mend();
		for (const { page } of walls) {
			await page.locator('[data-link=live]').waitFor({ timeout: 60 * SECOND });
			await expect.poll(() => page.locator('[data-tile=stale]').count()).toBe(0);
		}
		await context.close();
		await link.close();
	});
});

/** Bytes of a frame with its head, in which a browser's own is masked. */
function onTheWire(payload: string | Buffer, masked: boolean): number {
	const bytes = Buffer.byteLength(payload);
	return bytes + (bytes < 126 ? 2 : 4) + (masked ? 4 : 0);
}

/** Runs in the page. */
function wordsOutsideTiles(): string[] {
	const words = document.createTreeWalker(
		document.querySelector('main') ?? document.body,
		NodeFilter.SHOW_TEXT
	);
	const found: string[] = [];
	while (words.nextNode()) {
		const text = words.currentNode.textContent?.trim() ?? '';
		const inTile = words.currentNode.parentElement?.closest('[data-tile]') ?? null;
		if (text !== '' && inTile === null) found.push(text);
	}
	return found;
}
