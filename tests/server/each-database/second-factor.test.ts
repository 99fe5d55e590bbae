import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { createStepTokens } from '#server/sessions/step-token.ts';
import { stepOf } from '../../support/accounts.ts';
import { HOUR, MINUTE, SECOND } from '../../support/clock.ts';
import { PASSWORD } from '../../support/factories.ts';
import { codeOf, withSecondFactor } from '../../support/totp.ts';
import { createWorld, SECRET, type World } from '../../support/world.ts';

let world: World;
let admin: Person;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	admin = await world.make.anAdmin();
});
afterAll(() => world.close());

let from = 0;
/** Somewhere nobody has come from yet. */
const somewhere = () => ({ address: `203.0.113.${++from}`, userAgent: 'tests' });
const outcome = (attempt: Promise<unknown>) =>
	attempt.then(
		() => 'in',
		(refused: { code: string }) => refused.code
	);
const now = (secret: string) => codeOf(secret, world.clock.now());
/** The next code: each is good once. */
const next = (secret: string) => {
	world.clock.advance(30 * SECOND);
	return now(secret);
};
const byCode = async (person: Person, code: string, origin = somewhere()) =>
	outcome(world.commands.signInByCode(await stepOf(world, person.email), code, origin));

describe('a sign-in with a second factor', () => {
	it('is half done after the password, and done after the code', async () => {
		const client = await world.make.aClient();
		const { secret } = await withSecondFactor(world, client);
		const signIn = (code?: string) =>
			outcome(
				world.commands.signIn('web', { email: client.email, password: PASSWORD, code }, somewhere())
			);
		expect(await signIn()).toBe('second_factor_required');
		expect(await byCode(client, '000000')).toBe('wrong_credentials');
		expect(await byCode(client, next(secret))).toBe('in');
		// In one step as well, with the spaces that people type.
		expect(await signIn(next(secret).replace(/(\d{3})/, '$1 '))).toBe('in');
	});

	it('takes a code once, however many come with it at the same moment', async () => {
		const client = await world.make.aClient();
		const { secret } = await withSecondFactor(world, client);
		const code = next(secret);
		const outcomes = await Promise.all(Array.from({ length: 4 }, () => byCode(client, code)));
		expect(outcomes.filter((one) => one === 'in')).toHaveLength(1);
		expect(await byCode(client, code)).toBe('wrong_credentials');
	});

	it('takes the codes of a clock that is half a minute off, and no others', async () => {
		const client = await world.make.aClient();
		const { secret } = await withSecondFactor(world, client);
		world.clock.advance(10 * MINUTE);
		const at = world.clock.now();
		for (const [seconds, expected] of [
			[-61, 'wrong_credentials'],
			[61, 'wrong_credentials'],
			[-30, 'in'],
			[30, 'in'],
			// Before one that was used: seen over a shoulder, it opens nothing any more.
			[0, 'wrong_credentials']
		] as const)
			expect([seconds, await byCode(client, codeOf(secret, at + seconds * SECOND))]).toEqual([
				seconds,
				expected
			]);
	});

	it('cannot be guessed: not from one address, nor from many', async () => {
		const client = await world.make.aClient();
		const { secret } = await withSecondFactor(world, client);
		const here = somewhere();
		const outcomes = [];
		for (let at = 0; at < 7; at++) outcomes.push(await byCode(client, `00000${at}`, here));
		expect(outcomes.indexOf('too_many_attempts')).toBe(5);
		const elsewhere = [];
		for (let at = 0; at < 20; at++) elsewhere.push(await byCode(client, `00001${at % 10}`));
		expect(elsewhere).toContain('too_many_attempts');
		expect(await byCode(client, next(secret))).toBe('too_many_attempts');
		// Its owner sets another password, and is locked out by nobody.
		const { path } = await world.commands.resetLink(admin, client.id);
		const token = new URLSearchParams(path.split('?')[1]).get('token') ?? '';
		await world.commands.resetPassword(token, 'другой пароль', somewhere());
		const step = await stepOf(world, client.email, 'другой пароль');
		expect(await outcome(world.commands.signInByCode(step, next(secret), somewhere()))).toBe('in');
	});

	it('is over after five minutes, with another password, and when its owner is blocked', async () => {
		const client = await world.make.aClient();
		const { secret } = await withSecondFactor(world, client);
		const step = () => stepOf(world, client.email);
		const attempt = (half: string) =>
			outcome(world.commands.signInByCode(half, next(secret), somewhere()));
		const late = await step();
		world.clock.advance(5 * MINUTE);
		expect(await attempt(late)).toBe('not_found');
		const blocked = await step();
		await world.commands.blockPerson(admin, client.id);
		expect(await attempt(blocked)).toBe('not_found');
		await world.commands.unblockPerson(admin, client.id);
		const before = await step();
		await world.commands.changePassword(
			client,
			'',
			{ current: PASSWORD, password: 'другой пароль' },
			somewhere()
		);
		expect(await attempt(before)).toBe('not_found');
	});

	it('leaves nothing in between that is a session, nor takes a session for a half', async () => {
		const client = await world.make.aClient();
		await withSecondFactor(world, client);
		const step = await stepOf(world, client.email);
		expect(await world.queries.session(step)).toBeNull();
		expect(await world.queries.siteSession(step)).toBeNull();
		expect((await world.call('GET', '/api/v1/tickets', { token: step })).status).toBe(401);
		const screen = world.screen({ token: step });
		await screen.closed();
		expect(screen.refusal).toBe('unauthorized');
		const other = await world.tokenOf(await world.make.aClient(), 'web');
		const attempt = (half: string) =>
			outcome(world.commands.signInByCode(half, '000000', somewhere()));
		expect(await attempt(other)).toBe('not_found');
		// That of another step, or signed with another secret, is none either.
		const half = { userId: client.id, password: 'x'.repeat(22) };
		expect(await attempt(createStepTokens(SECRET, world.clock.now).sign('confirm', half))).toBe(
			'not_found'
		);
		const foreign = createStepTokens(`${SECRET} another`, world.clock.now);
		expect(await attempt(foreign.sign('code', half))).toBe('not_found');
	});

	it('of the API is one call with a code, and says so without', async () => {
		const manager = await world.make.aManager();
		const { secret } = await withSecondFactor(world, manager);
		const ask = (body: Record<string, string>) =>
			world.call('POST', '/api/v1/token', {
				body: { email: manager.email, password: PASSWORD, ...body }
			});
		const without = await ask({});
		expect([without.status, without.body['code']]).toEqual([401, 'second_factor_required']);
		expect(without.text).not.toContain('step');
		const wrong = await ask({ code: '000000' });
		expect([wrong.status, wrong.body['issues']]).toEqual([
			401,
			[{ field: 'code', code: 'wrong_code' }]
		]);
		const right = await ask({ code: next(secret) });
		expect(right.status).toBe(200);
		const token = String(right.body['token']);
		expect((await world.call('GET', '/api/v1/tickets', { token })).status).toBe(200);
	});
});

