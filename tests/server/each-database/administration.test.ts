import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/domain/audit.ts';
import { isDomainError } from '#lib/domain/errors.ts';
import { DAY, MINUTE } from '../../support/clock.ts';
import { PASSWORD } from '../../support/factories.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';
import type { Person } from '#server/portal.ts';

let world: World;
let admin: Person;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	admin = await world.make.anAdmin();
});
afterAll(() => world.close());

/** What came of it: `done`, a code, or the code at a field. */
const outcome = (work: Promise<unknown>) =>
	work.then(
		() => 'done',
		(error: unknown) => {
			if (!isDomainError(error)) throw error;
			return error.issues[0]?.code ?? error.code;
		}
	);

describe('who may let in and out', () => {
	it('nobody changes or blocks itself', async () => {
		const { commands } = world;
		expect(await outcome(commands.changeRole(admin, admin.id, 'client'))).toBe('own_account');
		expect(await outcome(commands.blockPerson(admin, admin.id))).toBe('own_account');
	});

	it('a manager edits nobody, grants nothing, reads no record', async () => {
		const { commands, queries, make } = world;
		const manager = await make.aManager();
		const client = await make.aClient();
		const tries: (() => Promise<unknown>)[] = [
			() => commands.changeRole(manager, admin.id, 'client'),
			() => commands.changeRole(manager, client.id, 'manager'),
			() => commands.blockPerson(manager, admin.id),
			() => commands.unblockPerson(manager, admin.id),
			() => commands.updatePerson(manager, admin.id, { name: 'Кто-то' }),
			() => commands.endSessions(manager, admin.id),
			() => commands.createOrganization(manager, 'ООО «Новая»'),
			() => commands.renameOrganization(manager, 1, 'ООО «Новая»'),
			() => commands.mergeOrganizations(manager, 1, 2),
			() => commands.changeSettings(manager, { registration: 'closed' }),
			() => queries.accounts(manager, {}),
			() => queries.account(manager, admin.id),
			() => queries.openSessions(manager, admin.id),
			() => queries.organizations(manager),
			() => queries.organization(manager, 1),
			() => queries.apiTokens(manager, 'all'),
			() => queries.audit(manager, {}),
			() => queries.auditNews(manager, {}, 0),
			() => queries.versionedSettings(manager),
			() => queries.auditPages(manager, {})[Symbol.asyncIterator]().next()
		];
		for (const one of tries) expect(await outcome(one())).toBe('forbidden');
	});

	it('the raw stream tells a manager nothing of accounts, keys and sign-ins', async () => {
		const { make, queries, commands } = world;
		const manager = await make.aManager();
		await world.tokenOf(admin);
		await commands.createApiToken(admin, { name: 'тайный', scopes: ['read'], days: 30 });
		const seen = JSON.stringify(await queries.events(manager, 0, 500));
		expect(seen).toContain('session.started');
		for (const secret of [admin.email, 'тайный', '192.0.2.1']) expect(seen).not.toContain(secret);
		expect(JSON.stringify(await queries.events(admin, 0, 500))).toContain('тайный');
	});

	it('two administrators cannot take the role from each other at once', async () => {
		for (let round = 0; round < 5; round++) {
			const [one, two] = [await world.make.anAdmin(), await world.make.anAdmin()];
			const outcomes = await Promise.all([
				outcome(world.commands.changeRole(one, two.id, 'client')),
				outcome(world.commands.blockPerson(two, one.id))
			]);
			expect(outcomes.sort()).toEqual(['done', 'forbidden']);
		}
	});

	it('the last administrator stays, whoever asks', async () => {
		const alone = await createWorld();
		const last = await alone.make.anAdmin();
		const system = { id: null, name: 'Портал', email: '', role: 'system' } as const;
		const { commands } = alone;
		expect(await outcome(commands.changeRole(system, last.id, 'manager'))).toBe('last_admin');
		expect(await outcome(commands.blockPerson(system, last.id))).toBe('last_admin');
		const second = await alone.make.anAdmin();
		const outcomes = await Promise.all([
			outcome(commands.blockPerson(system, last.id)),
			outcome(commands.blockPerson(system, second.id))
		]);
		expect(outcomes.sort()).toEqual(['done', 'last_admin']);
		await alone.close();
	});

	it.each(['block', 'role'] as const)('a %s ends sessions, sockets and tokens', async (how) => {
		const person = await world.make.aManager();
		const [web, api] = [await world.tokenOf(person, 'web'), await world.tokenOf(person)];
		const screens = [
			await world.screen({ token: api }).ready(),
			await world.screen({ cookie: `session=${web}` }).ready()
		];
		const began = Date.now();
		if (how === 'block') await world.commands.blockPerson(admin, person.id);
		else await world.commands.changeRole(admin, person.id, 'client');
		for (const token of [web, api]) expect(await world.queries.session(token)).toBeNull();
		for (const screen of screens) {
			await screen.closed();
			const reason = how === 'block' ? 'blocked' : 'role changed';
			expect(screen.told('bye')).toEqual([{ reason }]);
		}
		expect(Date.now() - began).toBeLessThan(2_000);
	});

	it('one session can be ended alone', async () => {
		const person = await world.make.aManager();
		const [stays, goes] = [await world.tokenOf(person), await world.tokenOf(person)];
		const session = await world.queries.session(goes);
		const screen = await world.screen({ token: goes }).ready();
		await world.commands.endSessions(admin, person.id, session?.id ?? '');
		await screen.closed();
		expect(await world.queries.session(goes)).toBeNull();
		expect(await world.queries.session(stays)).not.toBeNull();
		const foreign = await world.queries.session(await world.tokenOf(admin));
		expect(await outcome(world.commands.endSessions(admin, person.id, foreign?.id))).toBe(
			'not_found'
		);
	});
});

