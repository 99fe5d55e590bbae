import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Snapshot } from '#lib/domain/live.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { readLog } from '#server/servicenow/read.ts';
import { isBad } from '#server/servicenow/row.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from './support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from './support/portal.ts';

/** The published sample of 890 incidents where it is at hand, else rows of our own. */
const SAMPLE = fileURLToPath(
	new URL('../../../shared/data/servicenow-sample.csv.gz', import.meta.url)
);
const OWN_ROWS = fileURLToPath(new URL('../support/servicenow-log.csv', import.meta.url));
const LOG = existsSync(SAMPLE) ? SAMPLE : OWN_ROWS;

let portal: RunningPortal;
let browser: Browser;

beforeAll(async () => {
	[portal, browser] = await Promise.all([startPortal(), openBrowser()]);
});

afterAll(async () => {
	await browser.close();
	await portal.stop();
});

/** What the log itself says: its tickets by the last status each of them had. */
async function finalStatuses(): Promise<Map<string, string>> {
	const last = new Map<string, { at: number; count: number; status: string }>();
	for await (const row of readLog(LOG)) {
		if (isBad(row)) throw new Error(`line ${row.line}: ${row.reason}`);
		const before = last.get(row.number);
		const newer =
			!before ||
			row.updatedAt > before.at ||
			(row.updatedAt === before.at && row.modCount >= before.count);
		if (newer) last.set(row.number, { at: row.updatedAt, count: row.modCount, status: row.status });
	}
	return new Map([...last].map(([number, { status }]) => [number, status]));
}

function replay(token: string): Promise<{ code: number | null; printed: string }> {
	const child = spawn(
		process.execPath,
		['server/tools/replay.ts', '--url', portal.base, '--token', token, LOG],
		{ stdio: ['ignore', 'pipe', 'pipe'] }
	);
	let printed = '';
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	return new Promise((resolve) => child.once('exit', (code) => resolve({ code, printed })));
}

async function allTickets(): Promise<FullTicket[]> {
	const tickets: FullTicket[] = [];
	let cursor: string | null = null;
	do {
		const page: { items: FullTicket[]; nextCursor: string | null } = await portal.call(
			'GET',
			`/tickets?sort=oldest&limit=200${cursor === null ? '' : `&cursor=${cursor}`}`
		);
		tickets.push(...page.items);
		cursor = page.nextCursor;
	} while (cursor !== null);
	return tickets;
}

/** The large number of the tile with this label. */
function figure(page: Page, label: string) {
	return page.locator('.figure', { hasText: label }).locator('.value').first();
}

it('wall, panel and public page end on what a replayed log says, with no reload', async () => {
	const wall = await visitor(browser, portal.base, { viewport: { width: 1920, height: 1080 } });
	await signIn(wall.page, ADMIN, PASSWORD);
	await wall.page.goto('/wall/noc');
	const panel = await visitor(browser, portal.base);
	await signIn(panel.page, ADMIN, PASSWORD);
	await panel.page.goto('/panel');
	const site = await visitor(browser, portal.base);
	await site.page.goto('/queue');
	const watching = [wall, panel, site];
	for (const { page } of watching) {
		await page.locator('[data-link=live]').first().waitFor();
		await mark(page);
	}

	const token = await portal.tokenFor(ADMIN, PASSWORD);
	const { code, printed } = await replay(token);
	expect(code, printed).toBe(0);

	const expected = await finalStatuses();
	const tickets = await allTickets();
	const actual = new Map(tickets.map(({ externalId, status }) => [externalId ?? '', status]));
	expect(actual).toEqual(expected);

	const { state } = await portal.call<Snapshot>('GET', '/live');
	const open = [...expected.values()].filter((status) =>
		['new', 'in_progress', 'waiting'].includes(status)
	).length;
	expect(state.totals.open).toBe(open);
	const wanted = { timeout: 30_000 };
	await expect.poll(() => figure(wall.page, 'Открыто').innerText(), wanted).toBe(String(open));
	await expect.poll(() => figure(panel.page, 'Открыт').innerText(), wanted).toBe(String(open));
	await expect.poll(() => figure(site.page, 'Открыт').innerText(), wanted).toBe(String(open));
	for (const { page } of watching) {
		const listed = state.tickets.map(({ number }) => number);
		const rows = await page
			.locator('[data-ticket]')
			.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-ticket')));
		for (const number of rows) expect(listed).toContain(number);
		expect(await isMarked(page), 'the page was not loaded again').toBe(true);
	}
	expect(watching.flatMap(({ faults }) => faults)).toEqual([]);

	// The same log again has no effect: each of its requests carries a key of its own.
	const seq = (await portal.call<Snapshot>('GET', '/live')).state.totals;
	const again = await replay(token);
	expect(again.code, again.printed).toBe(0);
	expect((await portal.call<Snapshot>('GET', '/live')).state.totals).toEqual(seq);
	expect(await allTickets()).toEqual(tickets);
	for (const { context } of watching) await context.close();
}, 300_000);
