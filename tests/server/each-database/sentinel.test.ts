import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import type { Api } from '../../support/api.ts';
import { apiRoutes, nameOf, type ApiRoute } from '../../support/routes.ts';
import type { Screen } from '../../support/screen.ts';
import { hireCast, leaks, writeSecrets, type Planted } from '../../support/secrets.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let planted: Planted;
/** Screens that watched from before the first secret was written. */
let anonymous: Screen;
let ofOther: Screen;
let ofOwner: Screen;
let ofStaff: Screen;
let start: { epoch: string; after: number };

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	const cast = await hireCast(world);
	await world.tick();
	const { epoch, seq } = await world.snapshot('public');
	start = { epoch, after: seq };
	const tokens = await Promise.all(
		[cast.other, cast.owner, cast.manager].map((person) => world.tokenOf(person))
	);
	await world.host.sockets.settled();
	anonymous = await world.screen({}).ready();
	ofOther = await world.screen({ token: tokens[0] ?? '' }).ready();
	ofOwner = await world.screen({ token: tokens[1] ?? '' }).ready();
	ofStaff = await world.screen({ token: tokens[2] ?? '' }).ready();
	planted = await writeSecrets(world, cast);
	await world.host.sockets.settled();
	await Promise.all(
		[anonymous, ofOther, ofOwner, ofStaff].map(async (screen) => screen.reached(await lastSeen()))
	);
});
afterAll(() => world.close());

/** The last event that everybody sees: the incident's. */
async function lastSeen(): Promise<number> {
	return (await world.events()).findLast(({ type }) => type === 'incident.updated')?.seq ?? 0;
}

const textOf = (screen: Screen) => JSON.stringify(screen.said);

describe('over the socket', () => {
	it('staff see the secrets: the search does find them', () => {
		expect(leaks(textOf(ofStaff), planted.openToOwner)).toEqual(planted.openToOwner);
		expect(leaks(textOf(ofStaff), ['zq7zq7note'])).toEqual(['zq7zq7note']);
	});

	it('anonymous people and other clients are told nothing private', () => {
		expect(anonymous.batches.length).toBeGreaterThan(3);
		expect(leaks(textOf(anonymous), planted.forbidden)).toEqual([]);
		expect(leaks(textOf(ofOther), planted.forbidden)).toEqual([]);
	});

	it('the owner is told of its ticket, and of nothing else', () => {
		expect(leaks(textOf(ofOwner), planted.openToOwner)).toEqual(planted.openToOwner);
		expect(leaks(textOf(ofOwner), planted.forbiddenToOwner)).toEqual([]);
	});

	it('what is replayed tells no more than what was live', async () => {
		for (const [token, secrets] of [
			[undefined, planted.forbidden],
			[await world.tokenOf(planted.other), planted.forbidden],
			[await world.tokenOf(planted.owner), planted.forbiddenToOwner]
		] as const) {
			const screen = world.screen({ cursor: start, ...(token ? { token } : {}) });
			await screen.reached(await lastSeen());
			expect(leaks(textOf(screen), secrets)).toEqual([]);
		}
	});

	it('a snapshot asked for over the socket tells no more either', async () => {
		const token = await world.tokenOf(planted.other);
		for (const asker of [
			world.screen({ snapshot: true }),
			world.screen({ snapshot: true, token })
		]) {
			await asker.heard('snapshot');
			expect(textOf(asker)).toContain(planted.ticket.number);
			expect(leaks(textOf(asker), planted.forbidden)).toEqual([]);
		}
	});

	it('an internal note leaves no trace: no batch, no new version, no time', async () => {
		const before = {
			heard: [anonymous, ofOther, ofOwner].map((screen) => screen.batches.length),
			ticket: await world.queries.thread(planted.owner, planted.ticket.number),
			state: (await world.snapshot(`client:${planted.owner.id}`)).state
		};
		world.clock.advance(60_000);
		await world.make.aNote(planted.ticket, planted.colleague, 'zq7zq7note последняя');
		const { seq } = await world.snapshot('staff');
		await world.host.sockets.settled();
		await ofStaff.reached(seq);
		expect([anonymous, ofOther, ofOwner].map((screen) => screen.batches.length)).toEqual(
			before.heard
		);
		const after = await world.queries.thread(planted.owner, planted.ticket.number);
		expect({ ...after, seq: 0 }).toEqual({ ...before.ticket, seq: 0 });
		expect((await world.snapshot(`client:${planted.owner.id}`)).state).toEqual(before.state);
	});
});

