import { createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT_ONCE, LEASE_MS } from '#server/jobs/mail-job.ts';
import type { Letter } from '#server/mail/letter.ts';
import { isPermanent, LONGEST_SENDING_MS, smtpMailer } from '#server/mail/mailer.ts';
import { createWorld, type World } from '../support/world.ts';

let server: SMTPServer;
let port: number;
let received: { from: string; to: string[]; raw: string }[];
let refuse: Error | null;
let refuseSender: Error | null;
let refuseCaller: Error | null;
let world: World;

beforeEach(async () => {
	received = [];
	refuse = refuseSender = refuseCaller = null;
	server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onConnect: (_session, done) => done(refuseCaller),
		onMailFrom: (_address, _session, done) => done(refuseSender),
		onRcptTo: (_address, _session, done) => done(refuse),
		onData(stream, { envelope }, done) {
			let raw = '';
			stream.setEncoding('utf8');
			stream.on('data', (chunk: string) => (raw += chunk));
			stream.on('end', () => {
				const from = envelope.mailFrom ? envelope.mailFrom.address : '';
				received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw });
				done();
			});
		}
	});
	port = await new Promise<number>((resolve) => {
		const listening = server.listen(0, '127.0.0.1', () => {
			const address = listening.address();
			resolve(address !== null && typeof address === 'object' ? address.port : 0);
		});
	});
	world = await createWorld({
		database: 'sqlite',
		settings: { ORIGIN: 'https://portal.example', MAIL_FROM: 'noc@bazis.example' },
		mailer: smtpMailer(`smtp://127.0.0.1:${port}`)
	});
});
afterEach(async () => {
	await world.close();
	await new Promise<void>((resolve) => server.close(() => resolve()));
});

/** The header of a letter, its folded lines joined. */
function header(raw: string, name: string): string | undefined {
	const [head = ''] = raw.split('\r\n\r\n');
	const line = new RegExp(`^${name}: (.*)$`, 'im').exec(head.replace(/\r\n[ \t]+/g, ' '));
	return line?.[1];
}

describe('a letter over SMTP', () => {
	it('arrives whole: to whom, from whom, how to stop, in text and markup', async () => {
		const client = await world.make.aClient({ name: 'Анна "Аня" Соколова' });
		const ticket = await world.make.aTicket({ by: client, subject: 'Почта' });
		await world.make.aReply(ticket, await world.make.aManager(), 'Готово.');
		await world.post();
		expect(world.mailFaults).toEqual([]);
		expect(received).toHaveLength(1);
		const [{ from, to, raw } = { from: '', to: [], raw: '' }] = received;
		expect([from, to]).toEqual(['noc@bazis.example', [client.email]]);
		expect(header(raw, 'List-Unsubscribe')).toMatch(
			/^<https:\/\/portal\.example\/unsubscribe\?token=\d+\.[\w-]{43}>$/
		);
		expect(header(raw, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
		expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
		expect(header(raw, 'Content-Type')).toContain('multipart/alternative');
		expect(raw).toContain('Content-Type: text/plain; charset=utf-8');
		expect(raw).toContain('Content-Type: text/html; charset=utf-8');
	});

	it('has no header that somebody else made', async () => {
		const client = await world.make.aClient();
		const ticket = await world.make.aTicket({ by: client });
		await world.database.write(async (tx) => {
			await tx.run(`UPDATE tickets SET subject = $1`, ['Тема\r\nBcc: victim@bazis.example']);
			await tx.run(`UPDATE users SET name = $1 WHERE id = $2`, [
				'Имя\r\nX-Evil: 1" <victim@bazis.example>',
				client.id
			]);
		});
		await world.make.aReply(ticket, await world.make.aManager());
		await world.post();
		const [{ to, raw } = { to: [], raw: '' }] = received;
		expect(to).toEqual([client.email]);
		expect(header(raw, 'Bcc')).toBeUndefined();
		expect(header(raw, 'X-Evil')).toBeUndefined();
	});

	it('to somebody unknown is given up; a busy server is asked again', async () => {
		const ticket = await world.make.aTicket();
		const manager = await world.make.aManager();
		refuse = Object.assign(new Error('no such user'), { responseCode: 550 });
		await world.make.aReply(ticket, manager);
		await world.post();
		expect(await world.queries.mails()).toEqual({ waiting: 0, failed: 1 });
		refuse = Object.assign(new Error('come back later'), { responseCode: 451 });
		await world.make.aReply(ticket, manager);
		await world.post();
		expect(await world.queries.mails()).toEqual({ waiting: 1, failed: 1 });
		refuse = null;
		world.clock.advance(60_000);
		await world.post();
		expect(await world.queries.mails()).toEqual({ waiting: 0, failed: 1 });
		expect(received).toHaveLength(1);
	});

	it('is tried again when the server refuses the portal and not the recipient', async () => {
		const ticket = await world.make.aTicket();
		const manager = await world.make.aManager();
		refuseCaller = Object.assign(new Error('too busy'), { responseCode: 554 });
		await world.make.aReply(ticket, manager);
		await world.post();
		expect(await world.queries.mails()).toEqual({ waiting: 1, failed: 0 });
		refuseCaller = null;
		refuseSender = Object.assign(new Error('sign in first'), { responseCode: 530 });
		world.clock.advance(60_000);
		await world.post();
		expect(await world.queries.mails()).toEqual({ waiting: 1, failed: 0 });
		refuseSender = null;
		world.clock.advance(300_000);
		await world.post();
		expect(await world.queries.mails()).toEqual({ waiting: 0, failed: 0 });
		expect(received).toHaveLength(1);
	});
});

it('staff read in the metrics how many letters wait and failed', async () => {
	await world.startHost();
	refuse = Object.assign(new Error('no such user'), { responseCode: 550 });
	await world.make.aReply(await world.make.aTicket(), await world.make.aManager());
	await world.post();
	const { text } = await world.call('GET', '/metrics');
	expect(text).toContain('portal_mails{state="failed"} 1');
	expect(text).toContain('portal_mails{state="waiting"} 0');
});

it('a mail server that trickles is let go of, long before anybody else takes the letters', async () => {
	expect(AT_ONCE * LONGEST_SENDING_MS).toBeLessThan(LEASE_MS / 2 + 1);
	let open = 0;
	const tarpit = createServer((socket) => {
		open++;
		const timer = setInterval(() => socket.write('250-wait\r\n'), 20);
		socket.write('220 tarpit\r\n');
		socket.on('error', () => undefined);
		socket.on('close', () => {
			clearInterval(timer);
			open--;
		});
	});
	await new Promise<void>((resolve) => tarpit.listen(0, '127.0.0.1', resolve));
	const address = tarpit.address();
	const mailer = smtpMailer(
		`smtp://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
		300
	);
	const letter: Letter = {
		from: { name: 'Портал', address: 'noc@bazis.example' },
		to: { name: 'Анна', address: 'anna@firma.example' },
		subject: 'Тема',
		text: 'Слова',
		html: '<p>Слова</p>',
		messageId: '<1@bazis.example>',
		references: null,
		headers: {}
	};
	try {
		const fault = await mailer.send(letter).catch((error: unknown) => error);
		expect(fault).toBeInstanceOf(Error);
		expect(isPermanent(fault)).toBe(false);
		await expect.poll(() => open, { timeout: 10_000 }).toBe(0);
	} finally {
		mailer.close();
		await new Promise<void>((resolve) => tarpit.close(() => resolve()));
	}
});
