import { error } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { may, type Action } from '#lib/domain/permission.ts';

/** Whoever sent a form, who must be allowed to; else the page of a refusal. */
export function permitted(viewer: Viewer, action: Action): NonNullable<Viewer> {
	if (viewer === null) error(401, { message: 'not_signed_in' });
	if (!may(viewer, action)) error(403, { message: 'forbidden' });
	return viewer;
}

/** The number in an address, or the page of what is not there. */
export function idIn(text: string): number {
	if (!/^[1-9]\d{0,14}$/.test(text)) error(404, { message: 'not_found' });
	return Number(text);
}
