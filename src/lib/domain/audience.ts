import { isStaff, type Viewer } from './people.ts';

/** Decided by the server from who connects, never chosen by the client. */
export type Audience = 'public' | 'staff' | `client:${number}`;

/** The one audience a viewer belongs to. */
export function audienceOf(viewer: Viewer): Audience {
	if (viewer === null) return 'public';
	return isStaff(viewer) ? 'staff' : `client:${viewer.id}`;
}

/** The account behind a client's audience, or null for `public` and `staff`. */
export function clientOf(audience: Audience): number | null {
	return audience.startsWith('client:') ? Number(audience.slice('client:'.length)) : null;
}
