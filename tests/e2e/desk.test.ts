import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffIncident } from '#lib/domain/incident.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { openBrowser, signIn, visitor } from './support/browser.ts';
import { NARROW } from './support/every-page.ts';
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
	await portal.call('POST', '/services', { slug: 'mail', name: 'Почта' });
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

const file = (subject: string) =>
	portal.call<FullTicket>('POST', '/tickets', { subject, service: 'mail', requester: CLIENT });

/** Somebody at an address, signed in; live when script is on. */
async function at(email: string, address: string, javaScriptEnabled = true) {
	const who = await visitor(browser, portal.base, { javaScriptEnabled });
	await signIn(who.page, email, PASSWORD);
	await who.page.goto(address);
	if (javaScriptEnabled) await who.page.locator('[data-link=live]').first().waitFor();
	return who;
}

describe('the desk', () => {
	it('a client sends a file, and a manager who looks on sees and downloads it', async () => {
		const { number } = await file('Не печатает касса');
		const manager = await at(MANAGER, `/panel/queue/${number}`);
		const { page, context, faults } = await at(CLIENT, `/cabinet/tickets/${number}`);
		await page.locator('input[type=file]').setInputFiles([
			{ name: 'журнал.log', mimeType: 'text/plain', buffer: Buffer.alloc(300_000, 'ошибка\n') },
			{ name: 'вирус.exe', mimeType: 'text/plain', buffer: Buffer.from('MZ') }
		]);
		await page.locator('[data-files] .error').getByText('«вирус.exe»').waitFor();
		await page.locator('form[action="?/comment"] [name=body]').fill('Вот журнал');
		await page.locator('form[action="?/comment"] .btn-primary').click();
		const link = manager.page.locator('[data-comment] [data-attachment]');
		await link.getByText('журнал.log').waitFor();
		const [download] = await Promise.all([manager.page.waitForEvent('download'), link.click()]);
		expect(download.suggestedFilename()).toBe('журнал.log');
		await page.locator('[data-comment]').waitFor();
		expect(await page.locator('[data-files] li').count()).toBe(0);
		expect([...faults, ...manager.faults]).toEqual([]);
		await Promise.all([context.close(), manager.context.close()]);
	});

	it('two of the staff on one ticket see each other, and that one of them writes', async () => {
		const { number } = await file('Касса молчит');
		const manager = await at(MANAGER, `/panel/queue/${number}`);
		const admin = await at(ADMIN, `/panel/queue/${number}`);
		await admin.page.locator('[data-looking="1"]').getByText('Мария Фомина').waitFor();
		await manager.page.locator('[data-looking="1"]').waitFor();
		await manager.page.locator('form[action="?/comment"] [name=body]').pressSequentially('Да');
		await admin.page.getByText('Мария Фомина (пишет ответ…)').waitFor();
		await manager.page.goto('/panel/queue');
		await admin.page.locator('[data-looking="0"]').waitFor({ state: 'attached' });
		await Promise.all([manager.context.close(), admin.context.close()]);
	});

	it.each([true, false])(
		'a canned reply is written and put in, with script: %s',
		async (script) => {
			const { number } = await file('Вопрос');
			const title = script ? 'Со скриптом' : 'Без скрипта';
			const { page, context } = await at(MANAGER, '/panel/replies', script);
			const form = page.locator('form[action="?/create"]');
			await form.locator('[name=title]').fill(title);
			await form.locator('[name=body]').fill('{name}, по {number} ({service}) отвечаем.');
			await form.locator('button').click();
			await page.locator('[data-reply] summary').getByText(title, { exact: true }).waitFor();
			await page.goto(`/panel/queue/${number}`);
			if (script) await page.locator('[data-link=live]').first().waitFor();
			const reply = page.locator('form[action="?/comment"]');
			await reply.locator('[name=body]').fill('Здравствуйте!');
			await reply.locator('[name=reply]').selectOption({ label: title });
			await reply.locator('[formaction="?/insert"]').click();
			await page.waitForFunction(
				(wanted) =>
					document.querySelector<HTMLTextAreaElement>('form[action="?/comment"] [name=body]')
						?.value === wanted,
				`Здравствуйте!\n\nОлег Кравцов, по ${number} (Почта) отвечаем.`
			);
			await context.close();
		}
	);

	it.each([true, false])(
		'a view is kept, counted and taken away, with script: %s',
		async (script) => {
			const { page, context } = await at(MANAGER, '/panel/queue?priority=normal', script);
			const name = script ? 'Обычные' : 'Просто';
			await page.locator('details:has(form[action*="?/keep"]) summary').click();
			await page.locator('form[action*="?/keep"] [name=name]').fill(name);
			await page.locator('form[action*="?/keep"] button').click();
			const tab = page.locator('[data-saved-view]').getByText(name);
			await tab.waitFor();
			expect(await tab.innerText()).toMatch(/\d/);
			await page.goto('/panel/queue/views');
			await page.locator('[data-view] form[action="?/delete"] button').click();
			await page.locator('[data-view]').waitFor({ state: 'detached' });
			await context.close();
		}
	);

	it.each([true, false])(
		'the queue is narrowed to a requester, days and what is late, on a telephone, with script: %s',
		async (script) => {
			const { number } = await file('Не синхронизируется календарь');
			const { page, context } = await at(MANAGER, '/panel/queue', script);
			await page.setViewportSize(NARROW);
			const field = page.locator('input[name=requester]');
			const row = page.locator(`tr[data-ticket="${number}"]`);
			if (script) {
				await field.pressSequentially('Кравц');
				await page.locator(`datalist option[value="${CLIENT}"]`).waitFor({ state: 'attached' });
			}
			await field.fill(CLIENT);
			await field.press('Enter');
			const person = page.locator(`[data-requester="${CLIENT}"]`);
			expect(await person.innerText()).toContain('Олег Кравцов');
			await row.waitFor();
			await page.locator('details:has([name=createdFrom]) summary').click();
			await page.locator('[name=createdFrom]').fill('2020-01-31');
			await page.locator('details:has([name=createdFrom]) button').click();
			await page.locator('[data-created]').waitFor();
			await row.waitFor();
			// Without script a browser sends empty fields too.
			const said = () =>
				[...new URL(page.url()).searchParams].filter(([, value]) => value !== '').map(String);
			expect(said()).toEqual([`requester,${CLIENT}`, 'createdFrom,2020-01-31']);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(NARROW.width);
			await person.click();
			await person.waitFor({ state: 'detached' });
			await page.locator('[name=overdue]').check();
			if (!script) await page.locator('form:has([name=overdue]) > noscript button').click();
			await row.waitFor({ state: 'detached' });
			expect(said()).toEqual(['createdFrom,2020-01-31', 'overdue,1']);
			await context.close();
		}
	);

	it('rows that were chosen outlast the drawer, and what was chosen in it a new service', async () => {
		const { number } = await file('Не считает смету');
		await portal.call('POST', '/services', { slug: 'estimates', name: 'Сметы' });
		const { page, context, faults } = await at(MANAGER, '/panel/queue');
		const row = page.locator(`tr[data-ticket="${number}"] input[type=checkbox]`);
		await row.check();
		await page.locator('a[href="/panel/queue?new=1"]').first().click();
		const service = page.locator('form[action*="?/create"] [name=service]');
		await service.selectOption('estimates');
		await portal.call('POST', '/services', { slug: 'wages', name: 'Зарплата' });
		await service.locator('option[value=wages]').waitFor({ state: 'attached' });
		expect(await service.inputValue()).toBe('estimates');
		await page.keyboard.press('Escape');
		await service.waitFor({ state: 'detached' });
		expect(await row.isChecked()).toBe(true);
		expect(faults).toEqual([]);
		await context.close();
	});

	it('an incident chosen for a ticket stays chosen when another one is opened', async () => {
		const { number } = await file('Не открывается касса');
		const open = (title: string) =>
			portal.call<StaffIncident>('POST', '/incidents', {
				title,
				severity: 'minor',
				services: ['mail'],
				message: 'Разбираемся'
			});
		const first = await open('Касса');
		const { page, context } = await at(MANAGER, `/panel/queue/${number}`);
		const incident = page.locator('form[action="?/link"] [name=incident]');
		await incident.selectOption(first.number);
		const second = await open('Склад');
		await incident.locator(`option[value="${second.number}"]`).waitFor({ state: 'attached' });
		expect(await incident.inputValue()).toBe(first.number);
		await context.close();
	});

	it('a reply that was begun is not thrown away for another language without a question', async () => {
		const { number } = await file('Не открывается журнал');
		const { page, context } = await at(CLIENT, `/cabinet/tickets/${number}`);
		const body = page.locator('form[action="?/comment"] [name=body]');
		await body.fill('Журнал прилагаю');
		const asked = page.waitForEvent('dialog');
		const pressed = page.locator('form[action="/language"] button').click();
		await (await asked).dismiss();
		await pressed;
		expect(await body.inputValue()).toBe('Журнал прилагаю');
		await page.locator('form[action="?/comment"] .btn-primary').click();
		await page.locator('[data-comment]').getByText('Журнал прилагаю').waitFor();
		// What was sent holds nothing any more: nobody is asked.
		await page.locator('form[action="/language"] button').click();
		await page.locator('html[lang=en]').waitFor();
		await context.close();
	});

	it('an administrator reads the history of what was deleted', async () => {
		const { number } = await file('Лишняя');
		const { page, context } = await at(ADMIN, `/panel/queue/${number}`, false);
		await page.locator('details:has(form[action="?/delete"]) summary').click();
		await page.locator('form[action="?/delete"] [name=reason]').fill('Проверка');
		await page.locator('form[action="?/delete"] button').click();
		await page.goto('/panel/queue');
		await page.locator('a[href="/panel/queue/deleted"]').click();
		await page.locator(`[data-deleted="${number}"] a`).click();
		await page.locator('[data-history=deleted]').getByText('Проверка').waitFor();
		await context.close();
	});
});
