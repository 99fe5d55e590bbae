import { error } from '@sveltejs/kit';

/** What a signed-in viewer gets instead of a page that is not theirs: see `hooks.server.ts`. */
export const load = () => error(403, { message: 'forbidden' });
