import { fileURLToPath } from 'node:url';

/** For processes that tests start by the dozen: Node keeps here what it has compiled once. */
export const COMPILE_CACHE = {
	NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url))
};
