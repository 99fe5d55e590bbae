import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '#server/log.ts';
import { logMailer } from '#server/mail/mailer.ts';
import type { Person } from '#server/portal.ts';
import { PASSWORD } from '../support/factories.ts';
import { createWorld, type World } from '../support/world.ts';

/** What a terminal, a reader of lines or a viewer would take for more than text. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const FORGED =
	'Иванов\r\n{"level":50,"msg":"forged"}\u001b[2J\u001b]0;owned\u0007\u009b2J\u2028next\u202egnp';

/** A log and the text it has written. */
function written() {
	let text = '';
	const log = createLog('info', { write: (line: string) => void (text += line) });
	return { log, text: () => text };
}

describe('the log', () => {
	it('is one line for each entry, whatever is written of people', () => {
		const { log, text } = written();
		log.info({ path: FORGED, [FORGED]: FORGED }, FORGED);
		log.error({ err: new Error(FORGED) }, 'request failed');
		const lines = text().trimEnd().split('\n');
		expect(lines).toHaveLength(2);
		for (const line of lines) expect(line).not.toMatch(CONTROLS);
		// Nothing is lost: whoever reads the JSON has every sign that was sent.
		expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: FORGED, msg: FORGED });
	});

	it('holds letters of strangers as one line, where there is no mail server', async () => {
		const { log, text } = written();
		const letter = {
			from: { name: '', address: 'portal@bazis.example' },
			to: { name: FORGED, address: 'a@b.example' },
			subject: FORGED,
			text: FORGED,
			html: '',
			headers: {},
			messageId: 'x',
			references: null
		};
		await logMailer((entry, message) => log.info(entry, message)).send(letter);
		expect(text().trimEnd().split('\n')).toHaveLength(1);
		expect(text().trimEnd()).not.toMatch(CONTROLS);
	});

	it('cuts out what an entry carries of secrets', () => {
		const { log, text } = written();
		const secrets = {
			authorization: 'zq7zq7',
			cookie: 'zq7zq7',
			password: 'zq7zq7',
			token: 'zq7zq7'
		};
		log.info({ ...secrets, headers: secrets, body: secrets });
		expect(text()).not.toContain('zq7zq7');
	});
});

describe('what goes wrong while somebody signs in', () => {
	let world: World;
	let person: Person;
	beforeAll(async () => {
		world = await createWorld({ database: 'sqlite' });
		await world.startHost();
		person = await world.make.aManager();
	});
	afterAll(() => world.close());

	it('is in the log by its id, without password, hash or token, and forges no line', async () => {
		const token = await world.tokenOf(person);
		const [row] = await world.database.read((tx) =>
			tx.all<{ hash: string }>(`SELECT password_hash AS hash FROM users WHERE id = $1`, [person.id])
		);
		await world.database.write((tx) => tx.run(`ALTER TABLE sessions RENAME TO sessions_away`));
		const answers = [
			await world.call('POST', '/api/v1/token', {
				body: { email: person.email, password: PASSWORD }
			}),
			await world.call('GET', '/api/v1/tickets', { token }),
			await world.call('GET', `/api/v1/tickets/%0d%0a%1b%5b2J%c2%9b2J`, { token })
		];
		await world.database.write((tx) => tx.run(`ALTER TABLE sessions_away RENAME TO sessions`));
		const log = world.log.join('');
		for (const { status, body, text } of answers) {
			expect(status).toBe(500);
			expect(log).toContain(String(body['id']));
			expect(text).not.toMatch(/SELECT|INSERT|sessions|sqlite|\.ts|\bat /i);
		}
		for (const secret of [PASSWORD, token, row?.hash ?? 'no hash'])
			expect(log).not.toContain(secret);
		for (const line of world.log) {
			expect(line.trimEnd()).not.toMatch(CONTROLS);
			expect(line.trimEnd().split('\n')).toHaveLength(1);
		}
	});
});
