import { afterAll, beforeAll, expect, it } from 'vitest';
import { cookieOf, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
	world = await startSite();
});
afterAll(() => world.close());

const DISGUISED = [
	'/%70anel',
	'/p%61nel/queue',
	'/%70anel/queue?new',
	'/%70anel/queue/__data.json',
	'/%70anel/incidents',
	'/%77all/noc'
];

it.each(DISGUISED)('writing a page of staff as %s opens it to nobody else', async (path) => {
	const { make } = world;
	const manager = await make.aManager();
	const client = await make.aClient();
	const anonymous = await visit(world, path);
	const signedIn = await visit(world, path, await cookieOf(world, client));
	if (path.endsWith('.json')) expect(anonymous.body).toMatchObject({ type: 'redirect' });
	else expect(anonymous.status).toBe(303);
	expect(signedIn.status).toBe(403);
	for (const { text } of [anonymous, signedIn]) expect(text).not.toContain(manager.email);
});

it('writing the cabinet in a disguise leads a stranger to the sign-in too', async () => {
	const answer = await visit(world, '/%63abinet');
	expect(answer.status).toBe(303);
	expect(answer.headers.get('location')).toBe('/login?next=%2F%2563abinet');
});
