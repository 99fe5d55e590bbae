import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { readConfig } from '#server/config.ts';
import { createPortal, type PortalCore, type PortalOptions } from '#server/create-portal.ts';
import { openDatabase } from '#server/database/open.ts';
import { LEASE_MS, RETRY_MS } from '#server/jobs/mail-job.ts';
import type { Letter } from '#server/mail/letter.ts';
import type { Person } from '#server/portal.ts';
import { createStopTokens } from '#server/sessions/stop-token.ts';
import { DAY, MINUTE } from '../../support/clock.ts';
import { hireCast, leaks, writeSecrets } from '../../support/secrets.ts';
import { createWorld, SECRET, type World, type WorldOptions } from '../../support/world.ts';

let world: World;
let manager: Person;
let client: Person;
let ticket: FullTicket;

async function open(options: WorldOptions = {}): Promise<void> {
	world = await createWorld({
		settings: { ORIGIN: 'https://portal.example', MAIL_FROM: 'noc@bazis.example' },
		...options
	});
	manager = await world.make.aManager({ name: 'Пётр Ильин' });
	client = await world.make.aClient({ name: 'Анна Соколова' });
	ticket = await world.make.aTicket({ by: client, subject: 'Касса не печатает' });
}
beforeEach(() => open());
afterEach(() => world.close());

/** Reopens the world with another way of sending. */
async function sending(send: (letter: Letter) => Promise<void>): Promise<void> {
	await world.close();
	await open({ mailer: { send, close: () => undefined } });
}

const subjects = () => world.letters.map(({ subject }) => subject);
const rows = () =>
	world.database.read((tx) =>
		tx.all<{ attempts: number; failed: number | null; error: string | null }>(
			`SELECT attempts, failed_at AS failed, error FROM mails ORDER BY id`
		)
	);

describe('a letter is written', () => {
	it('to the requester, when staff reply and when the status changes', async () => {
		await world.make.aReply(ticket, manager, 'Заменили кабель.\nПроверьте, пожалуйста.');
		await world.commands.updateTicket(manager, ticket.number, { status: 'waiting' });
		await world.post();
		expect(subjects()).toEqual([
			`Ответ по заявке ${ticket.number}: Касса не печатает`,
			`Заявка ${ticket.number}: Ждёт клиента — Касса не печатает`
		]);
		const [reply, status] = world.letters;
		expect(reply?.to).toEqual({ name: 'Анна Соколова', address: client.email });
		expect(reply?.from).toEqual({ name: 'Базис-Центр', address: 'noc@bazis.example' });
		expect(reply?.text).toContain('> Заменили кабель.\n> Проверьте, пожалуйста.');
		expect(reply?.text).toContain('Пётр Ильин отвечает');
		expect(status?.text).toContain('«Новая» → «Ждёт клиента»');
		expect(status?.text).not.toContain('Пётр');
	});

	it('neither of internal notes nor of how staff share the work', async () => {
		await world.make.aNote(ticket, manager, 'Между нами');
		await world.commands.updateTicket(manager, ticket.number, {
			assignee: manager.email,
			priority: 'critical',
			subject: 'Касса'
		});
		await world.post();
		expect([world.letters, await rows()]).toEqual([[], []]);
	});

	it('never of what the requester did itself', async () => {
		await world.commands.updateTicket(manager, ticket.number, { status: 'waiting' });
		await world.make.aReply(ticket, client);
		await world.commands.cancelTicket(client, ticket.number);
		await world.post();
		expect(subjects()).toHaveLength(1);
	});

	it('once, with the reply, when a ticket is reopened with words', async () => {
		await world.commands.updateTicket(manager, ticket.number, { status: 'resolved' });
		await world.commands.reopenTicket(manager, ticket.number, { body: 'Проверим ещё раз.' });
		await world.post();
		expect(subjects()).toHaveLength(2);
		expect(world.letters[1]?.text).toContain('«Решена» → «В работе»');
		expect(world.letters[1]?.text).toContain('> Проверим ещё раз.');
	});

	it('once for one reply, however often its request is repeated', async () => {
		const input = { body: 'Смотрим', internal: false };
		for (let sent = 0; sent < 3; sent++)
			await world.commands.commentTicket(manager, ticket.number, input, 'key-1');
		await world.post();
		await world.post();
		expect(subjects()).toHaveLength(1);
	});

	it('not when the command was refused: both or neither', async () => {
		const refused = world.commands.updateTicket(manager, ticket.number, { status: 'closed' });
		await expect(refused).rejects.toMatchObject({ code: 'forbidden_transition' });
		expect(await rows()).toEqual([]);
	});

	it('in the language of the person, and of the portal when none was chosen', async () => {
		await world.commands.updateProfile(client, { language: 'en' });
		await world.make.aReply(ticket, manager);
		await world.post();
		expect(world.letters[0]?.subject).toBe(`Reply on ${ticket.number}: Касса не печатает`);
		expect(world.letters[0]?.text).toContain('Hello Анна Соколова,');
	});
});

