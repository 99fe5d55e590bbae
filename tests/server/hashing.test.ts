import { expect, it } from 'vitest';
import { hashPassword, passwordMatches } from '#server/sessions/password.ts';
import { hashing } from '../support/hashing.ts';

const counted = { running: 0, most: 0, done: 0 };

async function work(): Promise<void> {
	counted.running += 1;
	counted.most = Math.max(counted.most, counted.running);
	// A turn of the event loop: whatever could run beside it has begun by then.
	await new Promise((resolve) => setImmediate(resolve));
	counted.running -= 1;
	counted.done += 1;
}

hashing.by = {
	hash: async () => {
		await work();
		return 'hash';
	},
	verify: async (_hash, password) => {
		await work();
		if (password === 'broken') throw new Error('broken hash');
		return password === 'right';
	}
};

it('however many sign in at once, two passwords are hashed at a time: the rest is the database’s', async () => {
	const answers = await Promise.all([
		...Array.from({ length: 20 }, () => passwordMatches('hash', 'right')),
		...Array.from({ length: 10 }, () => hashPassword('new'))
	]);
	expect(answers.slice(0, 20)).toEqual(Array(20).fill(true));
	expect(counted.done).toBeGreaterThanOrEqual(30);
	expect(counted.most).toBe(2);
});

it('a fault gives its turn back', async () => {
	const broken = Array.from({ length: 5 }, () => passwordMatches('hash', 'broken'));
	expect((await Promise.allSettled(broken)).every(({ status }) => status === 'rejected')).toBe(
		true
	);
	expect(await passwordMatches('hash', 'right')).toBe(true);
});
