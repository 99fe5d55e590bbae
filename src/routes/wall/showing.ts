import type { Cookies } from '@sveltejs/kit';
import { isDomainError } from '#lib/domain/errors.ts';
import type { Snapshot } from '#lib/domain/live.ts';
import type { OwnScreen } from '#lib/domain/screen.ts';
import { forgetScreen, keepScreen, screenToken } from '#lib/session/cookies.ts';
import type { Portal } from '#server/portal.ts';
import type { LastResolved } from './[board]/board.ts';

/** All that a television needs to show its board. */
export interface Showing {
	readonly screen: OwnScreen;
	/** Its own, for the browser's storage: cookie and storage restore each other. */
	readonly token: string;
	readonly snapshot: Snapshot;
	readonly lastResolved: LastResolved | null;
}

/**
 * Who a television is by its token, and what it shows; null when it is none of ours, or no longer.
 * The cookie is renewed, or forgotten, accordingly.
 */
export async function readShowing(
	portal: Portal,
	token: string | undefined,
	{ cookies, url }: { readonly cookies: Cookies; readonly url: URL }
): Promise<Showing | null> {
	if (token === undefined) return null;
	const { queries } = portal;
	const paired = await queries.pairedScreen(token);
	if (!paired) {
		forgetScreen(cookies, url);
		return null;
	}
	const [snapshot, lastResolved] = await Promise.all([
		queries.live(paired.audience),
		readLastResolved(portal)
	]);
	keepScreen(cookies, url, token);
	return { screen: paired.screen, token, snapshot, lastResolved };
}

/**
 * What a page of a television begins with. While the database is away nobody can tell who it is:
 * then it is asked again from the page, which has nobody to press a key on an error page.
 */
export async function firstShowing(
	portal: Portal,
	place: { readonly cookies: Cookies; readonly url: URL }
): Promise<{ showing: Showing | null; unknown: boolean }> {
	try {
		const token = screenToken(place.cookies, place.url);
		return { showing: await readShowing(portal, token, place), unknown: false };
	} catch (refused) {
		if (!isDomainError(refused)) throw refused;
		return { showing: null, unknown: true };
	}
}

/** The incident that was over last, as everybody may know of it. */
export async function readLastResolved({ queries }: Portal): Promise<LastResolved | null> {
	const { items } = await queries.incidents(null, { limit: 20 });
	const last = items.find(({ resolvedAt }) => resolvedAt !== null);
	return last ? { number: last.number, title: last.title, resolvedAt: last.resolvedAt } : null;
}
