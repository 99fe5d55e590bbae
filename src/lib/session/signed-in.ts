import { error } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';

/** Who sends a form that only somebody with an account may send. */
export function signedInOf({ locals }: { readonly locals: App.Locals }): NonNullable<Viewer> {
	return locals.viewer ?? error(401, { message: 'not_signed_in' });
}
