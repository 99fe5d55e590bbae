import { parseArgs } from 'node:util';
import { ReplayApi, ReplayStopped } from '../servicenow/replay/api.ts';
import { storiesOf } from '../servicenow/replay/plan.ts';
import { Progress } from '../servicenow/replay/progress.ts';
import { Replay, type ReplaySummary } from '../servicenow/replay/run.ts';
import { LogFormatError, readLog } from '../servicenow/read.ts';
import { isBad, type BadRow, type LogRow } from '../servicenow/row.ts';

const USAGE = `npm run replay -- --url U --token T [--rate N] [--lanes N] FILE

Plays a ServiceNow incident log (CSV, plain or .gz) as live traffic through the JSON API.

  --url U     address of the portal, for example http://localhost:3000
  --token T   API token of a manager or an administrator (POST /api/v1/token);
              only an administrator's may make the accounts of assignees
  --rate N    requests a second; as fast as it goes without it
  --lanes N   how many tickets move at one time, 16 without it`;

interface Settings {
	readonly url: string;
	readonly token: string;
	readonly rate: number | null;
	readonly lanes: number;
	readonly file: string;
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
	const settings = readSettings(args);
	if (typeof settings === 'string') {
		console.error(settings === '' ? USAGE : `${settings}\n\n${USAGE}`);
		return settings === '' ? 0 : 2;
	}
	try {
		const { rows, bad } = await readRows(settings.file);
		return await play(settings, rows, bad);
	} catch (error) {
		const known = error instanceof LogFormatError || (error instanceof Error && 'code' in error);
		if (!known) throw error;
		console.error(`${settings.file}: ${error.message}`);
		return 1;
	}
}

async function play(
	settings: Settings,
	rows: readonly LogRow[],
	bad: readonly BadRow[]
): Promise<number> {
	const { url, token, rate, lanes } = settings;
	const stories = storiesOf(rows);
	const progress = new Progress({ stream: process.stderr, now: () => performance.now() });
	const interrupt = new AbortController();
	process.once('SIGINT', () => interrupt.abort());
	const api = new ReplayApi({ url, token, rate, signal: interrupt.signal });
	const replay = new Replay(api, stories, ({ done, total }) => progress.update(done, total));
	const startedAt = performance.now();
	let stopped: string | null = null;
	try {
		await replay.run(lanes);
	} catch (error) {
		if (interrupt.signal.aborted) stopped = 'interrupted; the same command goes on from here';
		else if (error instanceof ReplayStopped) stopped = error.message;
		else throw error;
		interrupt.abort();
	}
	progress.end();
	const summary = replay.summary();
	console.log(tell(summary, (performance.now() - startedAt) / 1000, bad));
	if (stopped !== null) console.error(`Stopped: ${stopped}`);
	return stopped === null && summary.refused === 0 && bad.length === 0 ? 0 : 1;
}

/** The whole log is held, because order is by time of update and files need not be sorted so. */
async function readRows(file: string): Promise<{ rows: LogRow[]; bad: BadRow[] }> {
	const rows: LogRow[] = [];
	const bad: BadRow[] = [];
	for await (const row of readLog(file)) {
		if (isBad(row)) bad.push(row);
		else rows.push(row);
	}
	return { rows, bad };
}

const BAD_ROWS_TOLD = 20;

function tell(summary: ReplaySummary, seconds: number, bad: readonly BadRow[]): string {
	const { filed, found, updates, refused, refusals, silent, statuses, withAssignees } = summary;
	const lines = [
		`tickets   ${filed + found} (${filed} filed, ${found} were there before)`,
		`updates   ${updates} (${silent} rows of the log change nothing the portal keeps)`,
		`refused   ${refused}`,
		...refusals.map((refusal) => `          ${refusal}`),
		...more(refused - refusals.length),
		`duration  ${seconds.toFixed(1)} s`,
		'tickets per final status:',
		...Object.entries(statuses)
			.sort(([, a], [, b]) => b - a)
			.map(([status, count]) => `  ${status.padEnd(12)} ${count}`)
	];
	if (!withAssignees)
		lines.push(
			'Without assignees: this token may not make accounts (403). Use the token of an administrator to have them.'
		);
	if (bad.length > 0)
		lines.push(
			`bad rows, not played: ${bad.length}`,
			...bad.slice(0, BAD_ROWS_TOLD).map(({ line, reason }) => `  line ${line}: ${reason}`),
			...more(bad.length - BAD_ROWS_TOLD)
		);
	return lines.join('\n');
}

function more(count: number): string[] {
	return count > 0 ? [`          … and ${count} more`] : [];
}

/** The settings, or what is wrong with them; '' asks for the usage alone. */
function readSettings(args: readonly string[]): Settings | string {
	let parsed;
	try {
		parsed = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				url: { type: 'string' },
				token: { type: 'string' },
				rate: { type: 'string' },
				lanes: { type: 'string' },
				help: { type: 'boolean', short: 'h' }
			}
		});
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	const { values, positionals } = parsed;
	if (values.help) return '';
	const { url, token } = values;
	if (url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
		return '--url must be the address of the portal, http:// or https://';
	if (token === undefined || token === '') return '--token is missing';
	const rate = values.rate === undefined ? null : Number(values.rate);
	if (rate !== null && !(rate > 0)) return '--rate must be a number above 0';
	const lanes = Number(values.lanes ?? 16);
	if (!Number.isInteger(lanes) || lanes < 1 || lanes > 256)
		return '--lanes must be a whole number from 1 to 256';
	const [file] = positionals;
	if (file === undefined || positionals.length > 1) return 'name one FILE';
	return { url, token, rate, lanes, file };
}
