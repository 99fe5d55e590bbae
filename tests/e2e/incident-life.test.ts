import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertReport } from '#lib/domain/alert.ts';
import type { PublicIncident, StaffIncident } from '#lib/domain/incident.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import {
	isMarked,
	mark,
	openBrowser,
	signIn,
	visitor,
	putScriptToSleep
} from './support/browser.ts';
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
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

describe('services and incidents', () => {
	it('without JavaScript a portal without services gets its first one, and planned works', async () => {
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await signIn(page, MANAGER, PASSWORD);
		await page.goto('/panel/services?new=1');
		await page.locator('form[action="?/create"] [name=name]').fill('Почта и календарь');
		await page.locator('form[action="?/create"] button.btn-primary').click();
		await page.locator('[data-service=pochta-i-kalendar]').waitFor();

		await page.goto('/panel/services?works=new');
		const plan = page.locator('form[action="?/plan"]');
		await plan.locator('[name=title]').fill('Обновление сервера');
		await plan.locator('[name=startsAt]').fill('2031-01-10T02:00');
		await plan.locator('[name=endsAt]').fill('2031-01-10T01:00');
		await plan.locator('[name="services[]"]').check();
		await plan.locator('button.btn-primary').click();
		const refused = page.locator('form[action="?/plan"]');
		expect(await refused.locator('[name=endsAt][aria-invalid=true]').count()).toBe(1);
		expect(await refused.locator('[name=title]').inputValue()).toBe('Обновление сервера');
		await refused.locator('[name=endsAt]').fill('2031-01-10T04:00');
		await refused.locator('button.btn-primary').click();
		await page.locator('[data-maintenance=MW-1]').waitFor();

		await page.goto('/panel/services?edit=pochta-i-kalendar');
		const state = page.locator('form[action="?/state"]');
		await state.locator('[name=state]').selectOption('degraded');
		await state.locator('[name=reason]').fill('По звонку провайдера');
		await state.locator('button').click();
		await page.getByText('По звонку провайдера').waitFor();
		await page.goto('/panel/services?edit=pochta-i-kalendar');
		await page.locator('form[action="?/state"] [name=state]').selectOption('auto');
		await page.locator('form[action="?/state"] button').click();
		await page.goto('/services/pochta-i-kalendar');
		expect(await page.locator('main').innerText()).toContain('Обновление сервера');
		await context.close();
	});

	it('what was chosen before the script is there is not undone when it wakes up', async () => {
		const { context, page, faults } = await visitor(browser, portal.base);
		await signIn(page, MANAGER, PASSWORD);
		const wake = await putScriptToSleep(page);
		await page.goto('/panel/incidents?new=1', { waitUntil: 'commit' });
		const form = page.locator('form[action="?/create"]');
		const impact = form.locator('[name="impact[pochta-i-kalendar]"]');
		await form.locator('[name=title]').fill('Письма не уходят');
		await form.locator('[name=severity]').selectOption('critical');
		await form.locator('[name="services[]"]').check();
		await impact.selectOption('degraded');
		wake();
		await page.locator('[data-link=live]').first().waitFor();
		expect(await form.locator('[name=title]').inputValue()).toBe('Письма не уходят');
		expect(await form.locator('[name=severity]').inputValue()).toBe('critical');
		expect(await form.locator('[name="services[]"]').isChecked()).toBe(true);
		expect(await impact.inputValue()).toBe('degraded');
		expect(faults).toEqual([]);
		await context.close();
	});

	it('an incident lives from its opening to its post-mortem, and visitors watch it live', async () => {
		const watching = await visitor(browser, portal.base);
		const { context, page, faults } = await visitor(browser, portal.base);
		await signIn(page, MANAGER, PASSWORD);
		await page.goto('/panel/incidents?new=1');
		const opening = page.locator('form[action="?/create"]');
		await opening.locator('[name=title]').fill('Письма не уходят');
		await opening.locator('[name=severity]').selectOption('critical');
		await opening.locator('[name="services[]"]').check();
		await opening.locator('[name=message]').fill('Разбираемся.');
		await opening.locator('button.btn-primary').click();
		await page.waitForURL(/INC-1$/);

		await watching.page.goto('/services/pochta-i-kalendar');
		await watching.page.locator('[data-link=live]').first().waitFor();
		await mark(watching.page);
		await watching.page.locator('header[data-service]').getByText('Недоступен').waitFor();

		const update = page.locator('form[action="?/update"]');
		await update.locator('[name="impact[pochta-i-kalendar]"]').selectOption('degraded');
		await update.locator('[name=message]').fill('Часть писем уходит.');
		await update.locator('button.btn-primary').click();
		await watching.page.locator('header[data-service]').getByText('Работает с перебоями').waitFor();

		const ticket = await portal.call<FullTicket>('POST', '/tickets', {
			subject: 'Не уходят письма',
			service: 'pochta-i-kalendar',
			requester: CLIENT
		});
		await page.locator('form[action="?/link"] [name=ticket]').fill(ticket.number);
		await page.locator('form[action="?/link"] button').click();
		await page.locator('[data-linked="1"]').waitFor();
		await page.getByText('Не уходят письма').waitFor();

		await update.locator('[name=status]').selectOption('resolved');
		await update.locator('[name=message]').fill('Исправлено.');
		await update.locator('button.btn-primary').click();
		await watching.page
			.locator('header[data-service]')
			.getByText('Работает', { exact: true })
			.waitFor();

		await page.locator('section[data-postmortem] summary').click();
		const lessons = page.locator('form[action="?/postmortem"]');
		await lessons.locator('[name=body]').fill('## Причина\n\nКончилось **место**. <b>x</b>');
		await lessons.locator('button[value=""]').click();
		await page.locator('[data-postmortem=draft]').waitFor();
		await watching.page.goto('/incidents/INC-1');
		expect(await watching.page.locator('main').innerText()).not.toContain('Причина');
		await watching.page.locator('[data-link=live]').first().waitFor();
		await mark(watching.page);
		await page.locator('section[data-postmortem] summary').click();
		await page.locator('form[action="?/postmortem"] button[value=on]').click();
		await page.locator('[data-postmortem=published]').waitFor();
		await watching.page.locator('#postmortem').waitFor();
		expect(await watching.page.locator('.prose strong').innerText()).toBe('место');
		expect(await watching.page.locator('.prose').innerText()).toContain('<b>x</b>');
		expect(await watching.page.locator('main').innerText()).not.toContain(ticket.number);
		expect(await isMarked(watching.page)).toBe(true);
		expect([...faults, ...watching.faults]).toEqual([]);
		await watching.context.close();
		await context.close();
	});

	it('what monitoring repeats is counted on the open page, though nothing else has changed', async () => {
		const alert = {
			fingerprint: 'disk',
			status: 'firing',
			title: 'Кончается место',
			service: 'pochta-i-kalendar'
		};
		const deliver = () => portal.call<AlertReport>('POST', '/hooks/generic', alert);
		const { incidents } = await deliver();
		const { context, page } = await visitor(browser, portal.base);
		await signIn(page, MANAGER, PASSWORD);
		await page.goto(`/panel/incidents/${incidents[0] ?? ''}`);
		const told = page.locator('[data-alert=generic]');
		await told.getByText('1 сообщение').waitFor();
		await mark(page);
		for (const _ of [2, 3]) expect((await deliver()).ignored).toBe(1);
		await told.getByText('3 сообщения').waitFor({ timeout: 40_000 });
		expect(await isMarked(page)).toBe(true);
		await context.close();
	});

	it('without JavaScript times are corrected, and everybody sees that they were', async () => {
		const { context, page } = await visitor(browser, portal.base, { javaScriptEnabled: false });
		await signIn(page, MANAGER, PASSWORD);
		await page.goto('/panel/incidents/INC-1');
		const before = await portal.call<StaffIncident>('GET', '/incidents/INC-1');
		await page.locator('details:has(form[action="?/times"]) > summary').click();
		const times = page.locator('form[action="?/times"]');
		const recorded = await times.locator('[name=startedAt]').inputValue();
		const earlier = new Date(Date.parse(`${recorded}:00Z`) - 3_600_000).toISOString().slice(0, 16);
		await times.locator('[name=startedAt]').fill(earlier);
		await times.locator('button').click();
		// Without a reason it is refused, and what was typed is still there.
		const refused = page.locator('form[action="?/times"]');
		expect(await refused.locator('[name=reason][aria-invalid=true]').count()).toBe(1);
		expect(await refused.locator('[name=startedAt]').inputValue()).toBe(earlier);
		await refused.locator('[name=reason]').fill('Первый звонок был раньше');
		await refused.locator('button').click();
		await page.locator('[data-correction=startedAt]').waitFor();
		const after = await portal.call<PublicIncident>('GET', '/incidents/INC-1');
		const moved = Date.parse(before.startedAt) - Date.parse(after.startedAt);
		expect(moved).toBeGreaterThanOrEqual(3_600_000);
		expect(moved).toBeLessThan(3_660_000);
		expect(after.resolvedAt).toBe(before.resolvedAt);
		await context.clearCookies();
		await page.goto('/incidents/INC-1');
		expect(await page.locator('[data-correction=startedAt]').count()).toBe(1);
		expect(await page.locator('main').innerText()).not.toContain('Первый звонок');
		await context.close();
	});
});
