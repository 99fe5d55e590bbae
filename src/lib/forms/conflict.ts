import type { Refusal } from './refusal.ts';
import type { Edition } from './draft.svelte.ts';

/** A field that two people set differently. */
export interface Difference<F extends string> {
	readonly name: F;
	readonly mine: string;
	readonly theirs: string;
	/** The editor wants something else than what it was. */
	readonly touched: boolean;
}

/** Name of the hidden field that tells what a field was when its editor began. */
export function wasName(field: string): string {
	return `was[${field}]`;
}

/**
 * Leaves out of a form's input what its editor did not touch, so that saving one field never
 * takes back what somebody else did to another. Without `was` everything sent counts as touched.
 */
export function touchedOnly(input: Record<string, unknown>): Record<string, unknown> {
	const { was, ...fields } = input;
	if (typeof was !== 'object' || was === null) return fields;
	const before: Record<string, unknown> = { ...was };
	return Object.fromEntries(
		Object.entries(fields).filter(([name, value]) => !(name in before) || before[name] !== value)
	);
}

/** The thing as it stands now, told with a refusal for a stale version; null for other refusals. */
export function currentEdition<F extends string>(
	refusal: Refusal | null,
	names: readonly F[],
	known: Edition<F>
): Edition<F> | null {
	if (!refusal?.stale) return null;
	const { current, currentVersion } = refusal.stale;
	const fields: Record<F, string> = { ...known.fields };
	for (const name of names) {
		const value = current[name];
		fields[name] = typeof value === 'string' ? value : '';
	}
	return { version: currentVersion, fields };
}

/** What the editor of a refused form had begun with; what was not told is taken from `current`. */
export function editionBefore<F extends string>(
	refusal: Refusal,
	names: readonly F[],
	current: Edition<F>
): Edition<F> {
	const version = Number(refusal.values['version']);
	const fields: Record<F, string> = { ...current.fields };
	for (const name of names) fields[name] = told(refusal, wasName(name)) ?? fields[name];
	return {
		version: Number.isInteger(version) && version > 0 ? version : current.version,
		fields
	};
}

/** What was typed into a field of a refused form, or null when it was not sent. */
export function told(refusal: Refusal, field: string): string | null {
	const value = refusal.values[field];
	return typeof value === 'string' ? value : null;
}

/** Fields somebody else changed since `base`, beside what the editor wants them to be. */
export function differences<F extends string>(
	names: readonly F[],
	base: Edition<F>,
	mine: Readonly<Record<F, string>>,
	theirs: Edition<F>
): readonly Difference<F>[] {
	return names
		.filter((name) => theirs.fields[name] !== base.fields[name])
		.map((name) => ({
			name,
			mine: mine[name],
			theirs: theirs.fields[name],
			touched: mine[name] !== base.fields[name]
		}));
}