describe('recovery codes', () => {
	it('are ten, each good once, typed as people type', async () => {
		const client = await world.make.aClient();
		const { codes } = await withSecondFactor(world, client);
		expect(codes).toHaveLength(10);
		expect(new Set(codes).size).toBe(10);
		const [first = ''] = codes;
		expect(await byCode(client, first.toUpperCase().replaceAll('-', ' '))).toBe('in');
		expect(await byCode(client, first)).toBe('wrong_credentials');
		expect((await world.queries.secondFactor(client)).codesLeft).toBe(9);
	});

	it('are good for nothing once there are new ones, or for somebody else', async () => {
		const [client, other] = [await world.make.aClient(), await world.make.aClient()];
		const { codes, secret } = await withSecondFactor(world, client);
		await withSecondFactor(world, other);
		expect(await byCode(other, codes[1] ?? '')).toBe('wrong_credentials');
		const proof = { password: PASSWORD, code: next(secret) };
		const fresh = await world.commands.renewRecoveryCodes(client, proof, somewhere());
		expect(await byCode(client, codes[1] ?? '')).toBe('wrong_credentials');
		expect(await byCode(client, fresh[1] ?? '')).toBe('in');
	});
});

describe('turning it on and off', () => {
	it('takes the password, a first code, and ends the sessions begun without it', async () => {
		const client = await world.make.aClient();
		const origin = somewhere();
		const [here, there] = [await world.tokenOf(client, 'web'), await world.tokenOf(client, 'web')];
		await world.host.sockets.settled();
		const screen = await world.screen({ token: there }).ready();
		await expect(world.commands.beginSecondFactor(client, 'не тот', origin)).rejects.toMatchObject({
			issues: [{ field: 'password', code: 'wrong_password' }]
		});
		await world.commands.beginSecondFactor(client, PASSWORD, origin);
		// Not on before a first code.
		expect((await world.queries.secondFactor(client)).since).toBeNull();
		const session = await world.queries.session(here);
		const { begun } = await world.queries.secondFactor(client);
		const confirm = (code: string) =>
			world.commands.confirmSecondFactor(client, session?.id ?? '', code, origin);
		await expect(confirm('000000')).rejects.toMatchObject({
			issues: [{ field: 'code', code: 'wrong_code' }]
		});
		await confirm(now(begun?.secret ?? ''));
		await screen.closed();
		expect(screen.told('bye')).toHaveLength(1);
		expect(await world.queries.session(here)).not.toBeNull();
		expect(await world.queries.session(there)).toBeNull();
		await expect(world.commands.beginSecondFactor(client, PASSWORD, origin)).rejects.toMatchObject({
			code: 'forbidden_transition'
		});
		expect((await world.queries.secondFactor(client)).begun).toBeNull();
	});

	it('is over an hour after it was begun', async () => {
		const client = await world.make.aClient();
		await world.commands.beginSecondFactor(client, PASSWORD, somewhere());
		const secret = (await world.queries.secondFactor(client)).begun?.secret ?? '';
		world.clock.advance(HOUR);
		expect((await world.queries.secondFactor(client)).begun).toBeNull();
		await expect(
			world.commands.confirmSecondFactor(client, '', now(secret), somewhere())
		).rejects.toMatchObject({ code: 'forbidden_transition' });
	});

	it('takes password and code to turn off, and its owner is told by letter', async () => {
		const client = await world.make.aClient();
		const { secret } = await withSecondFactor(world, client);
		const off = (password: string, code: string) =>
			outcome(world.commands.turnOffSecondFactor(client, { password, code }, somewhere()));
		expect(await off('не тот', next(secret))).toBe('invalid_input');
		expect(await off(PASSWORD, '000000')).toBe('wrong_credentials');
		expect(await off(PASSWORD, next(secret))).toBe('in');
		expect(
			await outcome(
				world.commands.signIn('web', { email: client.email, password: PASSWORD }, somewhere())
			)
		).toBe('in');
		await world.post();
		expect(
			world.letters.filter(({ to }) => to.address === client.email).map(({ subject }) => subject)
		).toEqual(['Второй фактор включён', 'Второй фактор отключён']);
	});

	it('for somebody who has lost everything is up to administrators', async () => {
		const manager = await world.make.aManager();
		await withSecondFactor(world, manager);
		await expect(world.commands.resetSecondFactor(manager, manager.id)).rejects.toMatchObject({
			code: 'forbidden'
		});
		await world.commands.resetSecondFactor(admin, manager.id);
		expect((await world.queries.secondFactor(manager)).since).toBeNull();
	});
});

