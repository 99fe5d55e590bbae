import { buildIfNeeded } from '#server/build.ts';

/** Pages are tested as they are served: built. */
export default function setup(): Promise<void> {
	return buildIfNeeded();
}
