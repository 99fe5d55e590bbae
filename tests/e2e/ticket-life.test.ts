import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';

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

const file = (subject: string) =>
	portal.call<FullTicket>('POST', '/tickets', { subject, service: 'mail', requester: CLIENT });
const patch = (number: string, body: unknown) =>
	portal.call<FullTicket>('PATCH', `/tickets/${number}`, body);
const read = (number: string) => portal.call<FullTicket>('GET', `/tickets/${number}`);

describe('the life of a ticket', () => {
	it('without script a client rates what was solved, thinks better of it and reopens', async () => {
		const { number } = await file('Не печатает МФУ');
		await patch(number, { status: 'resolved' });
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await signIn(page, CLIENT, PASSWORD);
		await page.goto(`/cabinet/tickets/${number}`);
		const rate = page.locator('form[action="?/rate"]');
		await rate.locator('button').click();
		expect(await rate.locator('.error').count()).toBe(1);
		await rate.locator('input[value="2"]').check();
		await rate.locator('[name=comment]').fill('Долго');
		await rate.locator('button').click();
		expect((await read(number)).rating).toMatchObject({ score: 2, comment: 'Долго' });
		await rate.locator('input[value="4"]').check();
		await rate.locator('button').click();
		expect((await read(number)).rating).toMatchObject({ score: 4, comment: 'Долго' });
		await page.locator('form[action="?/reopen"] [name=body]').fill('Снова не печатает');
		await page.locator('form[action="?/reopen"] button').click();
		await page.getByText('Снова не печатает').first().waitFor();
		expect(await read(number)).toMatchObject({ status: 'in_progress', rating: null });
		expect(await page.locator('form[action="?/rate"]').count()).toBe(0);
		expect(await page.locator('[data-history=status]').count()).toBe(2);
		expect(await page.locator('main').innerText()).not.toContain('Администратор');
		await context.close();
	});

	it('a manager sees changes and the rating come in, without a reload', async () => {
		const { number } = await file('Не открывается почта');
		const { context, page, faults } = await visitor(browser, portal.base);
		await signIn(page, MANAGER, PASSWORD);
		await page.goto(`/panel/queue/${number}`);
		await page.locator('[data-link=live]').first().waitFor();
		await mark(page);
		await patch(number, { status: 'in_progress', assignee: MANAGER });
		await page.locator('[data-history=assignee]').getByText('Мария Фомина').waitFor();
		await patch(number, { status: 'resolved' });
		const client = await visitor(browser, portal.base);
		await signIn(client.page, CLIENT, PASSWORD);
		await client.page.goto(`/cabinet/tickets/${number}`);
		await client.page.locator('[data-link=live]').first().waitFor();
		await client.page.locator('form[action="?/rate"] input[value="5"]').check();
		await client.page.locator('form[action="?/rate"] button').click();
		await page.locator('[data-rating="5"]').waitFor();
		expect(await page.locator('[data-history]').count()).toBe(4);
		expect(await client.page.locator('[data-history]').count()).toBe(2);
		expect(await isMarked(page)).toBe(true);
		expect([...faults, ...client.faults]).toEqual([]);
		await client.context.close();
		await context.close();
	});

	it('what comes into a conversation glows, and nothing that it begins with', async () => {
		const { number } = await file('Гаснет экран');
		await patch(number, { status: 'in_progress' });
		const { context, page } = await visitor(browser, portal.base);
		await signIn(page, MANAGER, PASSWORD);
		await page.goto('/panel/queue');
		await page.locator('[data-link=live]').first().waitFor();
		// The attachments of a whole page, woken up late, glowed together.
		await page.evaluate(() => {
			const glown: string[] = [];
			Object.assign(window, { glown });
			const { animate } = Element.prototype;
			Element.prototype.animate = function (...given) {
				if (this.matches('[data-history], [data-comment]')) glown.push(this.outerHTML.slice(0, 90));
				return animate.apply(this, given);
			};
		});
		const glown = () => page.evaluate<unknown>('window.glown');
		await page.locator(`a[href="/panel/queue/${number}"]`).first().click();
		await page.locator('[data-history=status]').waitFor();
		await page.locator('form[action="?/comment"]').waitFor();
		expect(await glown()).toEqual([]);
		await portal.call('POST', `/tickets/${number}/comments`, { body: 'Меняем кабель' });
		await page.locator('[data-comment]').getByText('Меняем кабель').waitFor();
		await expect.poll(glown).toEqual([expect.stringContaining('data-comment')]);
		await context.close();
	});

	it('what a client is writing outlives the form it was begun in', async () => {
		const { number } = await file('Не приходят письма');
		const { context, page, faults } = await visitor(browser, portal.base);
		await signIn(page, CLIENT, PASSWORD);
		await page.goto(`/cabinet/tickets/${number}`);
		await page.locator('[data-link=live]').first().waitFor();
		const reply = page.locator('form[action="?/comment"] [name=body]');
		const reopen = page.locator('form[action="?/reopen"] [name=body]');
		const opinion = page.locator('form[action="?/rate"] [name=comment]');
		await reply.fill('Письма от банка');
		await page
			.locator('form[action="?/comment"] [type=file]')
			.setInputFiles([
				{ name: 'нет писем.txt', mimeType: 'text/plain', buffer: Buffer.from('пусто') }
			]);
		await patch(number, { status: 'resolved' });
		await reopen.waitFor();
		expect(await reopen.inputValue()).toBe('Письма от банка');
		await page.locator('form[action="?/reopen"] li', { hasText: 'нет писем.txt' }).waitFor();
		await reopen.fill('Письма от банка не пришли');
		await page.locator('form[action="?/rate"] input[value="4"]').check();
		await opinion.fill('Почти всё');
		await patch(number, { status: 'in_progress' });
		await reply.waitFor();
		expect(await reply.inputValue()).toBe('Письма от банка не пришли');
		expect(await page.locator('[data-left=comment] textarea').inputValue()).toBe('Почти всё');
		await patch(number, { status: 'resolved' });
		await opinion.waitFor();
		expect(await opinion.inputValue()).toBe('Почти всё');
		expect(await page.locator('form[action="?/rate"] input[value="4"]').isChecked()).toBe(true);
		await page.locator('form[action="?/rate"] button').click();
		await page.locator('.thanks:not(:empty)').waitFor();
		await patch(number, { status: 'in_progress' });
		await reply.waitFor();
		expect(await page.locator('[data-left]').count()).toBe(0);
		await patch(number, { status: 'cancelled' });
		await page.locator('[data-left=body]').getByText('уже не отправить').waitFor();
		expect(await page.locator('[data-left=body] textarea').inputValue()).toBe(
			'Письма от банка не пришли'
		);
		expect(faults).toEqual([]);
		await context.close();
	});

	it('what a client has sent is not offered to it again', async () => {
		const { number } = await file('Не приходят счета');
		await patch(number, { status: 'resolved' });
		const { context, page } = await visitor(browser, portal.base);
		await signIn(page, CLIENT, PASSWORD);
		await page.goto(`/cabinet/tickets/${number}`);
		await page.locator('[data-link=live]').first().waitFor();
		await page.locator('form[action="?/reopen"] [name=body]').fill('Счетов всё нет');
		await page
			.locator('form[action="?/reopen"] [type=file]')
			.setInputFiles([
				{ name: 'счета.txt', mimeType: 'text/plain', buffer: Buffer.from('ни одного') }
			]);
		await page.locator('form[action="?/reopen"] [type=submit]').click();
		const reply = page.locator('form[action="?/comment"] [name=body]');
		await reply.waitFor();
		await page.waitForFunction(
			() =>
				document.querySelector<HTMLTextAreaElement>('form[action="?/comment"] [name=body]')
					?.value === ''
		);
		await page.locator('[data-comment]', { hasText: 'счета.txt' }).waitFor();
		await page.locator('form[action="?/comment"] li').waitFor({ state: 'detached' });
		await reply.fill('Нашлись');
		await page.locator('form[action="?/comment"] .btn-primary').click();
		await page.locator('[data-comment]').getByText('Нашлись').waitFor();
		await patch(number, { status: 'cancelled' });
		await page.locator('a[href="/cabinet?new=1"]').last().waitFor();
		await page.locator('header[data-status=cancelled]').waitFor();
		expect(await page.locator('[data-left]').count()).toBe(0);
		await context.close();
	});

	it('a file is not offered again by the form that comes while it is being sent', async () => {
		const { number } = await file('Не приходят накладные');
		await patch(number, { status: 'resolved' });
		const { context, page } = await visitor(browser, portal.base);
		await signIn(page, CLIENT, PASSWORD);
		await page.goto(`/cabinet/tickets/${number}`);
		await page.locator('[data-link=live]').first().waitFor();
		const chosen = page.locator('form[action="?/comment"] li', { hasText: 'накладные.txt' });
		await page.route(
			(address) => address.search === '?/reopen',
			async (route) => {
				const response = await route.fetch();
				await chosen.waitFor();
				await route.fulfill({ response });
			}
		);
		await page.locator('form[action="?/reopen"] [name=body]').fill('Накладных всё нет');
		await page
			.locator('form[action="?/reopen"] [type=file]')
			.setInputFiles([
				{ name: 'накладные.txt', mimeType: 'text/plain', buffer: Buffer.from('ни одной') }
			]);
		await page.locator('form[action="?/reopen"] [type=submit]').click();
		await chosen.waitFor();
		await chosen.waitFor({ state: 'detached' });
		const sent = () =>
			page
				.locator('form[action="?/comment"]')
				.evaluate((form: HTMLFormElement) => [
					new FormData(form).get('body'),
					form.querySelector<HTMLInputElement>('[type=file]')?.files?.length
				]);
		expect(await sent()).toEqual(['', 0]);
		await context.close();
	});

	it('a manager mends the words of a ticket while a colleague moves it on', async () => {
		const { number } = await file('Почьта');
		const { context, page } = await visitor(browser, portal.base);
		await signIn(page, MANAGER, PASSWORD);
		await page.goto(`/panel/queue/${number}`);
		await page.locator('[data-link=live]').first().waitFor();
		const form = page.locator('form[action="?/edit"]');
		await page.locator('details:has(form[action="?/edit"]) summary').click();
		await form.locator('[name=subject]').fill('Почта');
		await patch(number, { priority: 'high' });
		await page.locator('[data-history=priority]').waitFor();
		await form.locator('button').click();
		await page.locator('[data-history=subject]').waitFor();
		expect(await page.locator('h1').innerText()).toBe('Почта');
		expect(await read(number)).toMatchObject({ subject: 'Почта', priority: 'high' });
		await context.close();
	});

	it('two who mend the same words lose none of theirs', async () => {
		const { number } = await file('Касса');
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await signIn(page, MANAGER, PASSWORD);
		await page.goto(`/panel/queue/${number}`);
		const form = page.locator('form[action="?/edit"]');
		await page.locator('details:has(form[action="?/edit"]) summary').click();
		await form.locator('[name=subject]').fill('Касса №2');
		await patch(number, { subject: 'Касса №1' });
		await form.locator('button').click();
		expect(await form.locator('[role=alert]').innerText()).toContain('Касса №1');
		expect(await form.locator('[name=subject]').inputValue()).toBe('Касса №2');
		await form.locator('button').click();
		expect((await read(number)).subject).toBe('Касса №2');
		await context.close();
	});

	it('an administrator deletes a ticket, and it is gone from under those who look at it', async () => {
		const { number } = await file('Тест формы');
		const owner = await visitor(browser, portal.base);
		await signIn(owner.page, CLIENT, PASSWORD);
		await owner.page.goto(`/cabinet/tickets/${number}`);
		await owner.page.locator('[data-link=live]').first().waitFor();
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await signIn(page, ADMIN, PASSWORD);
		await page.goto(`/panel/queue/${number}`);
		await page.locator('details:has(form[action="?/delete"]) summary').click();
		const form = page.locator('form[action="?/delete"]');
		await form.locator('button').click();
		expect(await form.locator('[aria-invalid=true]').count()).toBe(1);
		await form.locator('[name=reason]').fill('Проверка формы');
		await form.locator('button').click();
		await page.waitForURL(/\/panel\/queue$/);
		expect((await page.goto(`/panel/queue/${number}`))?.status()).toBe(404);
		await owner.page.getByText('Тест формы').first().waitFor({ state: 'detached' });
		const { items } = await portal.call<{ items: { after: string }[] }>(
			'GET',
			`/tickets/${number}/history`
		);
		expect(items.at(-1)?.after).toBe('Проверка формы');
		await owner.context.close();
		await context.close();
	});

	it('a manager is not even offered to delete', async () => {
		const { number } = await file('Обычная');
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await signIn(page, MANAGER, PASSWORD);
		await page.goto(`/panel/queue/${number}`);
		expect(await page.locator('form[action="?/delete"]').count()).toBe(0);
		await context.close();
	});
});
