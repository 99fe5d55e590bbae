import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOARDS } from '#lib/domain/screen.ts';
import type { Answer } from '../support/api.ts';
import { aCrowdedCompany, type Company } from '../support/crowded-company.ts';
import { cookieOf, routesWith, startSite, visit } from '../support/site.ts';
import { pairedTelevision } from '../support/televisions.ts';
import type { World } from '../support/world.ts';

/** Bytes of a public page and of the script it needs before it is awake, both as they are sent. */
const HTML_BUDGET = 40_000;
const SCRIPT_BUDGET = 90_000;

/** Bytes of a page that a television or a telephone has to read once they are unpacked. */
const UNPACKED_BUDGET = 64_000;

let world: World;
let company: Company;
beforeAll(async () => {
	world = await startSite();
	company = await aCrowdedCompany(world);
});
afterAll(() => world.close());

/** Sections for people with an account; pages in another's stead, or that only lead on. */
const NOT_PUBLIC =
	/^\/(panel|cabinet|wall|denied|setup|unsubscribe|confirm\/again|login\/code)(\/|$)/;

/** The same for a board on a wall, which comes with all boards of a rotation. */
const WALL_SCRIPT_BUDGET = 150_000;

const routes = routesWith('+page.svelte').filter((route) => !NOT_PUBLIC.test(route));

/** Files that the page asks for at once, and those they cannot do without. */
function scriptsOf(html: string): string[] {
	const found = new Set<string>();
	const visitFile = (path: string) => {
		if (found.has(path)) return;
		found.add(path);
		const code = readFileSync(resolve('build/client', path.slice(1)), 'utf8');
		// Static imports alone: what is imported when it is needed comes later.
		for (const [, to = ''] of code.matchAll(/(?:from|import)\s*["`](\.{1,2}\/[^"`]+\.js)["`]/g))
			visitFile(new URL(to, `http://x${path}`).pathname);
	};
	for (const [, path = ''] of html.matchAll(/"(\/_app\/immutable\/[^"]+\.js)"/g)) visitFile(path);
	// The page itself and what it stands in are named by number; Kit fetches them next.
	const [, ids = ''] = /node_ids: \[([\d, ]+)\]/.exec(html) ?? [];
	for (const id of ids.split(',').map((each) => each.trim()))
		for (const file of globSync(`build/client/_app/immutable/nodes/${id}.*.js`))
			visitFile(file.replace(/^build\/client/, ''));
	return [...found];
}

const packed = (bytes: Buffer | string): number => brotliCompressSync(bytes).length;

/** Each of them as it travels, and what they come to. */
function weigh(html: string): { total: number; heaviest: readonly (readonly [string, number])[] } {
	const sizes = scriptsOf(html).map(
		(path) => [path, packed(readFileSync(resolve('build/client', path.slice(1))))] as const
	);
	return {
		total: sizes.reduce((sum, [, bytes]) => sum + bytes, 0),
		heaviest: sizes.toSorted(([, a], [, b]) => b - a).slice(0, 5)
	};
}

describe.each(routes)('%s', (route) => {
	it('is light, in either language, however much is going on', async () => {
		const path = company.addressOf(route);
		for (const cookie of ['', 'lang=en']) {
			const { status, text } = await visit(world, path, cookie);
			expect([path, status]).toEqual([path, 200]);
			expect(packed(text), `${path} ${cookie}, packed`).toBeLessThan(HTML_BUDGET);
			expect(Buffer.byteLength(text), `${path} ${cookie}`).toBeLessThan(UNPACKED_BUDGET);
		}
	});

	it('wakes up on little script', async () => {
		const { text } = await visit(world, company.addressOf(route));
		const scripts = scriptsOf(text);
		// A page without anything live has none at all.
		expect(scripts.length === 0 || scripts.length > 3).toBe(true);
		const { total, heaviest } = weigh(text);
		expect(total, `${route}: ${total} bytes, ${JSON.stringify(heaviest)}`).toBeLessThan(
			SCRIPT_BUDGET
		);
	});
});

describe('a wall', () => {
	it('paints a code, and each board, on little script', async () => {
		const admin = await world.make.anAdmin();
		const pages: (readonly [string, Answer])[] = [['a code', await visit(world, '/wall')]];
		for (const board of BOARDS) {
			const { token } = await pairedTelevision(world, admin, { board, name: board });
			pages.push([board, await visit(world, '/wall', `screen=${token}`)]);
			pages.push([
				`${board}, looked at`,
				await visit(world, `/wall/${board}`, await cookieOf(world, admin))
			]);
		}
		for (const [what, { status, text }] of pages) {
			expect([what, status]).toEqual([what, 200]);
			const { total, heaviest } = weigh(text);
			expect(total, what).toBeGreaterThan(30 * 1024);
			expect(total, `${what}: ${total} bytes, ${JSON.stringify(heaviest)}`).toBeLessThan(
				WALL_SCRIPT_BUDGET
			);
			expect(text.includes('data-board='), what).toBe(what !== 'a code');
		}
	});
});
