import { hash, verify, type Options } from '@node-rs/argon2';

/** argon2id with 19 MiB, two passes, one lane. */
const OPTIONS: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashing shares libuv's pool with SQLite: more than two at once would stop the database. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
	else running++;
	try {
		return await work();
	} finally {
		const next = waiting.shift();
		if (next) next();
		else running--;
	}
}

/** Hashes a password, to its last letter in any script. */
export function hashPassword(password: string): Promise<string> {
	return inTurn(() => hash(password.normalize('NFC'), OPTIONS));
}

let decoy: Promise<string> | null = null;

/**
 * Checks a password. Without a hash (no such account, or one that cannot sign in) it takes
 * as long and answers no, so that the time does not tell who has an account.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
	decoy ??= hashPassword('nobody has this password');
	const against = stored ?? (await decoy);
	const matches = await inTurn(() => verify(against, password.normalize('NFC'), OPTIONS));
	return matches && stored !== null;
}
