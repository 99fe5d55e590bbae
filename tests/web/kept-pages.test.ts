import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cookieOf, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await startSite();
	await world.make.aService({ slug: 'mail' });
});
afterAll(() => world.close());

const PUBLIC = ['/', '/queue', '/kpi', '/incidents', '/services', '/services/mail'];
const rendered = () => world.host.keptPages?.counts.rendered ?? NaN;

it('public pages are rendered once for all visitors, and anew when something has changed', async () => {
	for (const path of PUBLIC) {
		const before = rendered();
		const pages = await Promise.all(Array.from({ length: 8 }, () => visit(world, path)));
		expect([path, rendered() - before]).toEqual([path, 1]);
		expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
		expect(pages[0]?.status).toBe(200);
		expect(pages[0]?.headers.getSetCookie()).toEqual([]);
	}
	const { number } = await world.make.aTicket();
	expect((await visit(world, '/queue')).text).toContain(number);
});

it('a page that is kept is the page that would have been rendered', async () => {
	// An unknown parameter has it rendered for its visitor alone.
	for (const path of PUBLIC) {
		const kept = await visit(world, path);
		const own = await visit(world, `${path}?mine=1`);
		const bare = (text: string) =>
			text
				.replaceAll(`${path}?mine=1`, path)
				.replaceAll('?mine=1', '')
				.replace(/sha256-[^']+/g, '');
		expect(bare(own.text)).toBe(bare(kept.text));
		for (const name of [
			'content-type',
			'cache-control',
			'x-frame-options',
			'x-content-type-options',
			'referrer-policy',
			'permissions-policy',
			'cross-origin-opener-policy'
		])
			expect([name, kept.headers.get(name)]).toEqual([name, own.headers.get(name)]);
	}
});

it('what a page runs is named by its hash in its own policy, kept or not', async () => {
	const staff = await cookieOf(world, await world.make.aManager());
	for (const [path, cookie] of [
		...PUBLIC.map((path) => [path, ''] as const),
		['/panel', staff]
	] as const) {
		const { headers, text } = await visit(world, path, cookie);
		const policy = headers.get('content-security-policy') ?? '';
		const scripts = [...text.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
		expect([path, scripts.length]).toEqual([path, expect.any(Number)]);
		const run = scripts.filter(([tag]) => !tag.includes('application/'));
		expect(run.length).toBeGreaterThan(0);
		for (const [, script = ''] of run) {
			const hash = createHash('sha256').update(script).digest('base64');
			expect([path, policy]).toEqual([path, expect.stringContaining(`'sha256-${hash}'`)]);
		}
	}
});

it('whoever is signed in gets a page of their own, and leaves nothing of it to others', async () => {
	const person = await world.make.aManager({ name: 'Варвара Кепт' });
	const cookie = await cookieOf(world, person);
	const before = rendered();
	for (const path of PUBLIC) {
		const own = await visit(world, path, cookie);
		expect(own.text).toContain('Варвара Кепт');
		expect(own.headers.get('cache-control')).toBe('no-store');
	}
	expect(rendered()).toBe(before);
	for (const path of PUBLIC) expect((await visit(world, path)).text).not.toContain('Варвара');
});

it('a cookie of a session that is over is taken away, and never from the kept page', async () => {
	const { status, headers } = await visit(world, '/', 'session=over');
	expect([status, headers.getSetCookie().join()]).toEqual([
		200,
		expect.stringContaining('session=;')
	]);
	expect((await visit(world, '/')).headers.getSetCookie()).toEqual([]);
});
