import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** The style of the box in which Kit tells a screen reader the new page's title. */
const ROUTE_ANNOUNCER = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: {
		runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true),
		// Stands at every element of every page: half as long is some kilobytes less of each.
		cssHash: ({ hash, css }) => `s${hash(css)}`
	},
	kit: {
		adapter: adapter({ out: 'build' }),
		// Absolute: what is shown in another page's stead (`/denied`) would look for its files beside it.
		paths: { relative: false },
		csp: {
			// Hashes, not nonces: the bytes of a public page are kept and sent to many.
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				// No inline styles anywhere: what depends on data is drawn as SVG attributes or set
				// from script by property. The one attribute Kit itself sets is named by its hash.
				'style-src': ['self'],
				'style-src-attr': ['unsafe-hashes', ROUTE_ANNOUNCER],
				'img-src': ['self', 'data:'],
				'font-src': ['self'],
				// Safari before 15.4 does not count the socket of the same host as 'self'.
				'connect-src': ['self', 'ws:', 'wss:'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		}
	}
};
