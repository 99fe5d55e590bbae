// What `npm test` runs: every test, and at the end one line that says how many passed.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseCLI, startVitest, type Reporter, type TestModule } from 'vitest/node';

// What a fresh clone lacks: the types of routes, which TypeScript's settings lean on.
spawnSync('svelte-kit', ['sync'], { stdio: 'inherit' });

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const everything = process.argv.length === 2;
let passed = 0;
let failed = 0;

/** A file of tests that no project includes would never run, and nobody would notice. */
function forgotten(modules: readonly TestModule[]): string[] {
	const ran = new Set(modules.map(({ moduleId }) => moduleId));
	return globSync('tests/**/*.test.ts').filter((file) => !ran.has(resolve(file)));
}

/** Counts what ran. What was skipped, or never got to run, has not passed. */
const count: Reporter = {
	onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]) {
		for (const module of modules) {
			for (const test of module.children.allTests())
				if (test.result().state === 'passed') passed++;
				else failed++;
			failed += module.errors().length;
			for (const suite of module.children.allSuites()) failed += suite.errors().length;
		}
		failed += unhandled.length;
		for (const file of everything ? forgotten(modules) : []) {
			console.log(`${file} belongs to no project of vitest.config.ts`);
			failed++;
		}
	}
};

const vitest = await startVitest('test', filter, {
	...options,
	watch: false,
	reporters: ['default', count]
});
await vitest.close();
const good = passed > 0 && failed === 0 && (process.exitCode ?? 0) === 0;
if (!good && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(good ? 0 : 1);
