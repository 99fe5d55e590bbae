import { DomainError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { may, type Action } from '#lib/domain/permission.ts';

/** Whoever looks, who must be allowed to. Throws `not_signed_in` or `forbidden`. */
export function permitted(viewer: Viewer, action: Action): NonNullable<Viewer> {
	if (viewer === null) throw new DomainError('not_signed_in');
	if (!may(viewer, action)) throw new DomainError('forbidden');
	return viewer;
}
