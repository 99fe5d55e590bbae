import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';
import { weakLink } from './support/weak-link.ts';

const MANAGER = 'manager@e2e.example';
const CLIENT = 'client@e2e.example';
const SECOND = 1_000;
const SILENCE_MS = 20 * SECOND;

let portal: RunningPortal;
let browser: Browser;

beforeAll(async () => {
	[portal, browser] = await Promise.all([startPortal(), openBrowser()]);
	const person = (name: string, email: string, role: string) =>
		portal.call('POST', '/people', { name, email, role, password: PASSWORD });
	await person('Мария Фомина', MANAGER, 'manager');
	await person('Олег Кравцов', CLIENT, 'client');
	await portal.call('POST', '/services', { slug: 'mail', name: 'Почта' });
	await portal.call('POST', '/services', { slug: 'vpn', name: 'VPN' });
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

function fileTicket(subject: string): Promise<FullTicket> {
	return portal.call<FullTicket>('POST', '/tickets', {
		subject,
		description: 'Подробности в письме.',
		service: 'mail',
		priority: 'high',
		requester: CLIENT
	});
}

/** The ticket as a page shows it, in a status. */
function shown(page: Page, number: string, status: string) {
	return page.locator(`[data-ticket="${number}"][data-status="${status}"]`).first();
}

async function openWall(base = portal.base) {
	const wall = await visitor(browser, base, { viewport: { width: 1920, height: 1080 } });
	await signIn(wall.page, ADMIN, PASSWORD);
	await wall.page.goto('/wall/noc');
	await wall.page.locator('[data-link=live]').waitFor();
	return wall;
}

describe('in a real browser', () => {
	it('a manager signs in, and a wrong password is told without losing the e-mail', async () => {
		const { context, page } = await visitor(browser, portal.base);
		await page.goto('/panel/queue');
		expect(new URL(page.url()).pathname).toBe('/login');
		await page.locator('main input[name=email]').fill(MANAGER);
		await page.locator('main input[name=password]').fill('не тот пароль');
		await page.locator('main form:has(input[name=password]) button').first().click();
		await page.locator('[role=alert]').first().waitFor();
		expect(await page.locator('main input[name=email]').inputValue()).toBe(MANAGER);
		await page.locator('main input[name=password]').fill(PASSWORD);
		await page.locator('main form:has(input[name=password]) button').first().click();
		await page.waitForURL('**/panel/queue');
		await context.close();
	});

	it('a change of status is on the wall and before the client within a second', async () => {
		const ticket = await fileTicket('Письма не доходят до поставщика');
		const wall = await openWall();
		const client = await visitor(browser, portal.base);
		await signIn(client.page, CLIENT, PASSWORD);
		await client.page.goto(`/cabinet/tickets/${ticket.number}`);
		await client.page.locator('[data-link=live]').first().waitFor();
		const manager = await visitor(browser, portal.base);
		await signIn(manager.page, MANAGER, PASSWORD);
		await manager.page.goto(`/panel/queue/${ticket.number}`);
		await manager.page.locator('[data-link=live]').first().waitFor();
		await Promise.all([mark(wall.page), mark(client.page)]);

		const delays: number[] = [];
		for (const status of ['in_progress', 'waiting', 'in_progress', 'waiting', 'in_progress']) {
			await manager.page.locator('select[name=status]').selectOption(status);
			const clicked = performance.now();
			await manager.page.locator('form[action="?/update"] button.btn-primary').click();
			await Promise.all([
				shown(wall.page, ticket.number, status).waitFor(),
				shown(client.page, ticket.number, status).waitFor()
			]);
			delays.push(performance.now() - clicked);
			await shown(manager.page, ticket.number, status).waitFor();
		}
		const median = delays.sort((a, b) => a - b)[2];
		expect(median).toBeLessThan(SECOND);
		expect(await isMarked(wall.page)).toBe(true);
		expect(await isMarked(client.page)).toBe(true);
		expect([...wall.faults, ...client.faults, ...manager.faults]).toEqual([]);
		await Promise.all([wall, client, manager].map(({ context }) => context.close()));
	});

	it('a public reply appears before the client, an internal note never does', async () => {
		const ticket = await fileTicket('Общий ящик не виден');
		const client = await visitor(browser, portal.base);
		await signIn(client.page, CLIENT, PASSWORD);
		await client.page.goto(`/cabinet/tickets/${ticket.number}`);
		await client.page.locator('[data-link=live]').first().waitFor();
		await portal.call('POST', `/tickets/${ticket.number}/comments`, {
			body: 'Пароль администратора лежит в сейфе',
			internal: true
		});
		await portal.call('POST', `/tickets/${ticket.number}/comments`, {
			body: 'Проверьте, пожалуйста, ящик ещё раз'
		});
		await client.page.getByText('Проверьте, пожалуйста, ящик ещё раз').first().waitFor();
		expect(await client.page.content()).not.toContain('сейфе');
		await client.page.reload();
		expect(await client.page.content()).not.toContain('сейфе');
		await client.context.close();
	});

	it('a wall that is cut off for 20 seconds says so and comes back by itself', async () => {
		const link = await weakLink(portal.port);
		const ticket = await fileTicket('Не открывается календарь');
		const wall = await openWall(link.base);
		await shown(wall.page, ticket.number, 'new').waitFor();
		await mark(wall.page);
		link.cut();
		const cutAt = performance.now();
		await portal.call('PATCH', `/tickets/${ticket.number}`, { status: 'in_progress' });
		await wall.page.locator('[data-link=late]').waitFor({ timeout: 15 * SECOND });
		expect(performance.now() - cutAt).toBeLessThan(15 * SECOND);
		expect(await wall.page.locator('[data-link=late]').innerText()).toMatch(/нет связи/);
		await expect
			.poll(() => performance.now() - cutAt, { timeout: SILENCE_MS + SECOND })
			.toBeGreaterThan(SILENCE_MS);
		expect(await shown(wall.page, ticket.number, 'new').count()).toBe(1);
		link.mend();
		await shown(wall.page, ticket.number, 'in_progress').waitFor({ timeout: 60 * SECOND });
		await wall.page.locator('[data-link=live]').waitFor();
		expect(await isMarked(wall.page)).toBe(true);
		await wall.context.close();
		await link.close();
	});

	it('a wall stays open through a restart of the server and goes on', async () => {
		const ticket = await fileTicket('Переадресация не работает');
		const wall = await openWall();
		await shown(wall.page, ticket.number, 'new').waitFor();
		await mark(wall.page);
		await portal.restart();
		await portal.call('PATCH', `/tickets/${ticket.number}`, { status: 'in_progress' });
		await shown(wall.page, ticket.number, 'in_progress').waitFor({ timeout: 60 * SECOND });
		await wall.page.locator('[data-link=live]').waitFor({ timeout: 30 * SECOND });
		expect(await isMarked(wall.page)).toBe(true);
		expect(wall.faults).toEqual([]);
		await wall.context.close();
	});

	it('whoever is signed out elsewhere is led to the sign-in page at once', async () => {
		const wall = await openWall();
		// As another tab of the same browser would; a page of its own would be led away meanwhile.
		await wall.context.request.post('/logout', { headers: { origin: portal.base } });
		await wall.page.waitForURL(/\/login/, { timeout: 10 * SECOND });
		await wall.context.close();
	});
});
