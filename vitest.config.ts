import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { messages } from './paraglide.config.ts';

const MINUTE = 60_000;

/** Makes the file that every world on SQLite is a copy of. */
const SQLITE = 'tests/support/sqlite-setup.ts';

/**
 * What tests of the server share: each password is hashed once, and the files of a project run in
 * the same two processes, for loading the server anew takes longer than most of them. Each builds a
 * world of its own there.
 */
const SERVER = {
	setupFiles: ['tests/support/known-passwords.ts'],
	isolate: false,
	restoreMocks: true
};

const inBrowser = (names: readonly string[]) => names.map((name) => `tests/e2e/${name}.test.ts`);

/** Tests in a browser that keep both cores busy by themselves. */
const ALONE = inBrowser(['charts', 'every-page', 'replay']);

/** Those that measure time, and mostly wait: side by side with nothing but each other. */
const WAITING = inBrowser(['live', 'plain-wall', 'screen-outages', 'screens']);

/** What tests in a browser share. */
const BROWSER = {
	globalSetup: [SQLITE, 'tests/support/build-setup.ts', 'tests/support/browser-setup.ts'],
	testTimeout: 3 * MINUTE,
	hookTimeout: 2 * MINUTE
};

export default defineConfig({
	plugins: [paraglideVitePlugin(messages), svelte()],
	test: {
		environment: 'node',
		pool: 'forks',
		maxWorkers: 2,
		testTimeout: 2 * MINUTE,
		hookTimeout: 2 * MINUTE,
		// A test that is switched off is no proof of anything.
		allowOnly: false,
		// Sequelize says on the console what the test has just made happen.
		onConsoleLog: (text) => !/^(Rolling back|Committing) transaction /.test(text),
		projects: [
			{ test: { name: 'domain', include: ['tests/domain/**/*.test.ts'] } },
			{ test: { name: 'live', include: ['tests/live/**/*.test.ts'] } },
			{ test: { name: 'interface', include: ['tests/interface/**/*.test.ts'] } },
			{
				test: {
					name: 'sqlite',
					include: ['tests/server/each-database/**/*.test.ts'],
					env: { TEST_DATABASE: 'sqlite' },
					globalSetup: [SQLITE],
					...SERVER
				}
			},
			{
				test: {
					name: 'postgres',
					include: ['tests/server/each-database/**/*.test.ts'],
					env: { TEST_DATABASE: 'postgres' },
					globalSetup: [SQLITE, 'tests/support/postgres-setup.ts'],
					...SERVER
				}
			},
			{
				test: {
					name: 'server',
					include: ['tests/server/*.test.ts'],
					globalSetup: [SQLITE],
					...SERVER,
					testTimeout: 5 * MINUTE
				}
			},
			{
				test: {
					name: 'web',
					include: ['tests/web/**/*.test.ts'],
					globalSetup: [SQLITE, 'tests/support/build-setup.ts'],
					...SERVER,
					// The pages as they were built: Node loads them, Vite has no part in it.
					server: { deps: { external: [/\/build\//] } }
				}
			},
			{
				test: {
					...BROWSER,
					name: 'e2e',
					include: ['tests/e2e/**/*.test.ts'],
					exclude: [...ALONE, ...WAITING],
					// A browser and a server need a core each: after everything else.
					sequence: { groupOrder: 1 }
				}
			},
			{
				test: {
					...BROWSER,
					name: 'e2e-waiting',
					include: WAITING,
					sequence: { groupOrder: 2 }
				}
			},
			{
				test: {
					...BROWSER,
					name: 'e2e-alone',
					include: ALONE,
					fileParallelism: false,
					sequence: { groupOrder: 3 }
				}
			}
		]
	}
});
