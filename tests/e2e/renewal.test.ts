import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import type { StaffIncident } from '#lib/domain/incident.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';

const SECOND = 1_000;
const TYPED = 'Причина найдена, пишем подробно';

let portal: RunningPortal;
let browser: Browser;
let incident: string;
let context: BrowserContext;
let page: Page;
let faults: readonly string[];

beforeAll(async () => {
	[portal, browser] = await Promise.all([startPortal(), openBrowser()]);
	await portal.call('POST', '/services', { slug: 'mail', name: 'Почта' });
	({ number: incident } = await portal.call<StaffIncident>('POST', '/incidents', {
		title: 'Не ходит почта',
		severity: 'major',
		services: ['mail'],
		message: 'Разбираемся'
	}));
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

beforeEach(async () => {
	({ context, page, faults } = await visitor(browser, portal.base));
	await signIn(page, ADMIN, PASSWORD);
	await page.goto(`/panel/incidents/${incident}`);
	await page.locator('[data-link=live]').first().waitFor();
});

afterEach(() => context.close());

const fileTicket = () =>
	portal.call<FullTicket>('POST', '/tickets', {
		subject: 'Письма не доходят',
		description: 'С утра',
		service: 'mail'
	});

/** Staff link a ticket to the incident: the stream says that it changed, the page has to read what. */
async function linkTicket(): Promise<{ number: string; count: number }> {
	const { number } = await fileTicket();
	const { tickets } = await portal.call<StaffIncident>('POST', `/incidents/${incident}/tickets`, {
		ticket: number
	});
	return { number, count: tickets.length };
}

const heardOf = (count: number) => page.locator(`[data-linked="${count}"]`).waitFor();
const listed = (number: string) => page.locator(`[data-linked] a[href="/panel/queue/${number}"]`);

/** Holds the server's first answer at this address; gives how to let it go on. */
async function holdAnswer(address: string): Promise<{ read: Promise<void>; release: () => void }> {
	const read = Promise.withResolvers<void>();
	const released = Promise.withResolvers<void>();
	await page.route(
		address,
		async (route) => {
			const response = await route.fetch();
			read.resolve();
			await released.promise;
			await route.fulfill({ response });
		},
		{ times: 1 }
	);
	return { read: read.promise, release: () => released.resolve() };
}

/** Holds what the page asks for first at this address; gives how to let it go on. */
async function hold(address: string): Promise<{ asked: Promise<Route>; release: () => void }> {
	const asked = Promise.withResolvers<Route>();
	const released = Promise.withResolvers<void>();
	await page.route(
		address,
		async (route) => {
			asked.resolve(route);
			await released.promise;
			await route.continue();
		},
		{ times: 1 }
	);
	return { asked: asked.promise, release: () => released.resolve() };
}

describe('a page whose data the stream has loaded anew', () => {
	it('lets a click arrive that is on its way when a change comes', async () => {
		const queue = await hold('**/panel/queue/__data.json*');
		await page.locator('nav a[href="/panel/queue"]').first().click();
		await queue.asked;
		await heardOf((await linkTicket()).count);
		queue.release();
		await page.waitForURL('**/panel/queue');
		expect(faults).toEqual([]);
	});

	it('stays as it is, with what was typed, while the server is away, and then catches up', async () => {
		const message = page.locator('textarea[name=message]');
		await message.fill(TYPED);
		await mark(page);
		const data = await hold(`**/panel/incidents/${incident}/__data.json*`);
		const { number } = await linkTicket();
		await data.asked;
		const resume = await portal.interrupt();
		data.release();
		await page
			.locator('[data-link=late]')
			.first()
			.waitFor({ timeout: 20 * SECOND });
		expect(await isMarked(page)).toBe(true);
		expect(await message.inputValue()).toBe(TYPED);
		await resume();
		await listed(number).waitFor({ timeout: 60 * SECOND });
		expect(await isMarked(page)).toBe(true);
		expect(await message.inputValue()).toBe(TYPED);
		expect(faults).toEqual([]);
	});

	it('stays as it is when its data cannot be read, and reads them later', async () => {
		const message = page.locator('textarea[name=message]');
		await message.fill(TYPED);
		await mark(page);
		let refused = 0;
		await page.route(
			`**/panel/incidents/${incident}/__data.json*`,
			(route) => {
				refused += 1;
				const fault = { type: 'error', error: { message: 'unavailable' }, status: 503 };
				return route.fulfill({ json: { type: 'data', nodes: [null, fault] } });
			},
			{ times: 2 }
		);
		const { number } = await linkTicket();
		await listed(number).waitFor({ timeout: 30 * SECOND });
		expect(refused).toBe(2);
		expect(await isMarked(page)).toBe(true);
		expect(await message.inputValue()).toBe(TYPED);
		expect(faults).toEqual([]);
	});

	it('asks the server first whether it is there, and again until it is', async () => {
		const asked: number[] = [];
		let there = false;
		await page.route('**/readyz', (route) => {
			asked.push(performance.now());
			return there ? route.continue() : route.fulfill({ status: 503 });
		});
		const { number, count } = await linkTicket();
		await heardOf(count);
		await expect.poll(() => asked.length, { timeout: 20 * SECOND }).toBeGreaterThan(2);
		expect(await listed(number).count()).toBe(0);
		there = true;
		await listed(number).waitFor({ timeout: 20 * SECOND });
	});
});

describe('a page that a change overtakes on its way from the server', () => {
	it('shows a row of a list as it is by now', async () => {
		const { number } = await fileTicket();
		await page.goto(`/panel/queue/${number}`);
		await page.locator('[data-link=live]').first().waitFor();
		const list = await holdAnswer('**/panel/queue/__data.json*');
		await page.locator('dl a[href^="/panel/queue?"]').click();
		await list.read;
		await portal.call('PATCH', `/tickets/${number}`, { status: 'in_progress' });
		await page.locator(`header[data-ticket="${number}"][data-status=in_progress]`).waitFor();
		list.release();
		await page.waitForURL('**/panel/queue?*');
		await page.locator(`tr[data-ticket="${number}"]`).waitFor();
		expect(await page.locator(`tr[data-ticket="${number}"]`).getAttribute('data-status')).toBe(
			'in_progress'
		);
	});

	it('shows what became of a ticket that was found, though live screens no longer show it', async () => {
		const { number } = await fileTicket();
		await page.goto('/panel/queue?q=Письма&status=any');
		await page.locator('[data-link=live]').first().waitFor();
		const row = page.locator(`tr[data-ticket="${number}"]`);
		await row.waitFor();
		await mark(page);
		await portal.call('PATCH', `/tickets/${number}`, { status: 'cancelled' });
		await row.and(page.locator('[data-status=cancelled]')).waitFor();
		expect(await isMarked(page)).toBe(true);
	});

	it('tells the availability of a service by what an incident that is over was corrected to', async () => {
		const { number } = await portal.call<StaffIncident>('POST', '/incidents', {
			title: 'Был сбой почты',
			severity: 'major',
			services: ['mail'],
			message: 'Разбираемся'
		});
		await portal.call('PATCH', `/incidents/${number}`, { status: 'resolved', message: 'Готово' });
		await page.goto('/services/mail');
		await page.locator('[data-link=live]').first().waitFor();
		await mark(page);
		const told = async () =>
			(await page.locator('main').innerText()).match(/[\d,]+\s*%/g)?.join(' ') ?? '';
		const before = await told();
		const startedAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
		await portal.call('PATCH', `/incidents/${number}`, { startedAt, reason: 'По журналу' });
		expect(before).not.toBe('');
		await expect.poll(told, { timeout: 20 * SECOND }).not.toBe(before);
		expect(await isMarked(page)).toBe(true);
	});

	it('reads what the stream does not carry once more', async () => {
		const services = await holdAnswer('**/panel/services/__data.json*');
		await page.locator('nav a[href="/panel/services"]').first().click();
		await services.read;
		await portal.call('POST', '/services', { slug: 'vpn', name: 'VPN' });
		await heardOf((await linkTicket()).count);
		services.release();
		await page.waitForURL('**/panel/services');
		await page
			.locator('a[href*="edit=vpn"]')
			.first()
			.waitFor({ timeout: 20 * SECOND });
		expect(faults).toEqual([]);
	});
});
