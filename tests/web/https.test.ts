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
