import type { Changed } from '#server/events/event.ts';

/** Field → value before and after, for the fields of two flat views that differ. */
export function differencesOf<T extends object>(before: T, after: T): Changed {
	const changed: Record<string, readonly [unknown, unknown]> = {};
	for (const key in before)
		if (JSON.stringify(before[key]) !== JSON.stringify(after[key]))
			changed[key] = [before[key], after[key]];
	return changed;
}
