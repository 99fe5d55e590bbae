import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';
import { prepareFirstAdmin } from '#server/first-admin.ts';
import type { Person } from '#server/portal.ts';
import { MINUTE } from '../../support/clock.ts';
import { PASSWORD } from '../../support/factories.ts';
import { hashing } from '../../support/hashing.ts';
import { createWorld, type World } from '../../support/world.ts';

hashing.by = 'real';

let world: World;
let person: Person;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	person = await world.make.aManager();
});
afterAll(() => world.close());

let address = 0;
/** An address nobody has used yet. */
const fresh = () => `198.51.${Math.floor(++address / 250)}.${address % 250}`;

const signIn = (email: string, password: string, from: string) =>
	world.commands.signIn('web', { email, password }, { address: from, userAgent: 'tests' }).then(
		() => 'in',
		(error: { code: string; message: string; retryAfter: number | null }) => error.code
	);
const tries = async (count: number, email: string, from: string) => {
	const outcomes = [];
	for (let at = 0; at < count; at++) outcomes.push(await signIn(email, 'wrong', from));
	return outcomes;
};

describe('signing in', () => {
	it('works with a long password in Cyrillic, to its last letter', async () => {
		const password = 'щ'.repeat(79) + 'а';
		const { email } = await world.make.aClient({ password });
		expect(await signIn(email, password, fresh())).toBe('in');
		expect(await signIn(email, 'щ'.repeat(79) + 'б', fresh())).toBe('wrong_credentials');
		expect(await signIn(email, 'щ'.repeat(79), fresh())).toBe('wrong_credentials');
	});

	it('is checked against argon2id with 19 MiB and two passes, salted each time', async () => {
		await world.make.aClient();
		await world.make.aClient();
		const rows = await world.database.read((tx) =>
			tx.all<{ hash: string }>(
				`SELECT password_hash AS hash FROM users WHERE password_hash IS NOT NULL`
			)
		);
		for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		expect(new Set(rows.map(({ hash }) => hash)).size).toBe(rows.length);
	});

	it('takes a letter written in two ways for the same letter', async () => {
		const { email } = await world.make.aClient({ password: 'йод и ёлка'.normalize('NFC') });
		expect(await signIn(email, 'йод и ёлка'.normalize('NFD'), fresh())).toBe('in');
	});

	it('tells an unknown account and a wrong password by nothing apart', async () => {
		const answers = [];
		for (const email of [person.email, 'nobody@bazis.example'])
			answers.push(
				await world.call('POST', '/api/v1/token', { body: { email, password: 'wrong' } })
			);
		expect(answers.map(({ status }) => status)).toEqual([401, 401]);
		expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
	});

	it('takes as long for an unknown account as for a wrong password', async () => {
		const took = async (email: string) => {
			const since = performance.now();
			await signIn(email, 'wrong', fresh());
			return performance.now() - since;
		};
		await took('warm-up@bazis.example');
		// The fastest of each: what the machine does beside it only adds, so more tries only help.
		const fastest = { known: Infinity, unknown: Infinity };
		let ratio = 0;
		for (let at = 0; at < 7 || (at < 25 && (ratio < 0.6 || ratio > 1.7)); at++) {
			fastest.known = Math.min(fastest.known, await took(person.email));
			fastest.unknown = Math.min(fastest.unknown, await took(`nobody${at}@bazis.example`));
			ratio = fastest.unknown / fastest.known;
		}
		expect(ratio).toBeGreaterThan(0.6);
		expect(ratio).toBeLessThan(1.7);
	});

	it('of an account without a password is never possible', async () => {
		const { email } = await world.make.aClient({ password: undefined });
		for (const password of ['', 'null', PASSWORD])
			expect(await signIn(email, password, fresh())).toBe('wrong_credentials');
	});

	it('of a blocked account looks like a wrong password', async () => {
		const blocked = await world.make.aClient();
		await world.database.write(async (tx) => {
			await tx.run(`UPDATE users SET blocked_at = $2 WHERE id = $1`, [blocked.id, 1]);
		});
		expect(await signIn(blocked.email, PASSWORD, fresh())).toBe('wrong_credentials');
	});
});

