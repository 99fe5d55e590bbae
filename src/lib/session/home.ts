import { isStaff, type Viewer } from '#lib/domain/people.ts';

/** Where whoever has signed in belongs. */
export function homeOf(viewer: Viewer): string {
	return isStaff(viewer) ? '/panel' : '/cabinet';
}
