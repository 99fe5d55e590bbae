// What `npm run check` runs: types of server and pages, lint, format, import rules.
import { spawn } from 'node:child_process';
import { compile } from '@inlang/paraglide-js';
import { typedMessages } from '../paraglide.config.ts';

interface Step {
	readonly name: string;
	readonly command: readonly string[];
}

/** Runs a program of `node_modules/.bin`; its output is shown only when it fails. */
function run({ name, command: [program = '', ...args] }: Step): Promise<boolean> {
	const since = performance.now();
	return new Promise((resolve) => {
		const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.once('error', (error) => (output += error.message));
		child.once('close', (code) => {
			const seconds = ((performance.now() - since) / 1000).toFixed(1);
			console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
			if (code !== 0) console.log(output.trimEnd());
			resolve(code === 0);
		});
	});
}

/** Runs steps one after the other; two such rows keep two cores busy. */
async function row(steps: readonly Step[]): Promise<boolean> {
	let good = true;
	for (const step of steps) good = (await run(step)) && good;
	return good;
}

await compile(typedMessages);
const ready = await run({ name: 'route types', command: ['svelte-kit', 'sync'] });
const results = await Promise.all([
	row([
		{ name: 'types of the server', command: ['tsc', '-p', 'tsconfig.server.json'] },
		{
			name: 'types of pages and tests',
			command: ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings']
		},
		{ name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] }
	]),
	row([
		{ name: 'lint', command: ['eslint', '--max-warnings', '0', '.'] },
		{
			name: 'import rules',
			command: ['vitest', 'run', '--project', 'server', 'tests/server/layers.test.ts']
		}
	])
]);
const good = ready && results.every((result) => result);
console.log(good ? 'All checks passed' : 'Some checks failed');
process.exit(good ? 0 : 1);
