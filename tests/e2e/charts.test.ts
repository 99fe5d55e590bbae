import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import {
	countUpdates,
	holdingsOf,
	NO_MACHINE_CODE,
	watchRequests
} from './support/browser-memory.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';

const MINUTE = 60_000;
const UPDATES = 10_000;

/** Fills every memory that is bounded, so that what grows afterwards grows for ever. */
const WARMING_UP = 4_000;

const AT_ONCE = 24;
const LOOKS = 4;
const BETWEEN_LOOKS = 1_000;
/** One ticket kept for each update would be many times this. */
const FLAT = 0.1;

let portal: RunningPortal;
let browser: Browser;
const numbers: string[] = [];

beforeAll(async () => {
	[portal, browser] = await Promise.all([startPortal(), openBrowser([NO_MACHINE_CODE])]);
	for (const [slug, name] of [
		['mail', 'Почта'],
		['vpn', 'VPN'],
		['erp', '1С:Предприятие']
	])
		await portal.call('POST', '/services', { slug, name });
	await portal.call('POST', '/people', {
		name: 'Олег Кравцов',
		email: 'client@e2e.example',
		role: 'client',
		password: PASSWORD
	});
	for (let index = 0; index < 120; index += 1) {
		const { number } = await portal.call<FullTicket>('POST', '/tickets', {
			subject: `Заявка ${index}`,
			description: 'Подробности.',
			service: ['mail', 'vpn', 'erp'][index % 3],
			priority: 'normal',
			requester: 'client@e2e.example'
		});
		numbers.push(number);
	}
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

const priorities = new Map<string, 'normal' | 'high'>();

/** Changes tickets so many times, several at once, each one really. */
async function change(times: number): Promise<void> {
	let left = times;
	const hand = async (first: number) => {
		// Every hand has tickets of its own, so that no two of them say the same.
		const mine = numbers.filter((_, index) => index % AT_ONCE === first);
		for (let turn = 0; left > 0; turn += 1) {
			left -= 1;
			const number = mine[turn % mine.length] ?? '';
			const priority = priorities.get(number) === 'high' ? 'normal' : 'high';
			priorities.set(number, priority);
			await portal.call('PATCH', `/tickets/${number}`, { priority });
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => hand(index)));
}

/** Opens a page of figures and waits until its charts are drawn. */
async function openCharts(path: string) {
	const opened = await visitor(browser, portal.base);
	const updates = countUpdates(opened.page);
	const requests = watchRequests(opened.page, `${path.split('?')[0]}/data`);
	if (path.startsWith('/panel')) await signIn(opened.page, ADMIN, PASSWORD);
	await opened.page.goto(path);
	await opened.page.locator('[data-link=live]').first().waitFor();
	await opened.page.locator('canvas[data-drawn]').first().waitFor();
	return { ...opened, updates, requests };
}

/** Puts a mark on each canvas that no other canvas would have. */
async function markCanvases(page: Page): Promise<void> {
	await page.evaluate(() => {
		for (const canvas of document.querySelectorAll('canvas')) canvas.dataset['mark'] = 'here';
	});
}

type Opened = Awaited<ReturnType<typeof openCharts>>;
type Look = Awaited<ReturnType<typeof holdingsOf>> & { readonly updates: number };

/**
 * What the pages hold, looked at several times between further updates: what V8 has not come to
 * throw away yet comes and goes by more than a leak would be.
 */
async function least(open: readonly Opened[]) {
	const looks: Look[][] = [];
	for (let look = 0; look < LOOKS; look += 1) {
		const due = open.map(({ updates }) => updates.count);
		await change(BETWEEN_LOOKS);
		const now: Look[] = [];
		for (const [index, { page, updates }] of open.entries()) {
			await caughtUp(updates, (due[index] ?? 0) + 1);
			now.push({ ...(await holdingsOf(page)), updates: updates.count });
		}
		looks.push(now);
	}
	return (looks.at(-1) ?? []).map((last, index) => ({
		...last,
		heap: Math.min(...looks.map((now) => now[index]?.heap ?? Infinity))
	}));
}

/** Waits until the page has taken in the latest event there is. */
async function caughtUp(updates: { readonly count: number }, least: number): Promise<void> {
	await expect.poll(() => updates.count, { timeout: MINUTE }).toBeGreaterThanOrEqual(least);
}

describe('charts in a real browser', () => {
	it(
		'keep their canvases, their listeners and their heap over 10,000 live updates',
		async () => {
			const open = [
				await openCharts('/panel/kpi?kpi=created&days=1'),
				await openCharts('/kpi?kpi=backlog')
			];
			await change(WARMING_UP);
			const before = await least(open);
			for (const { page } of open) await Promise.all([mark(page), markCanvases(page)]);
			await change(UPDATES - LOOKS * BETWEEN_LOOKS);
			const after = await least(open);
			for (const [index, { page, requests, faults }] of open.entries()) {
				const was = before[index];
				const is = after[index];
				if (!was || !is) throw new Error('not measured');
				expect(is.updates - was.updates).toBeGreaterThan(0.9 * UPDATES);
				expect(is.canvases).toBe(was.canvases);
				expect(is.canvases).toBeGreaterThan(0);
				expect(await page.locator('canvas[data-mark=here]').count()).toBe(was.canvases);
				expect(is.listeners).toBe(was.listeners);
				expect(is.documents).toBe(was.documents);
				// What grows for ever grows past this; that V8 lets go of something is no fault.
				expect(is.heap / was.heap - 1).toBeLessThan(FLAT);
				expect(requests.count).toBeGreaterThan(1);
				expect(requests.most).toBe(1);
				expect(await isMarked(page)).toBe(true);
				expect(faults).toEqual([]);
			}
			await Promise.all(open.map(({ context }) => context.close()));
		},
		10 * MINUTE
	);

	it('move with what happens, in the chart, its table and the cards', async () => {
		const { page, context, faults } = await openCharts('/panel/kpi?kpi=created&days=1');
		await mark(page);
		const row = page.locator('[data-drawn-kpi=created] tbody tr').first();
		const shown = page.locator('[data-figure=created] .value');
		const count = Number(await shown.innerText());
		await portal.call('POST', '/tickets', { subject: 'Ещё одна', service: 'mail' });
		await expect.poll(() => shown.innerText(), { timeout: MINUTE }).toBe(String(count + 1));
		await expect.poll(() => row.innerText(), { timeout: MINUTE }).toMatch(/\d/);
		expect(await isMarked(page)).toBe(true);
		expect(faults).toEqual([]);
		await context.close();
	});

	it.each([
		['ru', 'light'],
		['en', 'dark']
	] as const)('are read by everybody: axe finds nothing in %s, %s', async (lang, colorScheme) => {
		const { page, context, faults } = await visitor(browser, portal.base, { colorScheme });
		await context.addCookies([{ name: 'lang', value: lang, url: portal.base }]);
		await signIn(page, ADMIN, PASSWORD);
		for (const path of ['/kpi', '/panel/kpi?kpi=first_response_time', '/panel']) {
			await page.goto(path);
			await page.locator('[data-link=live]').first().waitFor();
			if (path !== '/panel') await page.locator('canvas[data-drawn]').first().waitFor();
			const { violations } = await new AxeBuilder({ page }).include('main').analyze();
			expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
			if (lang === 'en')
				expect(await page.locator('main h1, main h2, main thead').allInnerTexts()).not.toEqual(
					expect.arrayContaining([expect.stringMatching(/[а-яё]{3}/i)])
				);
			const beyond = () => document.documentElement.scrollWidth - window.innerWidth;
			await page.setViewportSize({ width: 360, height: 740 });
			// A chart takes its new width a moment after its frame.
			await expect.poll(() => page.evaluate(beyond), { message: path }).toBe(0);
			await page.setViewportSize({ width: 1440, height: 900 });
		}
		expect(faults).toEqual([]);
		await context.close();
	});

	it('say the same in a table without script, and take another period by a plain form', async () => {
		const { page, context } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await page.goto('/kpi?kpi=created&days=7');
		const table = page.locator('[data-drawn-kpi=created] table');
		expect(await table.locator('tbody tr').count()).toBe(7);
		expect(await table.locator('tbody tr').first().innerText()).toMatch(/12\d/);
		expect(await page.locator('canvas').first().isVisible()).toBe(false);
		await page.locator('input[name=from]').fill('2026-03-01');
		await page.locator('input[name=to]').fill('2026-03-03');
		await page.locator('select[name=step]').selectOption('day');
		await page.locator('form[action="/kpi"] button').click();
		expect(await table.locator('tbody tr').count()).toBe(3);
		expect(new URL(page.url()).searchParams.get('kpi')).toBe('created');
		await page.goto('/kpi?kpi=first_response_time&from=2026-03-01&to=2026-03-03');
		const answers = page.locator('[data-drawn-kpi=first_response_time] tbody tr').first();
		expect(await answers.innerText()).toContain('нет данных');
		await context.close();
	});
});
