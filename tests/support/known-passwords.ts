import type * as argon2 from '@node-rs/argon2';
import { vi } from 'vitest';

// A password costs time and memory on purpose, and tests make people by the thousand: each password
// is hashed once for a file, and compared once with a hash. What signing in is about asks for the
// real thing again by `vi.unmock`.
vi.mock('@node-rs/argon2', async (original) => {
	const real = await original<typeof argon2>();
	const hashes = new Map<string, Promise<string>>();
	const matches = new Map<string, Promise<boolean>>();
	return {
		...real,
		hash: (password: string, options?: argon2.Options) =>
			kept(hashes, password, () => real.hash(password, options)),
		verify: (hash: string, password: string, options?: argon2.Options) =>
			kept(matches, `${hash} ${password}`, () => real.verify(hash, password, options))
	};
});

function kept<T>(known: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
	const before = known.get(key);
	if (before) return before;
	const now = work();
	known.set(key, now);
	return now;
}
