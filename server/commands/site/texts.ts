import type { Bilingual } from '#lib/domain/bilingual.ts';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { slugOf } from '#lib/domain/slug.ts';
import type { ReadTransaction } from '#server/database/database.ts';

/** Free addresses of one title that are tried before a number is of no help either. */
const TRIES = 50;

interface Written {
	readonly version: number;
	readonly updatedBy: string | null;
	readonly updatedAt: string | null;
}

/** Refuses to write over what somebody else has written since; `current` is what stands there. */
export function refuseStale(
	seen: number | undefined,
	written: Written,
	current: Readonly<Record<string, string>>
): void {
	if (seen === undefined || seen === written.version) return;
	throw new DomainError('stale_version', {
		stale: {
			currentVersion: written.version,
			changedBy: written.updatedBy,
			changedAt: written.updatedAt,
			current
		}
	});
}

/** Two languages as the fields of a form: `title`, `titleEn`. */
export function flat(texts: Readonly<Record<string, Bilingual>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(texts).flatMap(([name, { ru, en }]) => [
			[name, ru],
			[`${name}En`, en]
		])
	);
}

/**
 * The place in an address: what was asked for, or one made of the title with a number behind it
 * where it is taken. Refused at the field `slug` when what was asked for is.
 */
export async function freeSlug(
	tx: ReadTransaction,
	table: 'news' | 'faq_entries',
	wanted: { readonly slug: string; readonly title: string; readonly id: number | null }
): Promise<string> {
	const isFree = async (slug: string) => {
		const row = await tx.one<{ id: number }>(`SELECT id FROM ${table} WHERE slug = $1`, [slug]);
		return row === null || row.id === wanted.id;
	};
	if (wanted.slug !== '') {
		if (await isFree(wanted.slug)) return wanted.slug;
		throw fieldError('slug', 'slug_taken');
	}
	const base = slugOf(wanted.title).slice(0, 60).replace(/-+$/, '') || 'item';
	for (let number = 1; number <= TRIES; number++) {
		const slug = number === 1 ? base : `${base}-${number}`;
		if (await isFree(slug)) return slug;
	}
	throw fieldError('slug', 'slug_taken');
}
