// Takes every board of a running demo on a television in each theme and size, for people to look at.
// node tests/e2e/wall-screenshots.ts http://localhost:3000 DIRECTORY [part of a picture's name]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { BOARDS, SCREEN_THEMES, type Board, type ScreenTheme } from '#lib/domain/screen.ts';
import { openBrowser, signIn } from './support/browser.ts';
import { ACCOUNTS } from './support/every-page.ts';

const SIZES = [
	{ width: 1280, height: 720 },
	{ width: 1920, height: 1080 },
	{ width: 3840, height: 2160 },
	{ width: 1080, height: 1920 }
];

const [base, folder, part = ''] = process.argv.slice(2);
if (base === undefined || folder === undefined)
	throw new Error('usage: node tests/e2e/wall-screenshots.ts URL DIRECTORY [PART OF A NAME]');
await mkdir(folder, { recursive: true });

const browser = await openBrowser();
const staff = await browser.newContext({ baseURL: base });
await signIn(
	await staff.newPage(),
	ACCOUNTS.admin ?? '',
	process.env['DEMO_PASSWORD'] ?? 'bazis-demo'
);
const television = await (await browser.newContext({ baseURL: base })).newPage();
await television.goto('/wall');
const code = television.locator('[data-code]');
await code.waitFor();
await take(television, 'pairing');
const id = await pair((await code.getAttribute('data-code')) ?? '');
await television.locator('[data-board]').waitFor();
// Somebody has allowed sounds.
await television.keyboard.press('Shift');

for (const theme of SCREEN_THEMES.filter((one) => one !== 'hours'))
	for (const board of BOARDS) {
		await show(board, theme);
		await television.locator(`[data-bs-theme=${theme}] [data-board]`).waitFor();
		await television.locator('[data-link=live]').waitFor();
		if (board === 'managers') await television.locator('canvas[data-drawn]').nth(3).waitFor();
		await take(television, `${board}-${theme}`);
	}
await post('revoke', { id: String(id) });
await browser.close();

/** One picture for each size; a chart and a list take their new size a moment after the window. */
async function take(page: Page, name: string): Promise<void> {
	for (const size of SIZES.filter(({ width }) => `${name}-${width}`.includes(part))) {
		await page.setViewportSize(size);
		await page.evaluate(
			() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 1_200))
		);
		await page.screenshot({ path: join(folder ?? '.', `${name}-${size.width}.png`) });
	}
}

async function pair(userCode: string): Promise<number> {
	await post('pair', { code: userCode, name: 'Зал NOC — левый', board: 'noc' });
	const page = await staff.request.get('/panel/screens');
	const ids = [...(await page.text()).matchAll(/\?edit=(\d+)/g)].map(([, found]) => Number(found));
	return Math.max(...ids);
}

function show(board: Board, theme: ScreenTheme): Promise<void> {
	return post('update', {
		id: String(id),
		name: 'Зал NOC — левый',
		board,
		theme,
		zoom: '100',
		safeArea: '0',
		turn: 'none',
		takeover: 'board',
		sound: 'critical'
	});
}

async function post(action: string, form: Record<string, string>): Promise<void> {
	const answer = await staff.request.post(`/panel/screens?/${action}`, {
		form,
		headers: { origin: new URL(base ?? '').origin },
		maxRedirects: 0
	});
	if (answer.status() >= 400) throw new Error(`${action} answered ${answer.status()}`);
}
