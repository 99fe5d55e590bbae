import sqlite3 from 'sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cookieOf, send, startSite } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
	world = await startSite();
});
afterAll(() => world.close());

it.each([
	['/login', 'text/plain', '{"email":"a@b.example"}'],
	['/login', 'multipart/form-data', 'no boundary'],
	['/login', 'multipart/form-data; boundary=x', 'cut off'],
	['/language', 'multipart/form-data', 'no boundary'],
	['/theme', 'text/plain', 'x']
])('what %s gets as %s and cannot read is the fault of the sender', async (path, type, body) => {
	const answer = await world.call('POST', path, {
		body,
		headers: { 'Content-Type': type, Accept: 'text/html' }
	});
	expect(answer.status).toBe(400);
});

it('signing out while the database is held is to be tried again, and ends nothing by half', async () => {
	const cookie = await cookieOf(world, await world.make.aClient());
	const intruder = new sqlite3.Database(world.databaseUrl.slice('sqlite:'.length));
	const run = (sql: string) =>
		new Promise<void>((resolve, reject) =>
			intruder.exec(sql, (error) => (error ? reject(error) : resolve()))
		);
	await run('BEGIN IMMEDIATE');
	const refused = await send(world, '/logout', {}, cookie);
	await run('ROLLBACK');
	intruder.close();
	expect(refused.status).toBe(503);
	expect(refused.headers.get('retry-after')).toBe('5');
	expect(refused.headers.get('set-cookie')).toBeNull();
	expect((await send(world, '/logout', {}, cookie)).status).toBe(303);
});