describe('failed attempts', () => {
	it('are counted for an account and an address together: five, then a pause', async () => {
		const here = fresh();
		expect(await tries(7, person.email, here)).toEqual([
			...Array.from({ length: 5 }, () => 'wrong_credentials'),
			'too_many_attempts',
			'too_many_attempts'
		]);
		// The right password does not help from there, and nobody can lock out the rest of the world.
		expect(await signIn(person.email, PASSWORD, here)).toBe('too_many_attempts');
		expect(await signIn(person.email, PASSWORD, fresh())).toBe('in');
	});

	it('of an account that does not exist are counted the same', async () => {
		const here = fresh();
		const outcomes = await tries(6, 'nobody@bazis.example', here);
		expect(outcomes.at(-1)).toBe('too_many_attempts');
	});

	it('many at once do not slip past the count', async () => {
		const here = fresh();
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, () => signIn(person.email, 'wrong', here))
		);
		expect(outcomes.filter((one) => one === 'wrong_credentials')).toHaveLength(5);
	});

	it('from one address over many accounts come to an end too', async () => {
		const here = fresh();
		const outcomes = [];
		for (let at = 0; at < 55; at++) outcomes.push(await signIn(`a${at}@b.example`, 'wrong', here));
		expect(outcomes.indexOf('too_many_attempts')).toBe(50);
	});

	it('from one network of IPv6 are counted as from one address; the record names each', async () => {
		const { email } = await world.make.aClient();
		const outcomes = [];
		for (let at = 1; at <= 6; at++)
			outcomes.push(await signIn(email, 'wrong', `2001:db8:64:1::${at}`));
		expect(outcomes.at(-1)).toBe('too_many_attempts');
		expect(await signIn(email, PASSWORD, '2001:db8:64:2::1')).toBe('in');
		const told = (await world.events()).filter(({ type }) => type === 'session.throttled');
		expect(told.map(({ payload }) => payload.address)).toContain('2001:db8:64:1::6');
	});

	it('are forgiven by the right password', async () => {
		const here = fresh();
		await tries(4, person.email, here);
		expect(await signIn(person.email, PASSWORD, here)).toBe('in');
		expect(await tries(5, person.email, here)).not.toContain('too_many_attempts');
	});

	it('are forgotten after a quarter of an hour, and the answer says so', async () => {
		const { email } = await world.make.aClient();
		const answers = [];
		for (let at = 0; at < 6; at++)
			answers.push(
				await world.call('POST', '/api/v1/token', { body: { email, password: 'wrong' } })
			);
		const last = answers.at(-1);
		expect(last?.status).toBe(429);
		expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(800);
		world.clock.advance(15 * MINUTE);
		const { status } = await world.call('POST', '/api/v1/token', {
			body: { email, password: PASSWORD }
		});
		expect(status).toBe(200);
	});
});

describe('the first administrator', () => {
	it('is made by a link that works once', async () => {
		const empty = await createWorld();
		try {
			const token = await prepareFirstAdmin(empty.core, readConfig({}));
			if (token === null) throw new Error('no token');
			const admin = { name: 'Первая', email: 'first@bazis.example', password: PASSWORD };
			expect(await empty.queries.isSetUpOpen(token)).toBe(true);
			expect(await empty.queries.isSetUpOpen('guessed')).toBe(false);
			await expect(empty.commands.setUp('guessed', admin)).rejects.toMatchObject({
				code: 'not_found'
			});
			const outcomes = await Promise.allSettled(
				Array.from({ length: 5 }, (_, at) =>
					empty.commands.setUp(token, { ...admin, email: `first${at}@bazis.example` })
				)
			);
			expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
			expect(await empty.queries.isSetUpOpen(token)).toBe(false);
			// Somebody is there now: the next start offers nothing.
			expect(await prepareFirstAdmin(empty.core, readConfig({}))).toBeNull();
		} finally {
			await empty.close();
		}
	});

	it('is made from the settings when they are given', async () => {
		const empty = await createWorld();
		try {
			const settings = { ADMIN_EMAIL: ' Boss@Bazis.Example ', ADMIN_PASSWORD: PASSWORD };
			expect(await prepareFirstAdmin(empty.core, settings)).toBeNull();
			const { viewer } = await empty.commands.signIn(
				'web',
				{ email: 'boss@bazis.example', password: PASSWORD },
				{ address: fresh(), userAgent: '' }
			);
			expect(viewer.role).toBe('admin');
		} finally {
			await empty.close();
		}
	});
});
