import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureCommits } from './commits.ts';
import { measureFanOut } from './fan-out.ts';
import { measureHttp } from './http-latency.ts';
import { measureMemory } from './memory.ts';
import { measurePublicPages } from './pages.ts';
import { meets, table, type Figure } from './report.ts';
import { measureReports } from './reports.ts';
import { measureRudeness } from './rude.ts';
import { measureScale } from './scale.ts';
import { CONTENDERS, type Contender, type Setting } from './setting.ts';
import { measureStorm } from './storm.ts';

const PARTS: Readonly<Record<string, (setting: Setting) => Promise<Figure[]>>> = {
	'fan-out': measureFanOut,
	memory: measureMemory,
	http: measureHttp,
	commits: measureCommits,
	storm: measureStorm,
	rude: measureRudeness,
	pages: measurePublicPages,
	scale: measureScale,
	report: measureReports
};

const USAGE = `npm run bench -- [--quick] [--only PART,…] [--json FILE] [--screens N,…] [--of CONTENDER]

Measures the portal beside the least that can be done with Node, in one run on one machine, server
and clients in separate processes. Ratios are medians over pairs of rounds that took turns.

  --quick   smaller sizes and fewer rounds
  --only    of ${Object.keys(PARTS).join(', ')}
  --screens how many, one measurement for each (500,2000,5000)
  --json    writes the figures to a file
  --of      what is measured: ${CONTENDERS.join(', ')} (the last two: socket.io without a portal,
            with our adapter and with its own)`;

const { values } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		only: { type: 'string', default: Object.keys(PARTS).join(',') },
		json: { type: 'string' },
		of: { type: 'string', default: 'portal' },
		screens: { type: 'string' },
		help: { type: 'boolean', default: false }
	}
});

function contenderNamed(name: string): Contender {
	const found = CONTENDERS.find((each) => each === name);
	if (found !== undefined) return found;
	throw new Error(`--of must be one of ${CONTENDERS.join(', ')}`);
}

/** Sockets that one process of the bench may have open besides those of the screens. */
const OTHER_FILES = 1_000;

/** Both servers' screens live in one process, and a storm fetches over connections of its own. */
function assertEnoughFiles(screens: number): void {
	const report: unknown = process.report.getReport();
	const text = JSON.stringify(report, ['userLimits', 'open_files', 'soft']);
	const soft = /"soft":"?(\d+)/.exec(text)?.[1];
	const needed = 2 * screens + OTHER_FILES;
	if (soft !== undefined && Number(soft) < needed)
		throw new Error(`${screens} screens need ${needed} open files, ulimit -n allows ${soft}`);
}

async function main(): Promise<void> {
	if (values.help) {
		console.log(USAGE);
		return;
	}
	const setting: Setting = {
		quick: values.quick,
		contender: contenderNamed(values.of),
		screens: (values.screens ?? (values.quick ? '200' : '500,2000,5000')).split(',').map(Number),
		say: (line) => console.error(line)
	};
	assertEnoughFiles(Math.max(...setting.screens));
	const figures: Figure[] = [];
	const names = values.only.split(',');
	for (const name of names)
		if (!(name in PARTS)) throw new Error(`no part is called ${name}\n\n${USAGE}`);
	for (const name of names) {
		try {
			figures.push(...((await PARTS[name]?.(setting)) ?? []));
		} catch (error) {
			// What the other parts found is worth having all the same.
			console.error(`${name} failed:`, error);
			process.exitCode = 1;
		}
	}
	console.log(`\n${table(figures)}`);
	if (values.json !== undefined) {
		const machine = { cpus: cpus().map(({ model }) => model), node: process.version };
		const rows = figures.map((figure) => ({ ...figure, meets: meets(figure) }));
		await writeFile(values.json, `${JSON.stringify({ machine, figures: rows }, null, '\t')}\n`);
	}
}

try {
	await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
