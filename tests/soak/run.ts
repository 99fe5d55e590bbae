// What `npm run soak` runs: tests that `npm test` runs too, with more of everything.
import { spawnSync } from 'node:child_process';

interface Part {
	readonly files: readonly string[];
	readonly projects: readonly string[];
	readonly sizes: Readonly<Record<string, string>>;
}

const PARTS: Readonly<Record<string, Part>> = {
	fuzz: {
		files: ['tests/server/fuzz.test.ts'],
		projects: ['server'],
		sizes: { FUZZ_CASES: '100000', FUZZ_SEED: String(Date.now() % 2 ** 31) }
	},
	nodes: {
		files: ['tests/server/several-nodes.test.ts'],
		projects: ['server'],
		sizes: {
			NODES_SOCKETS: '3000',
			NODES_PER_SECOND: '50',
			NODES_SECONDS: '20',
			NODES_MEASURED: '1'
		}
	},
	chaos: {
		files: ['tests/server/each-database/chaos.test.ts'],
		projects: ['sqlite', 'postgres'],
		sizes: { CHAOS_COMMANDS: '10000' }
	},
	writers: {
		files: ['tests/server/postgres-writers.test.ts'],
		projects: ['server'],
		sizes: { WRITERS_TRANSACTIONS: '20000' }
	},
	kills: {
		files: ['tests/server/kill-nine.test.ts'],
		projects: ['server'],
		sizes: { KILLS: '100' }
	},
	locked: {
		files: ['tests/server/each-database/faults.test.ts'],
		projects: ['sqlite', 'postgres'],
		sizes: { LOCKED_SECONDS: '30' }
	}
};

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : Object.keys(PARTS);
for (const name of names) {
	const part = PARTS[name];
	if (!part) {
		console.error(`No part is called ${name}: there are ${Object.keys(PARTS).join(', ')}`);
		process.exit(1);
	}
	const projects = part.projects.flatMap((project) => ['--project', project]);
	const { status } = spawnSync('vitest', ['run', ...projects, ...part.files], {
		stdio: 'inherit',
		env: { ...part.sizes, ...process.env }
	});
	if (status !== 0) process.exitCode = 1;
}
