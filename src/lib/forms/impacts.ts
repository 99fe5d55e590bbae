/**
 * The impacts a form means: of services that are chosen, or already known, and only those that
 * its editor set to something else than they were. `had[slug]` tells what they were.
 */
export function touchedImpacts(input: Record<string, unknown>): Record<string, unknown> {
	const { impact, had, ...rest } = input;
	if (typeof impact !== 'object' || impact === null) return rest;
	const before = new Map(typeof had === 'object' && had !== null ? Object.entries(had) : []);
	const meant = Object.entries(impact).filter(
		([slug, state]) => state !== '' && before.get(slug) !== state
	);
	return meant.length > 0 ? { ...rest, impact: Object.fromEntries(meant) } : rest;
}
