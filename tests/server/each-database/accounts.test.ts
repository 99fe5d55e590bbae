import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setPassword } from '#server/commands/accounts/set-password.ts';
import type { Person } from '#server/portal.ts';
import { aLink, aRegistration, ORIGIN, registered, stepOf } from '../../support/accounts.ts';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { PASSWORD } from '../../support/factories.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let admin: Person;

beforeAll(async () => {
	world = await createWorld({ settings: { ORIGIN: 'https://portal.example' } });
	admin = await world.make.anAdmin();
});
afterAll(() => world.close());
beforeEach(() => {
	world.letters.length = 0;
});

let from = 0;
/** Somewhere nobody has come from yet. */
const somewhere = () => ({ ...ORIGIN, address: `203.0.113.${++from}` });
const signIn = (email: string, password = PASSWORD) =>
	world.commands.signIn('web', { email, password }, somewhere()).then(
		() => 'in',
		(refused: { code: string }) => refused.code
	);
/** The link in the last letter to somebody. */
async function posted(email: string): Promise<string> {
	await world.post();
	return world.letters.findLast(({ to }) => to.address === email)?.link ?? '';
}
const tokenIn = (link: string) => new URL(link).searchParams.get('token') ?? '';

describe('somebody who registers', () => {
	it('gets a link of the public address, and gets in by it once', async () => {
		const { email } = await registered(world, { name: 'Анна Соколова' });
		const link = await posted(email);
		expect(link).toMatch(/^https:\/\/portal\.example\/confirm\?token=[\w-]{43}$/);
		expect(await signIn(email)).toBe('not_confirmed');
		const confirm = () =>
			world.commands.confirmRegistration(tokenIn(link), { password: PASSWORD }, somewhere());
		const { viewer, token } = await confirm();
		expect(viewer).toMatchObject({ email, name: 'Анна Соколова', role: 'client' });
		expect(await world.queries.session(token)).not.toBeNull();
		await expect(confirm()).rejects.toMatchObject({ code: 'not_found' });
		expect(await signIn(email)).toBe('in');
	});

	it('is no client to choose from and gets no session before', async () => {
		const { email } = await registered(world);
		const chosen = (await world.queries.clients()).map((one) => one.email);
		expect(chosen).not.toContain(email);
	});

	it('is told of its unconfirmed account only by the right password', async () => {
		const { email } = await registered(world);
		expect(await signIn(email, 'wrong')).toBe('wrong_credentials');
		expect(await signIn(email)).toBe('not_confirmed');
	});

	it('may have the link sent again with the password, and no oftener than three times an hour', async () => {
		const { email } = await registered(world);
		const step = await stepOf(world, email);
		for (let sent = 0; sent < 5; sent++) await world.commands.sendConfirmation(step, somewhere());
		await world.post();
		expect(world.letters.filter(({ to }) => to.address === email)).toHaveLength(3);
		await expect(world.commands.sendConfirmation('x', somewhere())).rejects.toMatchObject({
			code: 'not_found'
		});
		world.clock.advance(HOUR);
		await expect(world.commands.sendConfirmation(step, somewhere())).rejects.toMatchObject({
			code: 'not_found'
		});
	});

	it('comes too late after three days', async () => {
		const { email } = await registered(world);
		const token = await aLink(world, 'confirm', email);
		world.clock.advance(3 * DAY);
		const late = world.commands.confirmRegistration(token, { password: PASSWORD }, somewhere());
		await expect(late).rejects.toMatchObject({ code: 'not_found' });
	});

	it('cannot have a stranger’s mailbox confirm his password', async () => {
		const email = 'victim@bazis.example';
		const own = 'настоящий пароль';
		await registered(world, { email, password: 'пароль чужака' });
		const strangers = await aLink(world, 'confirm', email);
		await registered(world, { email, password: own });
		// The owner of the mailbox opens the wrong one of two letters: its password does not fit.
		await expect(
			world.commands.confirmRegistration(strangers, { password: own }, somewhere())
		).rejects.toMatchObject({ issues: [{ field: 'password', code: 'other_password' }] });
		// Its own letter is as good as before, whatever the stranger has sent since.
		const owns = await aLink(world, 'confirm', email);
		await registered(world, { email, password: 'и снова чужак' });
		const { viewer } = await world.commands.confirmRegistration(
			owns,
			{ password: own },
			somewhere()
		);
		expect(viewer.email).toBe(email);
		expect(await signIn(email, own)).toBe('in');
		expect(await signIn(email, 'и снова чужак')).toBe('wrong_credentials');
	});

	it('confirms in the browser it has registered in without the password, and in no other', async () => {
		const input = aRegistration();
		await world.commands.register(input, { ...somewhere(), browser: 'a secret of the browser' });
		const token = await aLink(world, 'confirm', input.email);
		expect(await world.queries.isOwnRegistration(token, 'another')).toBe(false);
		expect(await world.queries.isOwnRegistration(token, '')).toBe(false);
		expect(await world.queries.isOwnRegistration(token, 'a secret of the browser')).toBe(true);
		for (const browser of ['', 'another'])
			await expect(
				world.commands.confirmRegistration(token, { browser }, somewhere())
			).rejects.toMatchObject({ code: 'invalid_input' });
		const proof = { browser: 'a secret of the browser' };
		const { viewer } = await world.commands.confirmRegistration(token, proof, somewhere());
		expect(viewer.email).toBe(input.email);
	});

	it('cannot guess a password with a link it has found', async () => {
		const { email } = await registered(world);
		const token = await aLink(world, 'confirm', email);
		const codes = [];
		for (let guess = 0; guess < 12; guess++)
			codes.push(
				await world.commands
					.confirmRegistration(token, { password: `guess ${guess}` }, somewhere())
					.catch((refused: { code: string }) => refused.code)
			);
		expect(codes.indexOf('too_many_attempts')).toBe(10);
	});

	it('a second time gets no other answer; its mailbox is told', async () => {
		const client = await world.make.aClient();
		expect(
			await world.commands.register(aRegistration({ email: client.email }), somewhere())
		).toBeUndefined();
		await world.post();
		const letters = world.letters.filter(({ to }) => to.address === client.email);
		expect(letters.map(({ subject }) => subject)).toEqual(['У вас уже есть учётная запись']);
		expect(letters[0]?.text).toContain('https://portal.example/forgot');
		expect(await signIn(client.email)).toBe('in');
	});

	it('in the name of a client whom staff filed tickets for gets in by the mailbox alone', async () => {
		const client = await world.make.aClient({ password: undefined, name: 'Как её знают' });
		await registered(world, { email: client.email, name: 'Иначе' });
		expect(await signIn(client.email)).toBe('wrong_credentials');
		const token = tokenIn(await posted(client.email));
		const proof = { password: PASSWORD };
		const { viewer } = await world.commands.confirmRegistration(token, proof, somewhere());
		expect(viewer).toMatchObject({ id: client.id, name: 'Как её знают' });
	});

	it('in the name of staff without a password gets nothing: staff are invited', async () => {
		const manager = await world.make.aManager({ password: undefined });
		await world.commands.register(aRegistration({ email: manager.email }), somewhere());
		await world.commands.requestReset(manager.email, somewhere());
		await world.post();
		expect(world.letters.filter(({ link }) => link !== undefined)).toEqual([]);
	});

	it('puts itself into no organisation', async () => {
		const { id } = await registered(world, { organization: 'ООО «Чужая»' });
		expect((await world.queries.account(admin, id)).organization).toEqual({
			id: null,
			name: 'ООО «Чужая»'
		});
	});

	it('is put into the organisation it named once an administrator names it too', async () => {
		const { id } = await registered(world, { organization: 'ООО «Названная»' });
		await world.commands.updatePerson(admin, id, { name: 'Иначе' });
		expect((await world.queries.account(admin, id)).organization?.id).toBeNull();
		const seq = await world.seq();
		await world.commands.updatePerson(admin, id, { organization: 'ООО «Названная»' });
		const { organization } = await world.queries.account(admin, id);
		expect(organization).toEqual({ id: expect.any(Number), name: 'ООО «Названная»' });
		const [event] = await world.events(seq);
		expect(event?.payload.changed).toEqual({ organization: [null, 'ООО «Названная»'] });
		await world.commands.updatePerson(admin, id, { name: 'Анна' });
		expect((await world.queries.account(admin, id)).organization).toEqual(organization);
		await world.commands.updatePerson(admin, id, { organization: '' });
		expect((await world.queries.account(admin, id)).organization).toBeNull();
	});

	it('from one address is counted: scripts by the threefold', async () => {
		const here = somewhere();
		const outcomes = [];
		for (let at = 0; at < 11; at++)
			outcomes.push(
				await world.commands.register(aRegistration(), { ...here, stamp: '' }).then(
					() => 'in',
					(refused: { code: string }) => refused.code
				)
			);
		expect(outcomes.indexOf('too_many_attempts')).toBe(10);
	});

	it('is vouched for by an administrator who knows it, and its letter then opens nothing', async () => {
		const { id, email } = await registered(world);
		const token = await aLink(world, 'confirm', email);
		await expect(
			world.commands.confirmPerson(await world.make.aManager(), id)
		).rejects.toMatchObject({ code: 'forbidden' });
		await world.commands.confirmPerson(admin, id);
		await expect(
			world.commands.confirmRegistration(token, { password: PASSWORD }, somewhere())
		).rejects.toMatchObject({ code: 'not_found' });
		await world.post();
		const links = world.letters.filter(({ to }) => to.address === email).map(({ link }) => link);
		expect(links).toEqual([expect.stringMatching(/^https:\/\/portal\.example\/invite\?token=/)]);
	});

	it('gets in by its mailbox once it is vouched for: a stranger’s password is worth nothing', async () => {
		const { id, email } = await registered(world);
		const strangers = 'пароль чужого';
		await world.commands.register(aRegistration({ email, password: strangers }), somewhere());
		await world.commands.confirmPerson(admin, id);
		for (const password of [strangers, PASSWORD])
			expect(await signIn(email, password)).toBe('wrong_credentials');
		const token = tokenIn(await posted(email));
		await world.commands.acceptInvite(token, { name: 'Анна', password: PASSWORD }, somewhere());
		expect(await signIn(email)).toBe('in');
		expect(await signIn(email, strangers)).toBe('wrong_credentials');
	});
});

