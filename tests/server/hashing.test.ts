import { expect, it, vi } from 'vitest';

const counted = vi.hoisted(() => ({ running: 0, most: 0, done: 0 }));

vi.mock('@node-rs/argon2', () => {
	const work = async () => {
		counted.running += 1;
		counted.most = Math.max(counted.most, counted.running);
		// A turn of the event loop: whatever could run beside it has begun by then.
		await new Promise((resolve) => setImmediate(resolve));
		counted.running -= 1;
		counted.done += 1;
	};
	return {
		hash: async () => {
			await work();
			return 'hash';
		},
		verify: async (_hash: string, password: string) => {
			await work();
			if (password === 'broken') throw new Error('broken hash');
			return password === 'right';
		}
	};
});

const { hashPassword, passwordMatches } = await import('#server/sessions/password.ts');

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