it('its secret is sealed: whoever reads the database knows it not, copied it opens nothing', async () => {
	const [client, other] = [await world.make.aClient(), await world.make.aClient()];
	const { secret, codes } = await withSecondFactor(world, client);
	await withSecondFactor(world, other);
	const tables = await world.database.read(async (tx) => [
		...(await tx.all(`SELECT * FROM second_factors`)),
		...(await tx.all(`SELECT * FROM recovery_codes`)),
		...(await tx.all(`SELECT * FROM events`)),
		...(await tx.all(`SELECT * FROM mails`))
	]);
	const text = JSON.stringify(tables);
	expect(text).not.toContain(secret);
	for (const code of codes) expect(text).not.toContain(code.replaceAll('-', ''));
	await world.database.write((tx) =>
		tx.run(
			`UPDATE second_factors SET last_step = NULL,
				secret = (SELECT secret FROM second_factors WHERE user_id = $1) WHERE user_id = $2`,
			[client.id, other.id]
		)
	);
	expect(await byCode(other, next(secret))).toBe('wrong_credentials');
});

describe('where it is demanded of staff', () => {
	it('a session without one is none for API, sockets and pages, until it is set up', async () => {
		const manager = await world.make.aManager();
		const client = await world.make.aClient();
		const [staffs, clients] = [
			await world.tokenOf(manager, 'web'),
			await world.tokenOf(client, 'web')
		];
		await world.commands.changeSettings(admin, { secondFactor: 'staff' });
		try {
			expect(await world.queries.session(staffs)).toBeNull();
			expect(await world.queries.siteSession(staffs)).toMatchObject({ confined: true });
			expect(await world.queries.session(clients)).not.toBeNull();
			expect((await world.call('GET', '/api/v1/tickets', { token: staffs })).status).toBe(401);
			const screen = world.screen({ token: staffs });
			await screen.closed();
			expect(screen.refusal).toBe('unauthorized');
			const { status, body } = await world.call('POST', '/api/v1/token', {
				body: { email: manager.email, password: PASSWORD }
			});
			expect([status, body['code']]).toEqual([403, 'second_factor_missing']);

			const session = await world.queries.siteSession(staffs);
			const { secret } = await withSecondFactor(world, manager, session?.id);
			expect(await world.queries.session(staffs)).not.toBeNull();
			const proof = { password: PASSWORD, code: next(secret) };
			await expect(
				world.commands.turnOffSecondFactor(manager, proof, somewhere())
			).rejects.toMatchObject({ code: 'forbidden' });
		} finally {
			await world.commands.changeSettings(admin, { secondFactor: 'optional' });
		}
	});

	it('what listens already is let go, and whoever has one may come back', async () => {
		const [bare, armed] = [await world.make.aManager(), await world.make.aManager()];
		const client = await world.make.aClient();
		const tokens = {
			bare: await world.tokenOf(bare, 'web'),
			armed: await world.tokenOf(armed, 'web'),
			client: await world.tokenOf(client, 'web')
		};
		await withSecondFactor(world, armed, (await world.queries.session(tokens.armed))?.id);
		const screens = {
			bare: await world.screen({ token: tokens.bare }).ready(),
			armed: await world.screen({ token: tokens.armed }).ready(),
			client: await world.screen({ token: tokens.client }).ready()
		};
		await world.commands.changeSettings(admin, { secondFactor: 'staff' });
		try {
			await screens.bare.closed();
			await screens.armed.closed();
			const refused = world.screen({ token: tokens.bare });
			await refused.closed();
			expect(refused.refusal).toBe('unauthorized');
			await world.screen({ token: tokens.armed }).ready();
			expect(screens.client.ended).toBeNull();
		} finally {
			await world.commands.changeSettings(admin, { secondFactor: 'optional' });
		}
	});

	it('a key to the API is none for as long either', async () => {
		const manager = await world.make.aManager();
		const { token } = await world.commands.createApiToken(manager, {
			name: 'мониторинг',
			scopes: ['read'],
			days: 30
		});
		const asked = async () => (await world.call('GET', '/api/v1/tickets', { token })).status;
		expect(await asked()).toBe(200);
		await world.commands.changeSettings(admin, { secondFactor: 'staff' });
		try {
			expect(await asked()).toBe(401);
			await withSecondFactor(world, manager);
			expect(await asked()).toBe(200);
		} finally {
			await world.commands.changeSettings(admin, { secondFactor: 'optional' });
		}
	});
});

