import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import type { OwnScreen } from '#lib/domain/screen.ts';
import type { Person } from '#server/portal.ts';
import { leaks } from '../../support/secrets.ts';
import { pairedTelevision } from '../../support/televisions.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

let world: World;
let manager: Person;
let client: Person;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	manager = await world.make.aManager();
	client = await world.make.aClient();
});
afterAll(() => world.close());

const post = (path: string, body: unknown = {}) =>
	world.call('POST', `/api/v1/screens/${path}`, { body });

describe('pairing', () => {
	it('goes from a code to a board in three calls', async () => {
		const { status, body } = await post('pair');
		expect(status).toBe(200);
		expect(body['userCode']).toMatch(/^[2-9B-Y]{6}$/);
		expect(body['verificationUri']).toBe(`${world.url}/panel/screens`);
		expect(body['verificationUriComplete']).toBe(
			`${world.url}/panel/screens?code=${String(body['userCode'])}`
		);
		const asked = () => post('token', { deviceCode: body['deviceCode'] });
		const pending = await asked();
		expect([pending.status, pending.body['code']]).toEqual([400, 'authorization_pending']);
		expect((await asked()).body['code']).toBe('slow_down');
		const code = String(body['userCode']).toLowerCase();
		await world.commands.pairScreen(manager, { code, name: 'Зал', board: 'lobby' });
		const { status: good, body: paired } = await asked();
		expect(good).toBe(200);
		expect(paired['screen']).toMatchObject({ name: 'Зал', board: 'lobby' });
		const live = await world.call('GET', '/api/v1/live', { token: String(paired['token']) });
		expect(live.body['audience']).toBe('public');
	});

	it('uses each code once, on either side', async () => {
		const { deviceCode, userCode } = await pairedTelevision(world, manager);
		expect((await post('token', { deviceCode })).body['code']).toBe('expired_token');
		await expect(
			world.commands.pairScreen(manager, { code: userCode, name: 'Ещё', board: 'noc' })
		).rejects.toMatchObject({ issues: [{ field: 'code', code: 'unknown_code' }] });
	});

	it('lets a code live for ten minutes, confirmed or not', async () => {
		const late = await world.commands.startPairing('192.0.2.1');
		const taken = await world.commands.startPairing('192.0.2.1');
		await world.commands.pairScreen(manager, { code: taken.userCode, name: 'А', board: 'noc' });
		world.clock.advance(10 * MINUTE);
		await expect(
			world.commands.pairScreen(manager, { code: late.userCode, name: 'Б', board: 'noc' })
		).rejects.toMatchObject({ code: 'invalid_input' });
		for (const { deviceCode } of [late, taken])
			expect(await world.commands.pollPairing(deviceCode, '192.0.2.1')).toEqual({
				state: 'expired_token'
			});
	});

	it('keeps no code and no token as it is', async () => {
		const { userCode, deviceCode } = await world.commands.startPairing('192.0.2.1');
		const { token } = await pairedTelevision(world, manager);
		const tables = ['screens', 'screen_codes', 'events', 'sign_in_attempts'];
		const rows = await world.database.read(async (tx) =>
			Promise.all(tables.map((table) => tx.all(`SELECT * FROM ${table}`)))
		);
		const kept = JSON.stringify(rows);
		expect(kept).toContain('Зал NOC');
		for (const secret of [userCode, deviceCode, token]) expect(kept.includes(secret)).toBe(false);
		expect(leaks(world.log.join('\n'), [token, deviceCode])).toEqual([]);
	});

	it('is confirmed by staff alone', async () => {
		const { userCode } = await world.commands.startPairing('192.0.2.1');
		const input = { code: userCode, name: 'Чужой', board: 'noc' } as const;
		await expect(world.commands.pairScreen(client, input)).rejects.toMatchObject({
			code: 'forbidden'
		});
		await expect(world.queries.screens(client)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(world.queries.screens(null)).rejects.toMatchObject({ code: 'not_signed_in' });
	});

	it('is throttled: making by address, typing by person, stray polling by address', async () => {
		const codes = async () => world.commands.startPairing('198.51.100.1');
		for (let made = 0; made < 60; made++) await codes();
		await expect(codes()).rejects.toMatchObject({ code: 'too_many_attempts' });
		const guesser = await world.make.aManager();
		const guess = () =>
			world.commands.pairScreen(guesser, { code: 'BCDFGH', name: 'Ы', board: 'noc' });
		for (let tried = 0; tried < 10; tried++)
			await expect(guess()).rejects.toMatchObject({ code: 'invalid_input' });
		await expect(guess()).rejects.toMatchObject({ code: 'too_many_attempts' });
		const stray = async () => world.commands.pollPairing('nothing', '198.51.100.2');
		for (let asked = 0; asked < 60; asked++) expect((await stray()).state).toBe('expired_token');
		await expect(stray()).rejects.toMatchObject({ code: 'too_many_attempts' });
		world.clock.advance(15 * MINUTE);
		expect((await codes()).userCode).toHaveLength(6);
	});

	it('gives the token to one of two that ask at once', async () => {
		const { deviceCode, userCode } = await world.commands.startPairing('192.0.2.1');
		await world.commands.pairScreen(manager, { code: userCode, name: 'Двое', board: 'noc' });
		const poll = () => world.commands.pollPairing(deviceCode, '192.0.2.1');
		const states = (await Promise.all([poll(), poll()])).map(({ state }) => state);
		expect(states.sort()).toEqual(['expired_token', 'paired']);
	});
});

describe('the token of a screen', () => {
	it('reads its board and nothing else, what is public too', async () => {
		const { token } = await pairedTelevision(world, manager);
		expect((await world.call('GET', '/api/v1/live', { token })).body['audience']).toBe('staff');
		for (const [method, path] of [
			['GET', '/tickets'],
			['GET', '/screens'],
			['GET', '/events'],
			['GET', '/services'],
			['GET', '/openapi.json'],
			['POST', '/tickets'],
			['POST', '/live'],
			['POST', '/screens/pair'],
			['PATCH', '/services/mail']
		] as const)
			expect((await world.call(method, `/api/v1${path}`, { token })).status).toBe(403);
		expect(await world.queries.session(token)).toBeNull();
	});

	it('hears the batches of its board, and is told what it is', async () => {
		const { token, id } = await pairedTelevision(world, manager, { board: 'lobby' });
		const staff = await pairedTelevision(world, manager, { board: 'noc' });
		const lobby = await world.screen({ token }).ready();
		const noc = await world.screen({ token: staff.token }).ready();
		expect(lobby.told('hello')).toMatchObject([{ audience: 'public' }]);
		expect(noc.told('hello')).toMatchObject([{ audience: 'staff' }]);
		await lobby.heard('screen');
		expect(lobby.told<OwnScreen>('screen')[0]).toMatchObject({ id, board: 'lobby' });
		await world.make.aTicket({ subject: 'zq7zq7subject', by: client });
		await world.make.anIncident({ title: 'Сбой почты' });
		const { seq } = await world.snapshot('public');
		await Promise.all([lobby.reached(seq), noc.reached(seq)]);
		expect(JSON.stringify(noc.said)).toContain('zq7zq7subject');
		expect(leaks(JSON.stringify(lobby.said), ['zq7zq7subject', client.email])).toEqual([]);
		// Nor is it told of other screens.
		expect(JSON.stringify(lobby.batches)).not.toContain('"screen"');
		for (const screen of [lobby, noc]) screen.close();
	});

	it('is told what to do, once, and only the one that is meant', async () => {
		const [one, two] = [
			await pairedTelevision(world, manager),
			await pairedTelevision(world, manager)
		];
		const first = await world.screen({ token: one.token }).ready();
		const second = await world.screen({ token: two.token }).ready();
		await world.commands.commandScreen(manager, one.id, { name: 'identify' });
		await first.heard('command');
		expect(first.told('command')).toEqual([{ name: 'identify' }]);
		await world.commands.updateScreen(manager, one.id, { settings: { zoom: 130 } });
		await until(() => first.told('screen').length === 2, 'the new settings');
		expect(first.told<OwnScreen>('screen')[1]?.settings.zoom).toBe(130);
		expect(second.told('command')).toEqual([]);
		expect(second.told('screen')).toHaveLength(1);
		first.close();
		const again = await world.screen({ token: one.token }).ready();
		await again.heard('screen');
		expect(again.told('command')).toEqual([]);
		for (const screen of [again, second]) screen.close();
	});

	it('shows its name when it comes back, if it was told to between two connections', async () => {
		const { token, id } = await pairedTelevision(world, manager);
		const before = await world.screen({ token }).ready();
		await world.commands.commandScreen(manager, id, { name: 'board', board: 'lobby' });
		await before.closed();
		await world.commands.commandScreen(manager, id, { name: 'identify' });
		await world.host.sockets.settled();
		const after = await world.screen({ token, snapshot: true }).ready();
		await after.heard('command');
		expect(after.told('command')).toEqual([{ name: 'identify' }]);
		after.close();
		const again = await world.screen({ token, snapshot: true }).ready();
		await again.heard('screen');
		expect(again.told('command')).toEqual([]);
		again.close();
	});

	it('is another audience after a change of board: closed, and let in as what it is now', async () => {
		const { token, id } = await pairedTelevision(world, manager);
		const before = await world.screen({ token }).ready();
		await world.commands.commandScreen(manager, id, { name: 'board', board: 'lobby' });
		await before.closed();
		expect(before.told('bye')).toEqual([{ reason: 'board changed' }]);
		await world.make.aTicket({ subject: 'zq7zq7after', by: client });
		const after = await world.screen({ token, snapshot: true }).ready();
		expect(after.told('hello')).toMatchObject([{ audience: 'public' }]);
		expect(JSON.stringify(before.said)).not.toContain('zq7zq7after');
		after.close();
	});

	it('ends with the screen: sockets within two seconds, the API at once, restart or not', async () => {
		const { token, id } = await pairedTelevision(world, manager);
		const screen = await world.screen({ token }).ready();
		const revokedAt = performance.now();
		await world.commands.revokeScreen(manager, id);
		await screen.closed();
		expect(performance.now() - revokedAt).toBeLessThan(2_000);
		expect(screen.told('bye')).toEqual([{ reason: 'screen revoked' }]);
		const refused = async () => {
			const late = world.screen({ token });
			await late.closed();
			return late.refusal;
		};
		expect(await refused()).toBe('unauthorized');
		expect((await world.call('GET', '/api/v1/live', { token })).status).toBe(401);
		await world.restart();
		expect(await refused()).toBe('unauthorized');
	});

	it('outlives a restart, and is online again without having been dark', async () => {
		const { token, id } = await pairedTelevision(world, manager);
		const before = await world.screen({ token }).ready();
		const stateNow = async () =>
			(await world.queries.screens(manager)).find((one) => one.id === id)?.state;
		await until(async () => (await stateNow()) === 'online', 'the screen to be online');
		const seq = await world.seq();
		await world.restart();
		world.clock.advance(5 * MINUTE);
		const after = await world.screen({ token }).ready();
		await world.tick();
		expect(await stateNow()).toBe('online');
		const own = (await world.events(seq)).filter(({ payload }) => payload.screen?.id === id);
		expect(own.map(({ type }) => type)).not.toContain('screen.dark');
		for (const screen of [before, after]) screen.close();
	});

	it('that hangs on while the database is away is not taken for dark when that is back', async () => {
		const { token, id } = await pairedTelevision(world, manager);
		const screen = await world.screen({ token }).ready();
		const stateNow = async () =>
			(await world.queries.screens(manager)).find((one) => one.id === id)?.state;
		await until(async () => (await stateNow()) === 'online', 'the screen to be online');
		const seq = await world.seq();
		const { database } = world;
		const write = database.write.bind(database);
		Object.assign(database, { write: () => Promise.reject(new DomainError('unavailable')) });
		world.clock.advance(5 * MINUTE);
		await expect(world.tick()).rejects.toThrow();
		Object.assign(database, { write });
		// The host's own clock may have looked in that moment, too.
		world.faults.length = 0;
		await world.tick();
		const own = (await world.events(seq)).filter(({ payload }) => payload.screen?.id === id);
		expect(own.map(({ type }) => type)).not.toContain('screen.dark');
		screen.close();
	});

	it('whose coming could not be written down is online with the next look at who is here', async () => {
		const { token, id } = await pairedTelevision(world, manager);
		const screen = await world.screen({ token }).ready();
		const stateNow = async () =>
			(await world.queries.screens(manager)).find((one) => one.id === id)?.state;
		await until(async () => (await stateNow()) === 'online', 'the screen to be online');
		await world.database.write((tx) =>
			tx.run(`UPDATE screens SET state = 'dark' WHERE id = $1`, [id])
		);
		await world.pass(MINUTE);
		expect(await stateNow()).toBe('online');
		screen.close();
	});

	it('says how it fares; what is no such report changes nothing', async () => {
		const { token, id } = await pairedTelevision(world, manager);
		const screen = await world.screen({ token }).ready();
		const facts = { width: 1920, height: 1080, ratio: 1, build: 'test', sound: true };
		for (const message of [undefined, [], 'x', {}, { ...facts, id: 7 }, { ...facts, width: 'x' }])
			screen.socket.emit('report', message);
		screen.socket.emit('report', { ...facts, seq: 0, uptimeMs: 5 });
		const found = async () => (await world.queries.screens(manager)).find((one) => one.id === id);
		await until(async () => (await found())?.facts !== null, 'its facts');
		expect((await found())?.facts).toMatchObject({ ...facts, browser: '?' });
		const [vitals] = (await world.queries.screenVitals(manager)).filter((one) => one.id === id);
		expect(vitals?.lag).toBeGreaterThan(0);
		// Whoever is no screen is not heard at all.
		const stranger = await world.screen().ready();
		stranger.socket.emit('report', { ...facts, seq: 0, uptimeMs: 5 });
		await world.make.aTicket();
		await stranger.heard('batch');
		expect(world.faults).toEqual([]);
		for (const one of [screen, stranger]) one.close();
	});
});