describe('what a letter holds', () => {
	it('are links of the public address, one of them to stop letters', async () => {
		await world.make.aReply(ticket, manager);
		await world.post();
		const [letter] = world.letters;
		expect(letter?.text).toContain(`https://portal.example/cabinet/tickets/${ticket.number}`);
		const stop = /<(https:\/\/portal\.example\/unsubscribe\?token=[\w.-]+)>/.exec(
			letter?.headers['List-Unsubscribe'] ?? ''
		)?.[1];
		expect(letter?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
		expect(letter?.text).toContain(stop);
		const token = new URL(stop ?? '').searchParams.get('token') ?? '';
		await world.commands.stopMail(token);
		expect(await world.queries.profile(await viewer())).toMatchObject({ mail: false });
	});

	it('is no link at all without a public address: none is made of what a request names', async () => {
		await world.close();
		await open({ settings: {} });
		await world.make.aReply(ticket, manager);
		await world.post();
		const [letter] = world.letters;
		expect(letter?.text).not.toContain('http');
		expect(letter?.html).not.toContain('href');
		expect(Object.keys(letter?.headers ?? {})).not.toContain('List-Unsubscribe');
		expect(letter?.text).toContain(`«Кабинет» → ${ticket.number}`);
		expect(letter?.from.address).toBe('portal@localhost');
	});

	it('are words, whatever was written: no tag, no second header', async () => {
		const evil = await world.make.aTicket({
			by: client,
			subject: 'x\r\nBcc: victim@bazis.example\r\n\r\n<script>alert(1)</script>'
		});
		// The door takes line breaks out of subjects; what came in another way is met here.
		await world.database.write((tx) =>
			tx.run(`UPDATE tickets SET subject = $1 WHERE subject LIKE 'x%'`, [
				'x\r\nBcc: victim@bazis.example\r\n\r\n<script>alert(1)</script>'
			])
		);
		await world.make.aReply(evil, manager, '<img src=x onerror=alert(1)> & "кавычки"');
		await world.post();
		const [letter] = world.letters;
		expect(letter?.subject).not.toMatch(/[\r\n]/);
		expect(letter?.html).not.toMatch(/<script|<img/);
		expect(letter?.html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;кавычки&quot;');
	});

	it('is never what the client may not see: internal notes, colleagues, other people', async () => {
		const planted = await writeSecrets(world, await hireCast(world));
		await world.post();
		const ofOwner = world.letters.filter(({ to }) => to.address === planted.owner.email);
		expect(ofOwner.length).toBeGreaterThan(3);
		expect(leaks(JSON.stringify(ofOwner), ['zq7zq7reply'])).toEqual(['zq7zq7reply']);
		expect(leaks(JSON.stringify(world.letters), planted.forbiddenToOwner)).toEqual([]);
		const kept = await world.database.read((tx) =>
			tx.all<{ facts: string }>(`SELECT * FROM mails`)
		);
		expect(leaks(JSON.stringify(kept), planted.forbiddenToOwner)).toEqual([]);
	});
});

describe('nobody is written to who', () => {
	it('has stopped letters, before or after the letter was written', async () => {
		await world.make.aReply(ticket, manager);
		await world.commands.updateProfile(client, { mail: false });
		await world.make.aReply(ticket, manager);
		await world.post();
		expect([world.letters, await rows()]).toEqual([[], []]);
		await world.commands.updateProfile(client, { mail: true });
		await world.make.aReply(ticket, manager);
		await world.post();
		expect(subjects()).toHaveLength(1);
	});

	it('is blocked, or whose ticket is gone', async () => {
		await world.make.aReply(ticket, manager);
		await world.commands.deleteTicket(await world.make.anAdmin(), ticket.number, 'Дубль');
		const second = await world.make.aTicket({ by: client });
		await world.make.aReply(second, manager);
		await world.database.write((tx) =>
			tx.run(`UPDATE users SET blocked_at = $1 WHERE id = $2`, [world.clock.now(), client.id])
		);
		await world.post();
		expect([world.letters, await rows()]).toEqual([[], []]);
	});
});

describe('a letter that does not get through', () => {
	it('is tried again, later and later, and given up for all to see', async () => {
		let tried = 0;
		await sending(() => Promise.reject(new Error(`busy ${++tried}`)));
		await world.make.aReply(ticket, manager);
		await world.post();
		await world.post();
		expect(tried).toBe(1);
		for (const [done, wait] of RETRY_MS.entries()) {
			expect(await world.queries.mails()).toEqual({ waiting: 1, failed: 0 });
			world.clock.advance(wait - 1);
			await world.post();
			expect(tried).toBe(done + 1);
			world.clock.advance(1);
			await world.post();
			expect(tried).toBe(done + 2);
		}
		expect(await world.queries.mails()).toEqual({ waiting: 0, failed: 1 });
		world.clock.advance(2 * DAY);
		await world.post();
		expect(tried).toBe(RETRY_MS.length + 1);
		expect((await rows())[0]).toMatchObject({ error: `busy ${tried}` });
	});

	it('because its recipient does not exist is given up at once', async () => {
		const unknown = Object.assign(new Error('550 no such user'), {
			responseCode: 550,
			command: 'RCPT TO'
		});
		await sending(() => Promise.reject(unknown));
		await world.make.aReply(ticket, manager);
		await world.post();
		expect(await world.queries.mails()).toEqual({ waiting: 0, failed: 1 });
	});

	it('goes out when the mail server is back, once', async () => {
		const sent: Letter[] = [];
		let down = true;
		await sending((letter) =>
			down ? Promise.reject(new Error('down')) : Promise.resolve(void sent.push(letter))
		);
		await world.make.aReply(ticket, manager);
		await world.post();
		down = false;
		world.clock.advance(MINUTE);
		await world.post();
		await world.post();
		expect(sent).toHaveLength(1);
		expect(await world.queries.mails()).toEqual({ waiting: 0, failed: 0 });
	});

	it('because the process died while sending is sent by another, under the same name', async () => {
		const names: string[] = [];
		const { promise: never } = Promise.withResolvers<void>();
		let dead = true;
		await sending((letter) => {
			names.push(letter.messageId);
			return dead ? never : Promise.resolve();
		});
		await world.make.aReply(ticket, manager);
		void world.post();
		await expect.poll(() => names.length).toBe(1);
		dead = false;
		world.clock.advance(LEASE_MS - 1);
		await world.post();
		expect(names).toHaveLength(1);
		world.clock.advance(1);
		await world.post();
		expect(names).toEqual([names[0], names[0]]);
	});
});

it('several nodes send each letter once', async () => {
	for (let made = 0; made < 25; made++) await world.make.aReply(ticket, manager, `Ответ ${made}`);
	const sent: string[] = [];
	const nodes = await Promise.all(
		Array.from({ length: 3 }, () =>
			anotherNode({
				mailer: {
					send: async ({ messageId }) => void sent.push(messageId),
					close: () => undefined
				}
			})
		)
	);
	try {
		await Promise.all(nodes.map(async (node) => node.mailJob?.tick()));
		await Promise.all(nodes.map(async (node) => node.mailJob?.tick()));
		expect([sent.length, new Set(sent).size]).toEqual([25, 25]);
	} finally {
		for (const node of nodes) await node.close();
	}
});

it('the past of the demo company is told to nobody', async () => {
	const past = await anotherNode({ past: true });
	try {
		const input = { body: 'Когда-то', internal: false };
		await past.portal.commands.commentTicket(manager, ticket.number, input);
		expect(await rows()).toEqual([]);
	} finally {
		await past.close();
	}
});

describe('the key that stops letters', () => {
	it('is good for one person and for nothing else, and cannot be made up', async () => {
		const key = createStopTokens(SECRET).sign(client.id);
		const [, signature = ''] = key.split('.');
		for (const forged of [
			'',
			key.slice(0, -1),
			`${client.id + 1}.${signature}`,
			`${key}x`,
			createStopTokens(`another ${SECRET}`).sign(client.id),
			await world.tokenOf(client)
		]) {
			await expect(world.commands.stopMail(forged)).rejects.toMatchObject({ code: 'not_found' });
			expect(await world.queries.mailOf(forged)).toBeNull();
		}
		expect(await world.queries.session(key)).toBeNull();
		expect(await world.queries.mailOf(key)).toEqual({ email: client.email, mail: true });
		await world.commands.stopMail(key);
		await world.commands.stopMail(key);
		expect(await world.queries.mailOf(key)).toEqual({ email: client.email, mail: false });
	});
});

/** Another process on the same database. */
async function anotherNode(options: Pick<PortalOptions, 'mailer' | 'past'>): Promise<PortalCore> {
	return createPortal({
		database: await openDatabase(world.databaseUrl),
		config: readConfig({}),
		secret: SECRET,
		build: 'test',
		now: world.clock.now,
		failed: (error) => world.faults.push(error),
		...options
	});
}

async function viewer() {
	const session = await world.queries.session(await world.tokenOf(client));
	return session?.viewer ?? null;
}
