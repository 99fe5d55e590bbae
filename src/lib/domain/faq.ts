import type { Bilingual } from './bilingual.ts';

/** Groups of questions in the order of the page. */
export const FAQ_GROUPS = [
	'tickets',
	'deadlines',
	'incidents',
	'account',
	'figures',
	'contact'
] as const;
export type FaqGroup = (typeof FAQ_GROUPS)[number];

/** A question with its answer, which is Markdown. */
export interface FaqEntry {
	readonly id: number;
	/** Its place in the address of the page. */
	readonly slug: string;
	readonly group: FaqGroup;
	readonly question: Bilingual;
	readonly answer: Bilingual;
}

/** The same as those who write it see it. */
export interface StaffFaqEntry extends FaqEntry {
	readonly published: boolean;
	readonly position: number;
	/** ISO 8601. */
	readonly updatedAt: string;
	/** Null is the portal itself: it came with the installation. */
	readonly updatedBy: string | null;
	readonly version: number;
}

/** In the order of the page. */
export function byPlaceInFaq<T extends { group: FaqGroup; position: number; id: number }>(
	a: T,
	b: T
): number {
	const [first, second] = [FAQ_GROUPS.indexOf(a.group), FAQ_GROUPS.indexOf(b.group)];
	return first - second || a.position - b.position || a.id - b.id;
}

/** Items in the order of these ids; what they do not name keeps its place behind them. */
export function inOrderOf<T extends { readonly id: number }>(
	items: readonly T[],
	ids: readonly number[]
): readonly T[] {
	const named = ids.flatMap((id) => items.find((item) => item.id === id) ?? []);
	return [...new Set([...named, ...items])];
}
