import type * as argon2 from '@node-rs/argon2';
import { vi } from 'vitest';
import { hashing } from './hashing.ts';

// A password costs time and memory on purpose, and tests make people by the thousand: each password
// is hashed once, and compared once with a hash, unless a file asks for another way.
vi.mock('@node-rs/argon2', async (original) => {
	const real = await original<typeof argon2>();
	const { hashing: chosen } = await import('./hashing.ts');
	const hashes = new Map<string, Promise<string>>();
	const matches = new Map<string, Promise<boolean>>();
	const known = {
		hash: (password: string, options?: argon2.Options) =>
			kept(hashes, password, () => real.hash(password, options)),
		verify: (hash: string, password: string, options?: argon2.Options) =>
			kept(matches, `${hash} ${password}`, () => real.verify(hash, password, options))
	};
	const way = () => (chosen.by === 'kept' ? known : chosen.by === 'real' ? real : chosen.by);
	return {
		...real,
		hash: (password: string, options?: argon2.Options) => way().hash(password, options),
		verify: (hash: string, password: string, options?: argon2.Options) =>
			way().verify(hash, password, options)
	};
});

// The files of a process share it: what one has chosen is not the next one's.
hashing.by = 'kept';

function kept<T>(known: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
	const before = known.get(key);
	if (before) return before;
	const now = work();
	known.set(key, now);
	return now;
}