describe('accounts', () => {
	it('are found by parts of name, e-mail and organisation, in any letters', async () => {
		const { make, queries } = world;
		await make.aClient({
			name: 'Щукина Жанна',
			email: 'zhanna.sh@quartz.example',
			organization: 'ООО «Кварц-100%»'
		});
		for (const q of ['щукина', 'ЩУКИНА жан', 'Quartz.ex', 'кварц', '100%', 'жанна quartz']) {
			const { items, total } = await queries.accounts(admin, { q });
			expect([q, total, items.map(({ name }) => name)]).toEqual([q, 1, ['Щукина Жанна']]);
		}
		expect((await queries.accounts(admin, { q: 'щук%на' })).total).toBe(0);
		expect((await queries.accounts(admin, { q: 'щукина', role: 'admin' })).total).toBe(0);
	});

	it('are paged by name without losing anybody of the same name', async () => {
		const { make, queries } = world;
		const word = 'Тёзкин';
		for (let made = 0; made < 7; made++) await make.aClient({ name: `${word} Иван` });
		const seen: number[] = [];
		let cursor: string | null = null;
		do {
			const page = await queries.accounts(admin, {
				q: word,
				limit: 3,
				cursor: cursor ?? undefined
			});
			expect(page.total).toBe(7);
			seen.push(...page.items.map(({ id }) => id));
			cursor = page.nextCursor;
		} while (cursor !== null);
		expect(new Set(seen).size).toBe(7);
		expect(seen).toHaveLength(7);
	});

	it('tell state, last sign-in and open tickets', async () => {
		const { make, queries, commands, clock } = world;
		const client = await make.aClient();
		await make.aTicket({ by: client });
		const closed = await make.aTicket({ by: client });
		await commands.cancelTicket(client, closed.number);
		await world.tokenOf(client, 'web');
		expect(await queries.account(admin, client.id)).toMatchObject({
			state: 'active',
			openTickets: 1,
			lastSignInAt: new Date(clock.now()).toISOString()
		});
		const invited = await make.aClient({ password: undefined });
		expect((await queries.account(admin, invited.id)).state).toBe('invited');
		await commands.blockPerson(admin, client.id);
		const { items } = await queries.accounts(admin, { state: 'blocked', q: client.email });
		expect(items.map(({ id }) => id)).toEqual([client.id]);
	});
});

