import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Board, TurnedBoard } from '#lib/domain/screen.ts';
import { visitor } from './browser.ts';

export interface Television {
	readonly context: BrowserContext;
	readonly page: Page;
	readonly faults: readonly string[];
}

/** A television that nobody has signed in at, switched on. `wound`: its clock can be wound. */
export async function television(
	browser: Browser,
	base: string,
	{ wound = false } = {}
): Promise<Television> {
	const tv = await visitor(browser, base, { viewport: { width: 1920, height: 1080 } });
	if (wound) await tv.page.clock.install();
	await tv.page.goto('/wall');
	return tv;
}

/** Types the code that a television shows into the panel; resolves when it hangs in the list. */
export async function pair(panel: Page, tv: Page, name: string, board: Board): Promise<void> {
	const shown = tv.locator('[data-code]');
	await shown.waitFor();
	const code = await shown.getAttribute('data-code');
	const form = panel.locator('form[action="?/pair"]');
	await form.locator('[name=code]').fill(code ?? '');
	await form.locator('[name=name]').fill(name);
	await form.locator('[name=board]').selectOption(board);
	await form.locator('button').click();
	await cardOf(panel, name).waitFor();
}

/** What staff see of a television. */
export function cardOf(panel: Page, name: string) {
	return panel.locator('article', { hasText: name });
}

/** Takes a television's token away, as staff do. */
export async function revoke(panel: Page, name: string): Promise<void> {
	await cardOf(panel, name).locator('a[href^="?edit="]').click();
	await panel.locator('.drawer summary').click();
	await panel.locator('form[action="?/revoke"] button').click();
}

/** Waits until a television shows a board. */
export function shows(tv: Page, board: TurnedBoard, timeout = 15_000): Promise<void> {
	return tv.locator(`[data-board="${board}"]`).waitFor({ timeout });
}
