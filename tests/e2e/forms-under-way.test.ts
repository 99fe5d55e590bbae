import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffIncident } from '#lib/domain/incident.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';

let portal: RunningPortal;
let browser: Browser;

beforeAll(async () => {
	[portal, browser] = await Promise.all([startPortal(), openBrowser()]);
	await portal.call('POST', '/services', { slug: 'mail', name: 'Почта' });
	await portal.call('POST', '/services', { slug: 'vpn', name: 'VPN' });
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

/** An administrator at an address, live. */
async function at(address: string) {
	const who = await visitor(browser, portal.base);
	await signIn(who.page, ADMIN, PASSWORD);
	await who.page.goto(address);
	await who.page.locator('[data-link=live]').first().waitFor();
	return who;
}

/** Keeps the first sending of an action under way; returns when it was sent, and how to let it go on. */
async function hold(page: Page, action: string) {
	const sent = Promise.withResolvers<void>();
	const free = Promise.withResolvers<void>();
	await page.route(
		(url) => url.searchParams.has(`/${action}`),
		async (route) => {
			sent.resolve();
			await free.promise;
			await route.continue();
		},
		{ times: 1 }
	);
	return { sent: sent.promise, letGo: free.resolve };
}

/** A service is being renamed in its drawer when another one's is opened. */
async function leaveUnderWay(renamed: string) {
	const { context, page } = await at('/panel/services?edit=mail');
	const form = page.locator('.drawer form[action="?/update"]');
	const name = form.locator('[name=name]');
	const { sent, letGo } = await hold(page, 'update');
	await name.fill(renamed);
	await form.locator('button[type=submit]').click();
	await sent;
	await page
		.locator('a[href="?edit=vpn"]')
		.first()
		.evaluate((link: HTMLElement) => link.click());
	await page.locator('.drawer').getByText('VPN').first().waitFor();
	return { context, page, name, letGo };
}

/** The form in which somebody corrects when an incident began. */
function timesForm(page: Page) {
	const form = page.locator('form[action="?/times"]');
	const started = form.locator('[name=startedAt]');
	return {
		started,
		reason: form.locator('[name=reason]'),
		async correct(startedAt: string, why: string) {
			await page.locator('details:has(form[action="?/times"]) > summary').click();
			await started.fill(startedAt);
			await form.locator('[name=reason]').fill(why);
			await form.locator('button').click();
		}
	};
}

const file = (subject: string) =>
	portal.call<FullTicket>('POST', '/tickets', { subject, description: 'Так', service: 'mail' });

describe('while a form is under way', () => {
	it('its answer does not land in another one that was opened: the page around it tells it', async () => {
		const { context, page, name, letGo } = await leaveUnderWay(' ');
		letGo();
		const told = page.locator('[data-unseen]');
		await told.waitFor();
		expect(await name.inputValue()).toBe('VPN');
		expect(await page.locator('.drawer [aria-invalid=true]').count()).toBe(0);
		await told.locator('a').click();
		await page.waitForURL('**/panel/services?edit=mail');
		expect(await told.count()).toBe(0);
		await context.close();
	});

	it('what it leads to does not take away where one has gone meanwhile', async () => {
		const { context, page, name, letGo } = await leaveUnderWay('Почта и календарь');
		await name.fill('VPN для всех');
		letGo();
		await page.locator('table').getByText('Почта и календарь').first().waitFor();
		expect(new URL(page.url()).search).toBe('?edit=vpn');
		expect(await name.inputValue()).toBe('VPN для всех');
		await context.close();
	});

	it('what is written meanwhile stays to be sent', async () => {
		const { number } = await file('Не приходят письма');
		const { context, page } = await at(`/panel/queue/${number}`);
		const reply = page.locator('form[action="?/comment"] [name=body]');
		const comment = await hold(page, 'comment');
		await reply.fill('Проверяем');
		await page.locator('form[action="?/comment"] button:has(.public)').click();
		await comment.sent;
		await reply.pressSequentially(', ждите');
		comment.letGo();
		await page.locator('[data-comment]').getByText('Проверяем').waitFor();
		expect(await reply.inputValue()).toBe('Проверяем, ждите');
		await context.close();
	});

	it('a second ticket taken by a key waits for its turn, and is not lost', async () => {
		const [first, second] = [await file('Первая'), await file('Вторая')];
		const { context, page } = await at('/panel/queue');
		const bulk = await hold(page, 'bulk');
		const row = (number: string) =>
			page.locator(`[data-ticket="${number}"] a[href*="${number}"]`).first();
		await row(first.number).focus();
		await page.keyboard.press('a');
		await bulk.sent;
		await row(second.number).focus();
		await page.keyboard.press('a');
		bulk.letGo();
		for (const { number } of [first, second])
			await expect
				.poll(() => portal.call<FullTicket>('GET', `/tickets/${number}`), { timeout: 10_000 })
				.toMatchObject({ assignee: { email: ADMIN } });
		await context.close();
	});
});

describe('once a form has done its work', () => {
	it('a rule of coverage is in the list, before a colleague as well, and the next begins empty', async () => {
		const { context, page } = await at('/panel/shifts?rules=1');
		const colleague = await at('/panel/shifts?rules=1');
		const rule = (of: Page) => of.locator('form[data-rule]:has(input[value=связь])');
		const added = page.locator('form:not([data-rule])[action*="saveRule"]');
		await added.locator('[name=position]').fill('связь');
		await added.locator('button').first().click();
		await rule(page).waitFor();
		await expect
			.poll(() => added.locator('[name=position]').inputValue(), { timeout: 10_000 })
			.toBe('');
		await rule(colleague.page).waitFor();
		await rule(page).locator('button').last().click();
		await rule(page).waitFor({ state: 'detached' });
		await Promise.all([context.close(), colleague.context.close()]);
	});

	it('times that were corrected are shown as somebody else corrects them since', async () => {
		const { number } = await portal.call<StaffIncident>('POST', '/incidents', {
			title: 'Не открывается почта',
			severity: 'major',
			services: ['mail'],
			message: 'Разбираемся'
		});
		const { context, page } = await at(`/panel/incidents/${number}`);
		const { started, reason, correct } = timesForm(page);
		await correct('2026-01-05T10:00', 'По журналу');
		await started.waitFor({ state: 'hidden' });
		const other = await at(`/panel/incidents/${number}`);
		await timesForm(other.page).correct('2026-01-05T09:50', 'По звонку');
		await expect.poll(() => started.inputValue(), { timeout: 10_000 }).toBe('2026-01-05T09:50');
		expect(await reason.inputValue()).toBe('');
		await Promise.all([context.close(), other.context.close()]);
	});
});