describe('organisations', () => {
	it('are made by the people who belong to them, and renamed with them', async () => {
		const { make, queries, commands } = world;
		const one = await make.aClient({ organization: 'ООО «Прежняя»' });
		await make.aClient({ organization: 'ООО «Прежняя»' });
		const { organization } = await queries.account(admin, one.id);
		await commands.renameOrganization(admin, organization?.id ?? 0, 'ООО «Нынешняя»');
		expect(await queries.organization(admin, organization?.id ?? 0)).toMatchObject({
			name: 'ООО «Нынешняя»',
			people: 2
		});
		expect((await queries.profile({ ...one, role: 'client' })).organization).toBe('ООО «Нынешняя»');
	});

	it('that are the same become one, and nobody is lost', async () => {
		const { make, queries, commands } = world;
		const people = [
			await make.aClient({ organization: 'ООО «Двойник»' }),
			await make.aClient({ organization: 'ООО Двойник' })
		];
		const [from, into] = await Promise.all(
			people.map(async ({ id }) => (await queries.account(admin, id)).organization?.id ?? 0)
		);
		await commands.mergeOrganizations(admin, from ?? 0, into ?? 0);
		expect(await outcome(queries.organization(admin, from ?? 0))).toBe('not_found');
		for (const { id } of people)
			expect((await queries.account(admin, id)).organization).toEqual({
				id: into,
				name: 'ООО Двойник'
			});
		expect(await outcome(commands.mergeOrganizations(admin, into ?? 0, into ?? 0))).toBe(
			'same_organization'
		);
	});

	it('have one name each', async () => {
		await world.commands.createOrganization(admin, 'АО «Единственное»');
		expect(await outcome(world.commands.createOrganization(admin, 'АО «Единственное»'))).toBe(
			'already_there'
		);
	});
});

describe('keys to the API', () => {
	const make = (person: Person, scopes: readonly ('read' | 'tickets.write')[], days = 30) =>
		world.commands.createApiToken(person, { name: 'Обмен с 1С', scopes, days });

	it('open what their owner may and their scopes allow, and nothing else', async () => {
		const manager = await world.make.aManager();
		const { token } = await make(manager, ['read']);
		expect((await world.call('GET', '/api/v1/tickets', { token })).status).toBe(200);
		const refused = await world.call('POST', '/api/v1/tickets', { token, body: {} });
		expect([refused.status, refused.body['issues']]).toEqual([
			403,
			[{ field: 'scope', code: 'insufficient_scope', about: 'tickets.write' }]
		]);
		const writes = await make(manager, ['tickets.write']);
		expect((await world.call('GET', '/api/v1/tickets', { token: writes.token })).status).toBe(403);
		const people = await world.call('POST', '/api/v1/people', { token, body: {} });
		expect(people.status).toBe(403);
	});

	it('are kept as a digest, and shown nowhere again', async () => {
		const { token } = await make(admin, ['read']);
		const rows = await world.database.read((tx) =>
			tx.all<{ digest: string }>(`SELECT digest FROM api_tokens`)
		);
		const everything = JSON.stringify([
			rows,
			await world.events(),
			await world.queries.apiTokens(admin, 'all')
		]);
		expect(everything).not.toContain(token);
		expect(everything).toContain(token.slice(0, 9));
	});

	it('speak on the socket, if they may read', async () => {
		const manager = await world.make.aManager();
		const { id, token } = await make(manager, ['read']);
		const screen = await world.screen({ token }).ready();
		expect(screen.told<{ audience: string }>('hello')[0]?.audience).toBe('staff');
		const other = world.screen({ token: (await make(manager, ['tickets.write'])).token });
		await other.closed();
		expect(other.refusal).toBe('unauthorized');
		const neighbour = await world.screen({ token: await world.tokenOf(manager) }).ready();
		await world.commands.revokeApiToken(manager, id);
		await screen.closed();
		expect(screen.told('bye')).toEqual([{ reason: 'token revoked' }]);
		expect(neighbour.ended).toBeNull();
		expect(await world.queries.session(token)).toBeNull();
	});

	it('are dead while their owner is blocked or no longer of the staff', async () => {
		const manager = await world.make.aManager();
		const { token } = await make(manager, ['read']);
		await world.commands.blockPerson(admin, manager.id);
		expect(await world.queries.session(token)).toBeNull();
		await world.commands.unblockPerson(admin, manager.id);
		expect(await world.queries.session(token)).not.toBeNull();
		await world.commands.changeRole(admin, manager.id, 'client');
		expect(await world.queries.session(token)).toBeNull();
	});

	it('expire, and only administrators make some that do not', async () => {
		const manager = await world.make.aManager();
		const { token } = await make(manager, ['read'], 30);
		const forever = { name: 'x', scopes: ['read'], days: null } as const;
		expect(await outcome(world.commands.createApiToken(manager, forever))).toBe('admin_only');
		const lasting = await world.commands.createApiToken(admin, forever);
		world.clock.advance(30 * DAY + 1);
		expect(await world.queries.session(token)).toBeNull();
		expect(await world.queries.session(lasting.token)).not.toBeNull();
	});

	it('of others are there for administrators alone', async () => {
		const [one, two] = [await world.make.aManager(), await world.make.aManager()];
		const { id } = await make(one, ['read']);
		expect(await outcome(world.commands.revokeApiToken(two, id))).toBe('not_found');
		expect(await world.queries.apiTokens(two, 'own')).toEqual([]);
		expect(await outcome(make(await world.make.aClient(), ['read']))).toBe('forbidden');
		await world.commands.revokeApiToken(admin, id);
		expect((await world.queries.apiTokens(one, 'own'))[0]?.state).toBe('revoked');
	});

	it('note when and from where they were used, once a minute', async () => {
		const manager = await world.make.aManager();
		const { id, token } = await make(manager, ['read']);
		const used = async () =>
			(await world.queries.apiTokens(manager, 'own')).find((one) => one.id === id);
		await world.queries.session(token, '198.51.100.7');
		await until(async () => (await used())?.lastAddress === '198.51.100.7', 'the use is noted');
		const first = (await used())?.lastUsedAt;
		world.clock.advance(MINUTE / 2);
		await world.queries.session(token, '198.51.100.8');
		expect((await used())?.lastUsedAt).toBe(first);
		world.clock.advance(MINUTE);
		await world.queries.session(token, '198.51.100.9');
		await until(async () => (await used())?.lastAddress === '198.51.100.9', 'the next is noted');
	});
});

