import { createHash } from 'node:crypto';

const LONGEST = 60;
const HASH_LENGTH = 8;

/** What a name is written with: a mark is a part of its letter. */
const WRITTEN = /[\p{L}\p{M}\p{N}]/u;

/**
 * What is known by a name alone is told apart by this slug. `letters` says how those of other
 * alphabets are written. A name of which something is lost gets a hash of the whole: else two
 * people whose letters nobody knows here would be one.
 */
export function nameSlug(name: string, letters: Readonly<Record<string, string>> = {}): string {
	const small = name.toLowerCase();
	let text = '';
	let lost = false;
	for (const letter of small) {
		const written = letters[letter] ?? letter;
		if (WRITTEN.test(written) && !/^[a-z0-9]+$/.test(written)) lost = true;
		text += written;
	}
	const dashed = text.replace(/[^a-z0-9]+/g, '-');
	const slug = cut(dashed, LONGEST);
	if (!lost && slug !== '' && slug === cut(dashed, dashed.length)) return slug;
	const hash = createHash('sha256').update(small).digest('hex').slice(0, HASH_LENGTH);
	return `${cut(slug || 'unnamed', LONGEST - HASH_LENGTH - 1)}-${hash}`;
}

function cut(slug: string, length: number): string {
	return slug.slice(0, length).replace(/^-|-$/g, '');
}
