/** What a one-time link is for; it is also the page it leads to. */
export const LINK_KINDS = ['confirm', 'reset', 'invite'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

const HOUR_MS = 3_600_000;

/** Milliseconds a link is good for. */
export const LINK_LIFETIME_MS: Readonly<Record<LinkKind, number>> = {
	confirm: 72 * HOUR_MS,
	reset: HOUR_MS,
	invite: 7 * 24 * HOUR_MS
};

/** The address of a link within the portal. */
export function linkPath(kind: LinkKind, token: string): string {
	return `/${kind}?token=${encodeURIComponent(token)}`;
}