describe('settings', () => {
	it('are changed once by two who save them together, and the second is told by whom', async () => {
		const { commands, queries } = world;
		const { version } = await queries.versionedSettings(admin);
		const outcomes = await Promise.all([
			outcome(commands.changeSettings(admin, { companyName: 'Первая' }, version)),
			outcome(commands.changeSettings(admin, { companyName: 'Вторая' }, version))
		]);
		expect(outcomes.sort()).toEqual(['done', 'stale_version']);
		const read = await queries.versionedSettings(admin);
		expect(read.changedBy).toBe(admin.name);
		expect(await queries.settings()).toEqual(read.settings);
	});

	it('tell whoever saved them what they are by then, to go on from', async () => {
		const { commands, queries } = world;
		const { version } = await queries.versionedSettings(admin);
		const kept = await commands.changeSettings(admin, { companyName: 'Третья' }, version);
		expect(kept).toEqual(await queries.versionedSettings(admin));
		expect(await commands.changeSettings(admin, { companyName: 'Третья' }, kept.version)).toEqual(
			kept
		);
	});
});

describe('the record of events', () => {
	it('tells who changed what, before and after', async () => {
		const { commands, queries, make } = world;
		const person = await make.aClient();
		await commands.changeRole(admin, person.id, 'manager');
		const { items } = await queries.audit(admin, { about: person.email });
		expect(items[0]).toMatchObject({
			type: 'person.role_changed',
			actor: { id: admin.id, name: admin.name },
			about: person.email,
			personId: person.id,
			changed: [{ field: 'role', before: 'client', after: 'manager' }]
		});
	});

	it('is not filled by how far things are: that has a kind of its own', async () => {
		const { clock, commands, core, queries } = world;
		// What the clock writes down for earlier tests is not to push anything off the page.
		clock.advance(MINUTE);
		const from = clock.now();
		await commands.createReport(admin, {
			kind: 'shifts',
			format: 'txt',
			from: '2026-03-02',
			to: '2026-03-02',
			public: false
		});
		await core.reportJob.tick();
		expect(world.faults).toEqual([]);
		const types = async (kind?: 'clock' | 'reports') =>
			(await queries.audit(admin, kind ? { kind, from } : { from })).items.map(({ type }) => type);
		expect(await types()).toContain('report.ready');
		expect(await types()).not.toContain('report.started');
		expect(await types('clock')).toContain('report.started');
		expect(await types('reports')).toContain('report.ordered');
	});

	it('is narrowed by actor, kind, thing and period, on any page', async () => {
		const { commands, queries, make, clock } = world;
		const manager = await make.aManager();
		const from = clock.now();
		const ticket = await make.aTicket({ by: manager });
		for (let made = 0; made < 6; made++) {
			clock.advance(MINUTE);
			await make.aNote(ticket, manager);
		}
		const to = clock.now() - 2 * MINUTE;
		await commands.createApiToken(manager, { name: 'x', scopes: ['read'], days: 30 });
		const number = Number(ticket.number.slice(3));
		for (const [filter, count] of [
			[{ actor: manager.email }, 8],
			[{ actor: manager.email, kind: 'tickets' }, 7],
			[{ about: ticket.number }, 7],
			[{ about: ` bc ${number}` }, 7],
			[{ about: String(number), kind: 'people' }, 0],
			[{ about: ticket.number, from, to }, 4],
			[{ actor: 'nobody@bazis.example' }, 0]
		] as const) {
			const seen: number[] = [];
			let cursor: string | null = null;
			do {
				const page = await queries.audit(admin, {
					...filter,
					limit: 2,
					cursor: cursor ?? undefined
				});
				seen.push(...page.items.map(({ seq }) => seq));
				cursor = page.nextCursor;
			} while (cursor !== null);
			expect([filter, seen.length]).toEqual([filter, count]);
			expect(seen).toEqual([...seen].sort((a, b) => b - a));
		}
	});

	it('of one kind is the same as of all, narrowed by hand', async () => {
		const { queries } = world;
		const all: AuditEntry[] = [];
		for await (const page of queries.auditPages(admin, {})) all.push(...page);
		const tickets: AuditEntry[] = [];
		for await (const page of queries.auditPages(admin, { kind: 'tickets' })) tickets.push(...page);
		const by = (entries: readonly AuditEntry[]) => entries.map(({ seq }) => seq);
		expect(by(tickets)).toEqual(
			by(all.filter(({ type }) => type.startsWith('ticket.') && !type.includes('sla')))
		);
		expect(new Set(by(all)).size).toBe((await world.events()).length);
	});

	it('counts what came since, up to a hundred', async () => {
		const { queries, make } = world;
		const { seq } = await queries.audit(admin, {});
		expect(await queries.auditNews(admin, {}, seq)).toBe(0);
		const ticket = await make.aTicket();
		await make.aNote(ticket, admin);
		expect(await queries.auditNews(admin, { kind: 'tickets' }, seq)).toBe(2);
		expect(await queries.auditNews(admin, { kind: 'incidents' }, seq)).toBe(0);
		for (let note = 0; note < 100; note++) await make.aNote(ticket, admin);
		expect(await queries.auditNews(admin, { kind: 'tickets' }, seq)).toBe(100);
	});

	it('holds the one sign-in too many of a victim, and not what was typed for nobody', async () => {
		const victim = await world.make.aClient();
		const origin = { address: '203.0.113.9', userAgent: 'x' };
		for (const email of [victim.email, 'typed-password@nowhere.example'])
			for (let tried = 0; tried < 8; tried++)
				await outcome(world.commands.signIn('web', { email, password: 'не тот' }, origin));
		const { items } = await world.queries.audit(admin, { kind: 'sign_ins' });
		const throttled = items.filter(({ type }) => type === 'session.throttled');
		expect(throttled.map(({ about, address }) => [about, address])).toEqual([
			[null, '203.0.113.9'],
			[victim.email, '203.0.113.9']
		]);
		expect(JSON.stringify(await world.events())).not.toContain('typed-password');
	});

	it('shows no password, no key, no session', async () => {
		const { commands, queries, make } = world;
		const person = await make.aManager();
		const session = await queries.session(await world.tokenOf(person));
		const { token } = await commands.createApiToken(person, {
			name: 'x',
			scopes: ['read'],
			days: 30
		});
		const password = `${PASSWORD} новый`;
		await commands.changePassword(
			person,
			session?.id ?? '',
			{ current: PASSWORD, password },
			{ address: '192.0.2.1' }
		);
		const { items } = await queries.audit(admin, { limit: 500 });
		const text = JSON.stringify(items);
		for (const secret of [password, token, session?.id ?? '', 'argon2'])
			expect(text).not.toContain(secret);
	});
});