describe('a password given from the shell', () => {
	it('ends the links that would set another one', async () => {
		const client = await world.make.aClient();
		const { path } = await world.commands.resetLink(admin, client.id);
		await setPassword(world.core.execute)(client.email, 'из консоли');
		const token = tokenIn(`https://portal.example${path}`);
		await expect(world.commands.resetPassword(token, PASSWORD, somewhere())).rejects.toMatchObject({
			code: 'not_found'
		});
		expect(await signIn(client.email, 'из консоли')).toBe('in');
	});

	it('lets in whoever had not confirmed its mailbox, and no registration after it', async () => {
		const { email } = await registered(world);
		const token = await aLink(world, 'confirm', email);
		await setPassword(world.core.execute)(email, 'из консоли');
		expect(await signIn(email, 'из консоли')).toBe('in');
		await expect(
			world.commands.confirmRegistration(token, { password: PASSWORD }, somewhere())
		).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('a new password', () => {
	it('is set by a link that works once, for an hour, and ends every session', async () => {
		const client = await world.make.aClient();
		const session = await world.tokenOf(client, 'web');
		await world.commands.requestReset(client.email, somewhere());
		const link = await posted(client.email);
		expect(link).toMatch(/^https:\/\/portal\.example\/reset\?token=[\w-]{43}$/);
		const reset = () => world.commands.resetPassword(tokenIn(link), 'совсем новый', somewhere());
		const outcomes = await Promise.allSettled([reset(), reset(), reset()]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await world.queries.session(session)).toBeNull();
		expect(await signIn(client.email)).toBe('wrong_credentials');
		expect(await signIn(client.email, 'совсем новый')).toBe('in');
		await world.post();
		expect(world.letters.at(-1)?.subject).toBe('Пароль изменён');
	});

	it('is not set after an hour, nor by a link for something else', async () => {
		const client = await world.make.aClient();
		await world.commands.requestReset(client.email, somewhere());
		const token = await aLink(world, 'reset', client.email);
		await expect(
			world.commands.acceptInvite(token, { name: 'Я', password: PASSWORD }, somewhere())
		).rejects.toMatchObject({ code: 'not_found' });
		world.clock.advance(HOUR);
		await expect(
			world.commands.resetPassword(token, 'совсем новый', somewhere())
		).rejects.toMatchObject({ code: 'not_found' });
		// A letter that could not be sent in time is not sent any more: it would open nothing.
		await world.post();
		expect(world.letters.filter(({ to }) => to.address === client.email)).toEqual([]);
	});

	it('is sent to nobody who has none, was blocked, or has been pestered enough', async () => {
		const client = await world.make.aClient();
		const blocked = await world.make.aClient();
		await world.commands.blockPerson(admin, blocked.id);
		for (const email of [blocked.email, 'nobody@bazis.example'])
			expect(await world.commands.requestReset(email, somewhere())).toBeUndefined();
		for (let asked = 0; asked < 5; asked++)
			await world.commands.requestReset(client.email, somewhere());
		await world.post();
		expect(world.letters.map(({ to }) => to.address)).toEqual(Array(3).fill(client.email));
	});

	it('is counted for an address and an account, and forgotten after an hour', async () => {
		const here = somewhere();
		const ask = () =>
			world.commands.requestReset('nobody@bazis.example', here).then(
				() => 'sent',
				(refused: { code: string }) => refused.code
			);
		const outcomes = [];
		for (let at = 0; at < 6; at++) outcomes.push(await ask());
		expect(outcomes.indexOf('too_many_attempts')).toBe(5);
		world.clock.advance(HOUR);
		expect(await ask()).toBe('sent');
	});

	it('lets in whoever had tried too many old ones from there', async () => {
		const client = await world.make.aClient();
		const here = somewhere();
		const attempt = (password: string) =>
			world.commands.signIn('web', { email: client.email, password }, here).then(
				() => 'in',
				(refused: { code: string }) => refused.code
			);
		for (let at = 0; at < 6; at++) await attempt('forgotten');
		await world.commands.requestReset(client.email, here);
		const token = await aLink(world, 'reset', client.email);
		await world.commands.resetPassword(token, 'совсем новый', here);
		expect(await attempt('совсем новый')).toBe('in');
	});

	it('confirms whoever had not been: the link came by the mailbox', async () => {
		const { email } = await registered(world);
		await world.commands.requestReset(email, somewhere());
		const token = await aLink(world, 'reset', email);
		await world.commands.resetPassword(token, 'совсем новый', somewhere());
		expect(await signIn(email, 'совсем новый')).toBe('in');
	});
});

describe('an invitation', () => {
	it('is handed on or sent, sets name and password once, and signs in', async () => {
		const manager = await world.make.aManager({ password: undefined });
		const first = await world.commands.inviteLink(admin, manager.id);
		const { path, url, expiresAt } = await world.commands.inviteLink(admin, manager.id);
		expect(url).toBe(`https://portal.example${path}`);
		expect(Date.parse(expiresAt) - world.clock.now()).toBe(7 * DAY);
		expect(await posted(manager.email)).toBe(url);
		const accept = (link: string) =>
			world.commands.acceptInvite(
				tokenIn(link),
				{ name: 'Ольга Крылова', password: PASSWORD },
				somewhere()
			);
		// Only the latest is good.
		await expect(accept(first.url ?? '')).rejects.toMatchObject({ code: 'not_found' });
		expect(await world.queries.linkOwner('invite', tokenIn(url ?? ''))).toEqual({
			name: manager.name,
			email: manager.email
		});
		const { viewer } = await accept(url ?? '');
		expect(viewer).toMatchObject({ id: manager.id, name: 'Ольга Крылова', role: 'manager' });
		await expect(accept(url ?? '')).rejects.toMatchObject({ code: 'not_found' });
		await expect(world.commands.inviteLink(admin, manager.id)).rejects.toMatchObject({
			issues: [{ field: 'id', code: 'has_password' }]
		});
	});

	it('and a link for a new password are made by administrators alone, and not for the blocked', async () => {
		const manager = await world.make.aManager();
		const blocked = await world.make.aClient();
		await world.commands.blockPerson(admin, blocked.id);
		for (const make of [world.commands.inviteLink, world.commands.resetLink]) {
			await expect(make(manager, admin.id)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(make(admin, blocked.id)).rejects.toMatchObject({ code: 'not_found' });
			await expect(make(admin, 999_999)).rejects.toMatchObject({ code: 'not_found' });
		}
	});

	it('is over when its owner is blocked', async () => {
		const manager = await world.make.aManager({ password: undefined });
		const { url } = await world.commands.inviteLink(admin, manager.id);
		await world.commands.blockPerson(admin, manager.id);
		expect(await world.queries.linkOwner('invite', tokenIn(url ?? ''))).toBeNull();
		await expect(
			world.commands.acceptInvite(
				tokenIn(url ?? ''),
				{ name: 'x', password: PASSWORD },
				somewhere()
			)
		).rejects.toMatchObject({ code: 'not_found' });
	});
});

it('no one-time token lies in the database: neither in links, nor in mails, nor in events', async () => {
	const client = await world.make.aClient();
	const { email } = await registered(world);
	await world.commands.requestReset(client.email, somewhere());
	world.clock.advance(MINUTE);
	const tokens = [
		tokenIn((await world.commands.resetLink(admin, client.id)).url ?? ''),
		await aLink(world, 'confirm', email),
		await aLink(world, 'reset', client.email)
	];
	const tables = await world.database.read(async (tx) => [
		...(await tx.all(`SELECT * FROM account_links`)),
		...(await tx.all(`SELECT * FROM mails`)),
		...(await tx.all(`SELECT * FROM events`))
	]);
	expect(tables.length).toBeGreaterThan(5);
	for (const token of tokens) expect(JSON.stringify(tables)).not.toContain(token);
});

it('without a public address a letter names the page alone, never a host', async () => {
	const bare = await createWorld();
	try {
		const client = await bare.make.aClient();
		await bare.commands.requestReset(client.email, somewhere());
		await bare.post();
		const [letter] = bare.letters;
		expect(letter?.link).toMatch(/^\/reset\?token=[\w-]{43}$/);
		expect(letter?.text).toContain(letter?.link);
		expect(`${letter?.text} ${letter?.html}`).not.toMatch(/https?:|href/);
	} finally {
		await bare.close();
	}
});
