import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtPages } from '#server/host/pages.ts';
import { PASSWORD } from '../support/factories.ts';
import { createWorld, type World } from '../support/world.ts';

const HOST = 'portal.bazis.example';
let world: World;
beforeAll(async () => {
	world = await createWorld({
		database: 'sqlite',
		pages: builtPages,
		settings: { TRUST_PROXY: '1' }
	});
	globalThis.__portal = world.portal;
	await world.startHost();
});
afterAll(() => world.close());

/** As the proxy in front hands it on. */
const proxied = (headers: Record<string, string> = {}) => ({
	'X-Forwarded-For': '203.0.113.9',
	'X-Forwarded-Proto': 'https',
	'X-Forwarded-Host': HOST,
	...headers
});

describe('behind a proxy that speaks https', () => {
	it('the cookie is for this host over https alone', async () => {
		const { email } = await world.make.aClient();
		const { status, headers } = await world.call('POST', '/login', {
			body: new URLSearchParams({ email, password: PASSWORD }).toString(),
			headers: proxied({
				Origin: `https://${HOST}`,
				Accept: 'text/html',
				'Content-Type': 'application/x-www-form-urlencoded'
			})
		});
		expect(status).toBe(303);
		const cookie = headers.getSetCookie().find((one) => one.includes('session='));
		expect(cookie).toMatch(/^__Host-session=/);
		expect(cookie).toMatch(/; Secure/i);
		expect(cookie).toMatch(/; HttpOnly/i);
		expect(cookie).toMatch(/; SameSite=Lax/i);
		expect(cookie).toMatch(/; Path=\/(;|$)/i);
		expect(cookie).not.toMatch(/; Domain=/i);
		const token = /^__Host-session=([^;]+)/.exec(cookie ?? '')?.[1] ?? '';
		const cabinet = (name: string) =>
			world.call('GET', '/cabinet', { headers: proxied({ Cookie: `${name}=${token}` }) });
		expect((await cabinet('__Host-session')).status).toBe(200);
		// A cookie without the prefix may have been set by another host.
		expect((await cabinet('session')).status).toBe(303);
	});

	it('browsers are told to stay with https', async () => {
		for (const path of ['/', '/api/v1/live']) {
			const { headers } = await world.call('GET', path, { headers: proxied() });
			expect(headers.get('strict-transport-security')).toContain('max-age=');
		}
	});

	it('the address that it wrote counts, whatever the caller wrote before it', async () => {
		const guess = async (forwarded: string) => {
			const { status } = await world.call('POST', '/api/v1/token', {
				body: { email: 'victim@bazis.example', password: 'wrong' },
				headers: proxied({ 'X-Forwarded-For': forwarded })
			});
			return status;
		};
		const forged = [];
		for (let at = 0; at < 6; at++) forged.push(await guess(`10.0.0.${at}, 198.51.100.7`));
		expect(forged).toEqual([401, 401, 401, 401, 401, 429]);
		// Somebody else behind the same proxy is another one.
		expect(await guess('198.51.100.8')).toBe(401);
		// The record of what happened names the one that counted.
		const { email } = await world.make.aManager();
		await world.call('POST', '/api/v1/token', {
			body: { email, password: PASSWORD },
			headers: proxied({ 'X-Forwarded-For': '10.9.9.9, 198.51.100.9' })
		});
		const { payload } = (await world.events()).at(-1) ?? {};
		expect(JSON.stringify(payload)).toContain('198.51.100.9');
		expect(JSON.stringify(payload)).not.toContain('10.9.9.9');
	});

	it('the same host by http is another site', async () => {
		const { status } = await world.call('POST', '/login', {
			body: 'email=x&password=x',
			headers: proxied({
				Origin: `http://${HOST}`,
				'Content-Type': 'application/x-www-form-urlencoded'
			})
		});
		expect(status).toBe(403);
	});
});
