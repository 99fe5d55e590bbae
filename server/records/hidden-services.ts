import type { ReadTransaction } from '#server/database/database.ts';

/** What is kept of services that only staff see, beside the names of those that are affected. */
export interface HiddenServices {
	/** Their slugs. There for some alone, and in no event of before they were kept. */
	readonly hiddenServices?: readonly string[];
}

/** Slugs of all services that only staff see. */
export async function selectHiddenSlugs(tx: ReadTransaction): Promise<ReadonlySet<string>> {
	const rows = await tx.all<{ slug: string }>(`SELECT slug FROM services WHERE hidden`);
	return new Set(rows.map(({ slug }) => slug));
}

/** Those that are among some services. */
export function hiddenAmong(
	hidden: ReadonlySet<string>,
	services: readonly { readonly slug: string }[]
): HiddenServices {
	const slugs = new Set(services.map(({ slug }) => slug).filter((slug) => hidden.has(slug)));
	return slugs.size === 0 ? {} : { hiddenServices: [...slugs] };
}
