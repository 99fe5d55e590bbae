import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffIncident } from '#lib/domain/incident.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';
import { weakLink } from './support/weak-link.ts';

const SECOND = 1_000;

let portal: RunningPortal;
let browser: Browser;
let panel: Page;
let ticket: FullTicket;

beforeAll(async () => {
	[portal, browser] = await Promise.all([startPortal(), openBrowser()]);
	await portal.call('POST', '/services', { slug: 'mail', name: 'Почта' });
	ticket = await portal.call<FullTicket>('POST', '/tickets', {
		subject: 'Не открывается календарь',
		description: 'С утра',
		service: 'mail'
	});
	({ page: panel } = await visitor(browser, portal.base));
	await signIn(panel, ADMIN, PASSWORD);
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

/** A television without what browsers have learnt since Chromium 38. */
async function oldTelevision(base = portal.base): Promise<{ context: BrowserContext; page: Page }> {
	const tv = await visitor(browser, base, { viewport: { width: 1280, height: 720 } });
	await tv.page.clock.install();
	await tv.page.addInitScript(() => {
		for (const name of ['fetch', 'AbortController', 'IntersectionObserver', 'ResizeObserver'])
			Reflect.deleteProperty(window, name);
	});
	await tv.page.goto('/wall/plain');
	return tv;
}

async function pair(tv: Page, name: string, board: string): Promise<void> {
	const code = tv.locator('[data-code]');
	await expect.poll(() => code.innerText(), { timeout: 15 * SECOND }).toMatch(/^\w{3} \w{3}$/);
	await panel.goto('/panel/screens');
	// The picture for a telephone's camera was drawn by the server.
	await expect
		.poll(() => tv.locator('img[data-qr]').evaluate((qr: HTMLImageElement) => qr.naturalWidth))
		.toBeGreaterThan(0);
	const form = panel.locator('form[action="?/pair"]');
	await form.locator('[name=code]').fill(await code.innerText());
	await form.locator('[name=name]').fill(name);
	await form.locator('[name=board]').selectOption(board);
	await form.locator('button').click();
	await tv.locator(`#plain[data-board=${board}]`).waitFor({ timeout: 20 * SECOND });
	await tv.locator('#plain[data-link=live]').waitFor({ timeout: 20 * SECOND });
	// What never moves burns in; the whole minute decides where it is.
	expect(await tv.locator('#plain').getAttribute('style')).toMatch(/translate\(-?\dpx, -?\dpx\)/);
}

/** Has the television's own page, whenever it is asked for, say something else than it does. */
async function rewritten(tv: Page, write: (html: string) => string): Promise<void> {
	await tv.route(
		({ pathname }) => pathname === '/wall/plain',
		async (route) => {
			const response = await route.fetch();
			await route.fulfill({ response, body: write(await response.text()) });
		}
	);
}

const queue = (tv: Page) => tv.locator(`[data-ticket="${ticket.number}"]`);

describe('an old television', () => {
	it('is paired, shows changes within a second or so, is seized, and forgets itself when revoked', async () => {
		const { context, page: tv } = await oldTelevision();
		await pair(tv, 'Старый зал', 'noc');
		await queue(tv).waitFor();
		expect(await tv.locator('[data-due]').first().innerText()).toMatch(/\d/);
		await portal.call('PATCH', `/tickets/${ticket.number}`, {
			version: ticket.version,
			status: 'in_progress'
		});
		await tv.locator(`[data-ticket="${ticket.number}"][data-status=in_progress]`).waitFor();
		const { number } = await portal.call<StaffIncident>('POST', '/incidents', {
			title: 'Не проходят платежи',
			severity: 'critical',
			services: ['mail'],
			message: 'Разбираемся'
		});
		await tv.locator(`[data-takeover="${number}"]`).waitFor();
		await portal.call('POST', `/incidents/${number}/acknowledge`, {});
		await tv.locator('[data-takeover]').waitFor({ state: 'detached' });
		await queue(tv).waitFor();

		const card = panel.locator('article', { hasText: 'Старый зал' });
		await card.and(panel.locator('[data-state=online]')).waitFor();
		await card.locator('a[href^="?edit="]').click();
		await panel.locator('.drawer summary').click();
		await panel.locator('form[action="?/revoke"] button').click();
		await expect
			.poll(() => tv.locator('[data-code]').innerText(), { timeout: 15 * SECOND })
			.toMatch(/^\w{3} \w{3}$/);
		expect(new URL(tv.url()).pathname).toBe('/wall/plain');
		await context.close();
	});

	it('hangs upright as the panel says, and writes smaller what would be cut off', async () => {
		for (let at = 0; at < 14; at += 1)
			await portal.call('POST', '/services', { slug: `service-${at}`, name: `Сервис ${at}` });
		const { context, page: tv } = await oldTelevision();
		await pair(tv, 'Узкая стена', 'noc');
		const size = () => tv.evaluate(() => parseFloat(document.documentElement.style.fontSize));
		const foot = async () =>
			(await tv.locator('.foot').boundingBox()) ?? { x: -1, y: -1, height: 0 };
		expect(await size()).toBeLessThan(12.8);
		const lowest = async () => {
			const { y, height } = await foot();
			return y + height;
		};
		await expect.poll(lowest).toBeGreaterThan(0);
		expect(await lowest()).toBeLessThanOrEqual(720);

		const set = async (field: string, value: string) => {
			await panel.goto('/panel/screens');
			const card = panel.locator('article', { hasText: 'Узкая стена' });
			await card.locator('a[href^="?edit="]').click();
			const drawer = panel.locator('.drawer form[action="?/update"]');
			const input = drawer.locator(`[name=${field}]`);
			if (field === 'zoom') await input.fill(value);
			else await input.selectOption(value);
			await drawer.locator('button[type=submit], button:not([type])').last().click();
		};
		await set('zoom', '130');
		await tv.locator('#plain[data-zoom="130"]').waitFor({ timeout: 20 * SECOND });
		await expect.poll(lowest).toBeLessThanOrEqual(720);

		await set('theme', 'light');
		await tv.locator('#plain.light').waitFor({ timeout: 20 * SECOND });
		const behind = () => tv.evaluate(() => getComputedStyle(document.body).backgroundColor);
		await expect.poll(behind).toBe('rgb(244, 246, 249)');

		await set('turn', 'right');
		await tv.locator('#plain.turned.tall').waitFor({ timeout: 20 * SECOND });
		// Turned to the right, its lower edge is the left one.
		await expect.poll(async () => (await foot()).x).toBeGreaterThanOrEqual(0);
		await expect.poll(async () => (await foot()).x).toBeLessThan(600);
		const clock = await tv.locator('[data-clock]').boundingBox();
		expect((clock?.y ?? 0) + (clock?.height ?? 0)).toBeGreaterThan(600);
		expect(clock?.x ?? 0).toBeGreaterThan(1_100);

		await set('turn', 'left');
		await expect.poll(async () => (await foot()).x).toBeGreaterThan(600);
		await set('turn', 'none');
		await tv.locator('#plain:not(.turned):not(.tall)').waitFor({ timeout: 20 * SECOND });
		await expect.poll(lowest).toBeLessThanOrEqual(720);
		await context.close();
	});

	it('says of every tile that its data are old once the stream is cut, and recovers', async () => {
		const link = await weakLink(portal.port);
		const { context, page: tv } = await oldTelevision(link.base);
		await pair(tv, 'Старый склад', 'noc');
		link.cut();
		const cutAt = performance.now();
		await tv.locator('#plain[data-link=late]').waitFor({ timeout: 20 * SECOND });
		// Silence begins with the last thing heard, which may be a pulse of five seconds ago.
		expect(performance.now() - cutAt).toBeLessThan(12 * SECOND);
		const said = await tv.locator('.tile > [data-old]').allInnerTexts();
		expect(said.length).toBe(await tv.locator('.tile').count());
		for (const text of said) expect(text).toMatch(/назад/);
		link.mend();
		await tv.locator('#plain[data-link=live]').waitFor({ timeout: 60 * SECOND });
		expect(await tv.locator('[data-old]').allInnerTexts()).toEqual(said.map(() => ''));
		await context.close();
		await link.close();
	});

	it('is not live on a page of another history than the stream tells of', async () => {
		const { context, page: tv } = await oldTelevision();
		await pair(tv, 'Старая диспетчерская', 'noc');
		// As a node would render it that has not noticed yet that a backup was restored.
		await rewritten(tv, (html) => html.replace(/data-epoch="[^"]*"/, 'data-epoch="before"'));
		await portal.call('POST', '/tickets', {
			subject: 'Не печатает принтер',
			description: 'С утра',
			service: 'mail'
		});
		await tv.locator('#plain[data-epoch=before]').waitFor();
		await tv.locator('#plain[data-link=late]').waitFor({ timeout: 20 * SECOND });
		await tv.unrouteAll({ behavior: 'ignoreErrors' });
		await tv.locator('#plain[data-link=live]').waitFor({ timeout: 20 * SECOND });
		await context.close();
	});

	it.each([true, false])(
		'shows its board while another build serves as well, and tries that one slowly, with storage: %s',
		async (storage) => {
			const { context, page: tv } = await oldTelevision();
			if (!storage) await tv.addInitScript(() => Reflect.deleteProperty(window, 'sessionStorage'));
			await pair(tv, `Старый пост ${storage}`, 'noc');
			let loads = 0;
			tv.on('request', (request) => {
				if (request.resourceType() === 'document') loads += 1;
			});
			// Pages come from one node, the stream from another.
			await tv.routeWebSocket(/socket\.io/, (socket) => {
				const server = socket.connectToServer();
				server.onMessage((message) =>
					socket.send(String(message).replace(/"build":"[^"]*"/, '"build":"newer"'))
				);
			});
			await tv.reload();
			const { number } = await portal.call<FullTicket>('POST', '/tickets', {
				subject: 'Не звонит телефон',
				description: 'С утра',
				service: 'mail'
			});
			const once = storage ? 2 : 1;
			await expect.poll(() => loads, { timeout: 20 * SECOND }).toBe(once);
			await tv.locator('#plain[data-link=live]').waitFor({ timeout: 20 * SECOND });
			await tv.locator(`[data-ticket="${number}"]`).first().waitFor();
			await tv.clock.fastForward(9 * 60 * SECOND);
			await tv.locator('#plain[data-link=live]').waitFor({ timeout: 30 * SECOND });
			expect(loads).toBe(once);
			await tv.clock.fastForward(2 * 60 * SECOND);
			await expect.poll(() => loads, { timeout: 20 * SECOND }).toBe(once + 1);
			await context.close();
		}
	);

	it('asks whether the server is back before it loads its page anew', async () => {
		const { context, page: tv } = await oldTelevision();
		await rewritten(tv, (html) => html.replace('id="plain"', 'id="plain" data-away=""'));
		await tv.reload();
		await tv.locator('#plain[data-away]').waitFor({ state: 'attached' });
		await tv.unrouteAll({ behavior: 'ignoreErrors' });
		let refused = 0;
		await tv.route('**/wall/plain*', (route) => {
			refused += 1;
			return route.abort();
		});
		await expect.poll(() => refused, { timeout: 30 * SECOND }).toBeGreaterThan(2);
		expect(await tv.locator('#plain[data-away]').count()).toBe(1);
		await tv.unrouteAll({ behavior: 'ignoreErrors' });
		await expect
			.poll(() => tv.locator('[data-code]').innerText(), { timeout: 20 * SECOND })
			.toMatch(/^\w{3} \w{3}$/);
		await context.close();
	});
});

it('its script is of a few kilobytes, and of a language that such a browser reads', () => {
	const script = readFileSync('static/wall-plain.js', 'utf8');
	expect(Buffer.byteLength(script)).toBeLessThan(16_000);
	const code = script.replace(/\/\*[\s\S]*?\*\//g, '').replace(/'(?:[^'\\]|\\.)*'/g, "''");
	for (const newer of [
		/=>/,
		/`/,
		/\b(let|const|class|async|await|of|import|export)\b/,
		/\.\.\./,
		/\?\./,
		/\?\?/,
		/\*\*/
	])
		expect(code).not.toMatch(newer);
	for (const newer of [
		'fetch(',
		'Promise',
		'new Map',
		'new Set',
		'.includes(',
		'Object.assign',
		'padStart',
		'.append('
	])
		expect(code).not.toContain(newer);
	expect(readFileSync('static/wall-plain.css', 'utf8')).not.toMatch(
		/var\(|display: grid|:where|:is\(|min\(|clamp\(/
	);
});
