import { createHmac } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokens } from '#server/sessions/token.ts';
import type { Person } from '#server/portal.ts';
import { DAY, SECOND } from '../support/clock.ts';
import { until } from '../support/until.ts';
import { createWorld, SECRET, type World } from '../support/world.ts';

let world: World;
let manager: Person;

beforeAll(async () => {
	world = await createWorld({ database: 'sqlite' });
	await world.startHost();
	manager = await world.make.aManager();
	await world.make.aService({ slug: 'mail' });
});
afterAll(() => world.close());

const asked = async (token: string) => {
	const { status, headers, body } = await world.call('GET', '/api/v1/tickets', { token });
	return { status, challenge: headers.get('www-authenticate'), code: body['code'] };
};
const ACCEPTED = { status: 200, challenge: null, code: undefined };
const REFUSED = { status: 401, challenge: 'Bearer', code: 'not_signed_in' };

/** The claims of a token that is good. */
async function goodClaims(): Promise<Record<string, unknown>> {
	const claims = jsonwebtoken.decode(await world.tokenOf(manager));
	if (claims === null || typeof claims === 'string') throw new Error('no claims');
	return claims;
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token', () => {
	it('that was signed here is accepted', async () => {
		expect(await asked(await world.tokenOf(manager))).toEqual(ACCEPTED);
	});

	it('that another node signed with the same secret is accepted', async () => {
		expect(await asked(jsonwebtoken.sign(await goodClaims(), SECRET))).toEqual(ACCEPTED);
	});

	it('without a signature is refused', async () => {
		const claims = await goodClaims();
		for (const alg of ['none', 'None', 'NONE'])
			expect(await asked(`${part({ alg, typ: 'JWT' })}.${part(claims)}.`)).toEqual(REFUSED);
	});

	it('signed by another algorithm or another secret is refused', async () => {
		const claims = await goodClaims();
		for (const algorithm of ['HS384', 'HS512'] as const)
			expect(await asked(jsonwebtoken.sign(claims, SECRET, { algorithm }))).toEqual(REFUSED);
		expect(await asked(jsonwebtoken.sign(claims, `${SECRET}!`))).toEqual(REFUSED);
		const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
		const forged = createHmac('sha256', SECRET).update(head).digest('base64url');
		expect(await asked(`${head}.${forged}`)).toEqual(REFUSED);
	});

	it.each(['exp', 'aud', 'kind', 'sid'])('without %s is refused', async (claim) => {
		const { [claim]: _left, ...claims } = await goodClaims();
		expect(await asked(jsonwebtoken.sign(claims, SECRET))).toEqual(REFUSED);
	});

	it.each([
		['aud', 'another-service'],
		['kind', 'screen'],
		['kind', 'web'],
		['sid', 'x'.repeat(32)],
		['exp', 1_000]
	])('whose %s is %s is refused', async (claim, value) => {
		const claims = { ...(await goodClaims()), [claim]: value };
		expect(await asked(jsonwebtoken.sign(claims, SECRET))).toEqual(REFUSED);
	});

	it('that is no token at all is refused', async () => {
		for (const text of ['x', 'a.b.c', '..', 'x'.repeat(5_000)])
			expect(await asked(text)).toEqual(REFUSED);
	});

	it('is over when its time is over', async () => {
		const token = await world.tokenOf(manager);
		const before = world.clock.now();
		world.clock.advance(90 * DAY - SECOND);
		expect(await asked(token)).toEqual(ACCEPTED);
		world.clock.advance(2 * SECOND);
		expect(await asked(token)).toEqual(REFUSED);
		world.clock.set(before);
	});

	it('cannot be made with a secret that is too short', () => {
		expect(() => createTokens('x'.repeat(31))).toThrow('at least 32 bytes');
		// Bytes count, not letters.
		expect(() => createTokens('ж'.repeat(16))).not.toThrow();
	});
});

