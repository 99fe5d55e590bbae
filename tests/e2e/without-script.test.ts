import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { openBrowser, signIn, visitor, putScriptToSleep } from './support/browser.ts';
import { PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';

const MANAGER = 'manager@e2e.example';
const CLIENT = 'client@e2e.example';

let portal: RunningPortal;
let browser: Browser;

beforeAll(async () => {
	[portal, browser] = await Promise.all([startPortal(), openBrowser()]);
	for (const [name, email, role] of [
		['Мария Фомина', MANAGER, 'manager'],
		['Олег Кравцов', CLIENT, 'client']
	])
		await portal.call('POST', '/people', { name, email, role, password: PASSWORD });
	await portal.call('POST', '/services', { slug: 'mail', name: 'Exchange' });
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

describe('without JavaScript', () => {
	it('a client files a ticket, and bad input is told at its field with nothing lost', async () => {
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await signIn(page, CLIENT, PASSWORD);
		await page.goto('/cabinet');
		const form = page.locator('form[action$="?/create"]');
		if (!(await form.locator('[name=subject]').isVisible()))
			await page.locator('main summary, main a[href*="new"]').first().click();
		const description = 'Второй день не приходят письма от поставщиков.';
		// The browser's own check would keep an empty subject from being sent at all.
		await form.locator('[name=subject]').fill('   ');
		await form.locator('[name=description]').fill(description);
		await form.locator('[name=service]').selectOption('mail');
		await form.locator('button.btn-primary').click();
		expect(await page.locator('form [name=subject][aria-invalid=true]').count()).toBe(1);
		expect(await page.locator('form [name=description]').inputValue()).toBe(description);
		await page.locator('form [name=subject]').fill('Письма не приходят');
		await page.locator('form[action$="?/create"] button.btn-primary').click();
		const { items } = await portal.call<{ items: FullTicket[] }>('GET', '/tickets');
		expect(items.map(({ subject }) => subject)).toContain('Письма не приходят');
		await context.close();
	});

	it('what was typed survives the script that wakes up after a refusal', async () => {
		const { context, page } = await visitor(browser, portal.base);
		await signIn(page, CLIENT, PASSWORD);
		await page.goto('/cabinet?new=1');
		const form = page.locator('form[action$="?/create"]');
		await form.locator('[name=description]').fill('Второй день не приходят письма.');
		// Sent as a browser without the script would send it, and answered with a whole page.
		await Promise.all([
			page.waitForResponse((response) => response.request().method() === 'POST'),
			form.evaluate((node) => {
				if (node instanceof HTMLFormElement) node.submit();
			})
		]);
		await page.locator('[data-link=live]').first().waitFor();
		expect(await page.locator('form [name=description]').inputValue()).toBe(
			'Второй день не приходят письма.'
		);
		await context.close();
	});

	it('a note that was ticked before the script is there stays a note', async () => {
		const { number } = await portal.call<FullTicket>('POST', '/tickets', {
			subject: 'Медленно открывается почта',
			service: 'mail',
			requester: CLIENT
		});
		const { context, page } = await visitor(browser, portal.base);
		await signIn(page, MANAGER, PASSWORD);
		const wake = await putScriptToSleep(page);
		await page.goto(`/panel/queue/${number}`, { waitUntil: 'commit' });
		const form = page.locator('form[action="?/comment"]');
		await form.locator('[name=body]').fill('Похоже на прошлую неделю');
		await form.locator('[name=internal]').check();
		wake();
		await page.locator('[data-link=live]').first().waitFor();
		expect(await form.locator('[name=internal]').isChecked()).toBe(true);
		await form.locator('.private').click();
		await page.locator('[data-comment]').getByText('Похоже на прошлую неделю').waitFor();
		const path = `/tickets/${number}/comments`;
		const { items } = await portal.call<{ items: { internal: boolean }[] }>('GET', path);
		expect(items.map(({ internal }) => internal)).toEqual([true]);
		await context.close();
	});

	it('a filter that was chosen before the script is there narrows the list', async () => {
		const { context, page, faults } = await visitor(browser, portal.base);
		await signIn(page, MANAGER, PASSWORD);
		const wake = await putScriptToSleep(page);
		await page.goto('/panel/queue', { waitUntil: 'commit' });
		const priority = page.locator('form[action="/panel/queue"] select[name=priority]');
		await priority.selectOption('low');
		wake();
		await page.waitForURL('/panel/queue?priority=low');
		await page.locator('[data-link=live]').first().waitFor();
		expect(await priority.inputValue()).toBe('low');
		expect(await page.locator('[data-ticket]').count()).toBe(0);
		expect(faults).toEqual([]);
		await context.close();
	});

	it('a manager moves a ticket on and answers it', async () => {
		const ticket = await portal.call<FullTicket>('POST', '/tickets', {
			subject: 'Не печатает МФУ',
			service: 'mail',
			requester: CLIENT
		});
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await signIn(page, MANAGER, PASSWORD);
		await page.goto(`/panel/queue/${ticket.number}`);
		await page.locator('select[name=status]').selectOption('in_progress');
		await page.locator('form[action="?/update"] button.btn-primary').click();
		await page.locator('[data-status=in_progress]').first().waitFor();
		await page.locator('form[action="?/comment"] [name=body]').fill('Уже смотрим');
		await page.locator('form[action="?/comment"] button').last().click();
		await page.getByText('Уже смотрим').first().waitFor();
		const after = await portal.call<FullTicket>('GET', `/tickets/${ticket.number}`);
		expect(after.status).toBe('in_progress');
		expect(after.firstResponseAt).not.toBeNull();
		await context.close();
	});

	it('a manager who is too late sees what differs and who changed it', async () => {
		const ticket = await portal.call<FullTicket>('POST', '/tickets', {
			subject: 'Две руки на одной заявке',
			service: 'mail',
			requester: CLIENT
		});
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await signIn(page, MANAGER, PASSWORD);
		await page.goto(`/panel/queue/${ticket.number}`);
		await portal.call('PATCH', `/tickets/${ticket.number}`, { priority: 'critical' });
		await page.locator('select[name=status]').selectOption('in_progress');
		const [answer] = await Promise.all([
			page.waitForResponse((response) => response.request().method() === 'POST'),
			page.locator('form[action="?/update"] button.btn-primary').click()
		]);
		expect(answer.status()).toBe(409);
		expect(await page.locator('select[name=status]').inputValue()).toBe('in_progress');
		expect(await page.locator('[role=alert]').first().innerText()).toContain('Администратор');
		await context.close();
	});

	it('the page turns English and back with one button', async () => {
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		for (const path of ['/', '/queue', '/incidents', '/login']) {
			await page.goto(path);
			expect(await page.locator('html').getAttribute('lang')).toBe('ru');
			const russian = await page.locator('main h1').first().innerText();
			await page.locator('form[action="/language"] button').first().click();
			expect(await page.locator('html').getAttribute('lang')).toBe('en');
			expect(new URL(page.url()).pathname).toBe(path);
			const english = await page.locator('main h1').first().innerText();
			expect(english).not.toBe(russian);
			expect(await page.locator('main').innerText()).not.toMatch(/[а-яё]{3}/i);
			await page.locator('form[action="/language"] button').first().click();
			expect(await page.locator('html').getAttribute('lang')).toBe('ru');
		}
		await context.close();
	});
});
