import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('the site', () => {
	it('shows news on the open home page the moment they are published', async () => {
		const reader = await visitor(browser, portal.base);
		await reader.page.goto('/');
		await reader.page.locator('header [data-link=live]').waitFor();
		await mark(reader.page);

		const writer = await visitor(browser, portal.base);
		await signIn(writer.page, ADMIN, PASSWORD);
		await writer.page.goto('/panel/news/new');
		await writer.page.locator('[name=title]').fill('Переехали в новый офис');
		await writer.page.locator('[name=summary]').fill('Телефоны прежние.');
		await writer.page.locator('[name=body]').fill('# Как доехать\n\n- трамваем');
		await writer.page.getByRole('button', { name: 'Предпросмотр' }).click();
		await writer.page.locator('[data-preview=ru] li', { hasText: 'трамваем' }).waitFor();
		expect(await writer.page.locator('[name=title]').inputValue()).toBe('Переехали в новый офис');
		await writer.page.getByRole('button', { name: 'Опубликовать' }).click();
		await writer.page.waitForURL(/\/panel\/news\/\d+\?saved=1/);

		const shown = reader.page.locator('[data-news] a', { hasText: 'Переехали в новый офис' });
		await shown.waitFor();
		expect(await isMarked(reader.page)).toBe(true);
		await shown.click();
		await reader.page.getByRole('heading', { level: 2, name: 'Как доехать' }).waitFor();
		expect([...reader.faults, ...writer.faults]).toEqual([]);
		await reader.context.close();
		await writer.context.close();
	});

	it('is lit as its button says, on the next page too', async () => {
		const { context, page, faults } = await visitor(browser, portal.base);
		await page.goto('/');
		await page.locator('header [data-link=live]').waitFor();
		const lit = () => page.evaluate(() => document.documentElement.dataset.bsTheme);
		const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
		await press('Тёмное оформление');
		expect(await lit()).toBe('dark');
		await page.locator('header a[href="/queue"]').first().click();
		await page.waitForURL('**/queue');
		await press('Светлое оформление');
		expect(await lit()).toBe('light');
		// Left before the server could answer: the choice arrives all the same.
		await page.goto('/');
		const kept = async () => (await context.cookies()).find(({ name }) => name === 'theme')?.value;
		await expect.poll(kept, { timeout: 10_000 }).toBe('light');
		await page.reload();
		await page.locator('header [data-link=live]').waitFor();
		expect(await lit()).toBe('light');
		await press('Оформление как в системе');
		expect(await lit()).toBe('auto');
		expect(faults).toEqual([]);
		await context.close();
	});

	it('opens the answer an address points to, and finds answers by words', async () => {
		const { context, page, faults } = await visitor(browser, portal.base);
		await page.goto('/faq#reopen');
		await page.getByText('в течение семи дней').waitFor({ state: 'visible' });
		await page.locator('main [type=search]').fill('вложить файлы');
		await page.locator('main [type=search]').press('Enter');
		await page.waitForURL(/\?q=/);
		expect(await page.locator('[data-question]').count()).toBe(0);
		await page.locator('main [type=search]').fill('файлы приложить');
		await page.locator('main [type=search]').press('Enter');
		await page.locator('[data-question=attachments]').waitFor();
		expect(faults).toEqual([]);
		await context.close();
	});

	it('puts questions in order by dragging, and by buttons with the keyboard', async () => {
		const { context, page, faults } = await visitor(browser, portal.base);
		await signIn(page, ADMIN, PASSWORD);
		await page.goto('/panel/faq');
		const rows = page.locator('section').first().locator('[data-entry]');
		const order = () => rows.evaluateAll((all) => all.map((row) => row.dataset['entry'] ?? ''));
		const before = await order();
		const saved = page.waitForResponse((answer) => answer.request().method() === 'POST');
		await rows.nth(3).dragTo(rows.nth(0));
		const dragged = [before[3], ...before.slice(0, 3), ...before.slice(4)];
		await expect.poll(order).toEqual(dragged);
		// It is shown at once, and kept a moment later.
		await saved;
		await page.reload();
		expect(await order()).toEqual(dragged);
		await rows.nth(0).locator('button[value=down]').press('Enter');
		await expect.poll(order).toEqual([dragged[1], dragged[0], ...dragged.slice(2)]);
		expect(faults).toEqual([]);
		await context.close();
	});

	it('has a menu on a telephone that opens without script', async () => {
		const { context, page } = await visitor(browser, portal.base, {
			javaScriptEnabled: false,
			viewport: { width: 360, height: 740 }
		});
		await page.goto('/');
		await page.locator('header nav.narrow summary').click();
		await page.locator('header nav.narrow a[href="/contacts"]').click();
		await page.getByRole('heading', { level: 1, name: 'Контакты' }).waitFor();
		await context.close();
	});
});