describe('a session', () => {
	const cookie = (token: string) => ({ headers: { Cookie: `session=${token}` } });

	it('is as good by cookie as by header', async () => {
		const token = await world.tokenOf(manager, 'web');
		expect((await world.call('GET', '/api/v1/tickets', cookie(token))).status).toBe(200);
	});

	it('each sign-in makes another one', async () => {
		const [first, second] = [await goodClaims(), await goodClaims()];
		expect(first['sid']).not.toBe(second['sid']);
	});

	it('that was ended is refused on the next request, and its screens are told goodbye', async () => {
		const token = await world.tokenOf(manager);
		const other = await world.tokenOf(manager);
		await world.host.sockets.settled();
		const screen = await world.screen({ token }).ready();
		const stays = await world.screen({ token: other }).ready();
		const session = await world.queries.session(token);
		const asOf = performance.now();
		await world.commands.signOut(session?.id ?? '');
		expect(await asked(token)).toEqual(REFUSED);
		await screen.closed();
		expect(performance.now() - asOf).toBeLessThan(2_000);
		expect(screen.said.at(-1)).toEqual({ event: 'bye', payload: { reason: 'signed out' } });
		expect(screen.ended).toBe('io server disconnect');

		const ticket = await world.make.aTicket({ service: 'mail' });
		await stays.heard('batch');
		expect(JSON.stringify(stays.said)).toContain(ticket.number);
		expect(JSON.stringify(screen.said)).not.toContain(ticket.number);
		expect(await asked(other)).toEqual(ACCEPTED);
		const again = world.screen({ token });
		await again.closed();
		expect(again.refusal).toBe('unauthorized');
	});

	it('of somebody who was blocked is over, in requests and on screens', async () => {
		const person = await world.make.aManager();
		const token = await world.tokenOf(person);
		await world.host.sockets.settled();
		const screen = await world.screen({ token }).ready();
		await world.core.execute(async ({ tx, now, record }) => {
			await tx.run(`UPDATE users SET blocked_at = $2 WHERE id = $1`, [person.id, now]);
			record({ type: 'person.changed', actor: manager, person, reason: 'blocked' });
		});
		expect(await asked(token)).toEqual(REFUSED);
		await screen.closed();
		expect(screen.told('bye')).toEqual([{ reason: 'blocked' }]);
	});

	it('that ends while its screen is let in leaves no screen open, however much happens meanwhile', async () => {
		const blocked = await world.make.aManager();
		const token = await world.tokenOf(blocked);
		const { queries } = world;
		const session = queries.session.bind(queries);
		let lookedAt = false;
		let goOn = (): void => undefined;
		const held = new Promise<void>((resolve) => (goOn = resolve));
		Object.assign(queries, {
			session: async (...asked: Parameters<typeof session>) => {
				const found = await session(...asked);
				lookedAt = true;
				await held;
				return found;
			}
		});
		try {
			const screen = world.screen({ token });
			await until(() => lookedAt, 'the look at the session');
			await world.commands.blockPerson(await world.make.anAdmin(), blocked.id);
			await world.database.write((tx) =>
				tx.run(
					`INSERT INTO events (at, type, payload)
					SELECT 0, 'ticket.read', '{}' FROM events a, events b, events c LIMIT 3500`
				)
			);
			await world.host.sockets.settled();
			goOn();
			await screen.closed();
			expect(screen.told('hello')).toEqual([]);
		} finally {
			Object.assign(queries, { session });
		}
	});

	it('is whatever its role is now', async () => {
		const person = await world.make.aManager();
		const token = await world.tokenOf(person);
		await world.database.write(async (tx) => {
			await tx.run(`UPDATE users SET role = 'client' WHERE id = $1`, [person.id]);
		});
		const { status } = await world.call('GET', '/api/v1/events', { token });
		expect(status).toBe(403);
	});

	it('survives a restart, and its end does too', async () => {
		const kept = await world.tokenOf(manager);
		const ended = await world.tokenOf(manager);
		await world.commands.signOut((await world.queries.session(ended))?.id ?? '');
		await world.restart();
		expect(await asked(kept)).toEqual(ACCEPTED);
		expect(await asked(ended)).toEqual(REFUSED);
	});

	it('that runs out ends its screens', async () => {
		const token = await world.tokenOf(manager);
		await world.host.sockets.settled();
		const screen = await world.screen({ token }).ready();
		const before = world.clock.now();
		world.clock.advance(91 * DAY);
		await screen.closed();
		expect(screen.told('bye')).toEqual([{ reason: 'expired' }]);
		world.clock.set(before);
	});
});

describe('a socket', () => {
	it('with an unknown token is refused, and not served as a stranger', async () => {
		for (const options of [{ token: 'x' }, { cookie: 'session=x' }]) {
			const screen = world.screen(options);
			await screen.closed();
			expect(screen.refusal).toBe('unauthorized');
			expect(screen.said).toEqual([]);
		}
	});

	it('of nobody is the public', async () => {
		const screen = await world.screen().ready();
		expect(screen.told('hello')).toMatchObject([{ audience: 'public' }]);
	});

	it('by cookie is the audience of its owner', async () => {
		const client = await world.make.aClient();
		const token = await world.tokenOf(client, 'web');
		await world.host.sockets.settled();
		const screen = await world.screen({ cookie: `session=${token}` }).ready();
		expect(screen.told('hello')).toMatchObject([{ audience: `client:${client.id}` }]);
	});

	it('from another site is refused at the handshake', async () => {
		for (const origin of ['https://evil.example', 'null', world.url.replace('http', 'https')]) {
			const screen = world.screen({ origin });
			await screen.closed();
			expect(screen.refusal).not.toBeNull();
			expect(screen.said).toEqual([]);
		}
		await world.screen({ origin: world.url }).ready();
	});
});