describe('over the API', () => {
	/** Every address that a route can be asked under. */
	function addresses({ path }: ApiRoute): string[] {
		const values: Record<string, readonly string[]> = {
			':number': path.includes('incidents')
				? [planted.incident.number, 'INC-999999', 'x']
				: path.includes('maintenances')
					? ['MW-1', 'MW-999999', 'x']
					: [planted.ticket.number, planted.closed.number, 'BC-999999', 'x'],
			':id': path.includes('attachments')
				? [...planted.files.map(String), '999999', 'x']
				: ['1', '2', '999999', 'x'],
			':slug': ['mail', 'missing'],
			':key': ['created_today', 'missing']
		};
		const [, parameter] = /(:\w+)/.exec(path) ?? [];
		if (!parameter) {
			const { ticket } = planted;
			const asked = [
				`q=zq7zq7subject`,
				`externalId=zq7zq7external`,
				`assignee=zq7zq7manager@secret.example`
			];
			return path.endsWith('/tickets')
				? [path, ...asked.map((query) => `${path}?${query}`), `${path}?q=${ticket.number}`]
				: [path, `${path}?limit=1`];
		}
		const known = values[parameter];
		if (!known) throw new Error(`the sentinel does not know what to ask for ${parameter}`);
		return known.map((value) =>
			path.replace(parameter, value).replace(':ticket', planted.ticket.number)
		);
	}

	/** Bodies that are refused in every way, and one that is well formed. */
	const BODIES: readonly unknown[] = [
		{},
		[],
		{ status: 'closed', version: 1 },
		{ body: 'Здравствуйте' },
		{ email: 'zq-nobody@bazis.example', password: 'x' },
		{ state: 'degraded' },
		{ role: 'admin' }
	];

	async function everything(api: Api): Promise<string> {
		const texts: string[] = [];
		for (const route of apiRoutes(world.portal))
			for (const address of addresses(route)) {
				const bodies = route.method === 'GET' ? [undefined] : BODIES;
				for (const body of bodies) {
					const answer = await api.call(route.method, address, { body });
					texts.push(
						`${nameOf(route)} ${answer.status} ${JSON.stringify([...answer.headers])} ${answer.text}`
					);
				}
			}
		for (const address of ['/healthz', '/readyz', '/metrics', '/api/v1/none', '/api'])
			texts.push((await api.get(address)).text);
		return texts.join('\n');
	}

	const someone = async (who: Person | null) => everything(await world.api(who));

	it('staff find the secrets: the search does look', async () => {
		const text = await someone(planted.manager);
		expect(leaks(text, planted.openToOwner)).toEqual(planted.openToOwner);
	});

	it('anonymous people read nothing private', async () => {
		expect(leaks(await someone(null), planted.forbidden)).toEqual([]);
	});

	it('another client reads nothing private, in answers and in refusals', async () => {
		expect(leaks(await someone(planted.other), planted.forbidden)).toEqual([]);
	});

	it('the owner reads its own and nothing of others', async () => {
		const text = await someone(planted.owner);
		expect(leaks(text, planted.openToOwner)).toEqual(planted.openToOwner);
		expect(leaks(text, planted.forbiddenToOwner)).toEqual([]);
	});

	it('nobody, staff included, reads password hashes, sessions or tokens', async () => {
		const rows = await world.database.read((tx) =>
			tx.all<{ secret: string }>(
				`SELECT password_hash AS secret FROM users WHERE password_hash IS NOT NULL
				UNION SELECT id FROM sessions`
			)
		);
		const secrets = rows.map(({ secret }) => secret.toLowerCase());
		expect(secrets.length).toBeGreaterThan(8);
		expect(leaks(await someone(planted.admin), [...secrets, '$argon2'])).toEqual([]);
		expect(leaks(textOf(ofStaff), [...secrets, '$argon2'])).toEqual([]);
	});

	it('the log of all this holds no password and no token', async () => {
		const api = await world.api(planted.owner);
		await api.post('/api/v1/token', { email: planted.owner.email, password: 'zq-wrong-password' });
		expect(leaks(world.log.join('\n'), ['zq-wrong-password', api.token ?? 'none'])).toEqual([]);
	});
});
