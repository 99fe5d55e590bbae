import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '../support/factories.ts';
import { cookieOf, startSite } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
	world = await startSite();
});
afterAll(() => world.close());

function post(path: string, fields: Record<string, string>, headers: Record<string, string>) {
	return world.call('POST', path, {
		body: new URLSearchParams(fields).toString(),
		headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers }
	});
}

it('a program that names no origin may sign in by the form', async () => {
	const { email } = await world.make.aManager();
	const answer = await post('/login', { email, password: PASSWORD }, {});
	expect(answer.status).toBe(303);
	expect(answer.headers.get('set-cookie')).toContain('session=');
});

it('with a cookie it may change nothing', async () => {
	const client = await world.make.aClient();
	const fields = { subject: 'Не печатает', description: '—', service: 'print' };
	const answer = await post('/cabinet?/create', fields, { Cookie: await cookieOf(world, client) });
	expect(answer.status).toBe(403);
});

it.each(['null', 'https://evil.example', 'http://localhost:1'])(
	'from %s nobody may sign in by the form',
	async (origin) => {
		const { email } = await world.make.aManager();
		const answer = await post('/login', { email, password: PASSWORD }, { Origin: origin });
		expect(answer.status).toBe(403);
		expect(answer.headers.get('set-cookie')).toBeNull();
	}
);