describe('own sessions', () => {
	it('are listed with device, address and when they were last seen, the present one first', async () => {
		const client = await world.make.aClient();
		const signIn = (address: string, userAgent: string) =>
			world.commands.signIn(
				'web',
				{ email: client.email, password: PASSWORD },
				{ address, userAgent }
			);
		const first = await signIn('198.51.100.1', 'First/1.0');
		world.clock.advance(MINUTE);
		const second = await signIn('198.51.100.2', 'Second/1.0');
		world.clock.advance(10 * MINUTE);
		const here = await world.queries.session(second.token);
		world.clock.advance(10 * MINUTE);
		await world.queries.session(first.token);
		const { items, total } = await world.queries.ownSessions(client, here?.id ?? '');
		expect(total).toBe(2);
		expect(items.map(({ address, userAgent, current }) => [address, userAgent, current])).toEqual([
			['198.51.100.2', 'Second/1.0', true],
			['198.51.100.1', 'First/1.0', false]
		]);
		expect(Date.parse(items[1]?.lastSeenAt ?? '')).toBe(world.clock.now());
		expect(Date.parse(items[0]?.lastSeenAt ?? '')).toBe(world.clock.now() - 10 * MINUTE);
	});

	it('are ended one by one, nobody else’s, or all others at once; their screens within 2 s', async () => {
		const client = await world.make.aClient();
		const stranger = await world.tokenOf(await world.make.aClient(), 'web');
		const tokens = [];
		for (let at = 0; at < 4; at++) tokens.push(await world.tokenOf(client, 'web'));
		const ids = [];
		for (const token of tokens) ids.push((await world.queries.session(token))?.id ?? '');
		const foreign = (await world.queries.session(stranger))?.id ?? '';
		await world.host.sockets.settled();
		const screens = [];
		for (const token of tokens) screens.push(await world.screen({ token }).ready());

		for (const id of [foreign, 'missing'])
			await expect(world.commands.endOwnSession(client, id)).rejects.toMatchObject({
				code: 'not_found'
			});
		expect(await world.queries.session(stranger)).not.toBeNull();

		const since = performance.now();
		await world.commands.endOwnSession(client, ids[1] ?? '');
		await screens[1]?.closed();
		expect(screens[1]?.told('bye')).toHaveLength(1);
		expect(await world.queries.session(tokens[1] ?? '')).toBeNull();
		expect(await world.commands.endOtherSessions(client, ids[0] ?? '')).toBe(2);
		for (const at of [2, 3]) await screens[at]?.closed();
		expect(performance.now() - since).toBeLessThan(4_000);
		expect(await world.queries.session(tokens[0] ?? '')).not.toBeNull();
		expect(screens[0]?.ended).toBeNull();
	});
});
