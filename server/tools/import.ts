import { rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { csvText } from '#lib/domain/csv.ts';
import { importTicket } from '#server/commands/import-ticket.ts';
import { readConfig, type Config } from '#server/config.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase } from '#server/database/open.ts';
import { ensureSums } from '#server/events/kpi-keeper.ts';
import { createExecute } from '#server/events/outbox.ts';
import { readCsv } from '#server/import/csv.ts';
import { columnMap } from '#server/import/column-map.ts';
import { runImport, type ImportSummary } from '#server/import/run.ts';
import { readServiceNow, type ImportFile } from '#server/import/servicenow.ts';
import { LogFormatError } from '#server/servicenow/read.ts';
import { Progress } from '#server/servicenow/replay/progress.ts';
import { MIGRATIONS } from '../../migrations/index.ts';

const USAGE = `npm run import -- --format servicenow FILE
npm run import -- --format csv --map subject=Тема,createdAt=Создана,externalId=Номер FILE

Takes the tickets of another desk over into the database of DATABASE_URL, beside a running
portal if there is one. FILE is a CSV, plain or .gz. A second run changes nothing.

  --map   field=column, separated by commas; externalId, subject and createdAt are needed,
          description, service, requester, requesterName, assignee, priority, status,
          resolvedAt and closedAt may be named too. Times without a zone are UTC.

Rows that cannot be believed are skipped and listed in FILE.bad-rows.csv: that is no failure, and
the exit code stays 0.`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
	try {
		const reading = settings(args);
		if (reading === null) {
			console.log(USAGE);
			return 0;
		}
		const config = configured();
		if (config === null) return 1;
		return await take(reading.file, await reading.read(), config);
	} catch (error) {
		const known = error instanceof LogFormatError || (error instanceof Error && 'code' in error);
		if (!known) throw error;
		console.error(`${error.message}\n\n${USAGE}`);
		return 1;
	}
}

/** The settings; null, and said on one line, when one of them is bad. */
function configured(): Config | null {
	try {
		return readConfig(process.env);
	} catch (error) {
		console.error(error instanceof Error ? error.message : String(error));
		return null;
	}
}

async function take(path: string, file: ImportFile, config: Config): Promise<number> {
	const database = await openDatabase(config.DATABASE_URL, 'tool');
	try {
		await migrate(database, MIGRATIONS);
		await ensureSums(database, config.TIME_ZONE);
		const execute = createExecute(database, Date.now, config.TIME_ZONE);
		const progress = new Progress({ stream: process.stderr, now: () => performance.now() });
		const startedAt = performance.now();
		const summary = await runImport(
			importTicket(execute),
			database.dialect,
			file.tickets,
			(done, total) => progress.update(done, total)
		);
		progress.end();
		const listed = await listBadRows(path, file, summary);
		console.log(tell(file, summary, (performance.now() - startedAt) / 1000, listed));
		return 0;
	} finally {
		await database.close();
	}
}

/** Writes what was skipped beside the file; a list of an earlier run goes when there is nothing. */
async function listBadRows(
	path: string,
	{ bad }: ImportFile,
	{ refused }: ImportSummary
): Promise<string> {
	const list = `${path}.bad-rows.csv`;
	const rows = [
		...bad.map(({ line, reason }) => [line, reason]),
		...refused.map(({ line, externalId, reason }) => [line, `${externalId}: ${reason}`])
	];
	if (rows.length > 0) await writeFile(list, csvText([['line', 'reason'], ...rows]));
	else await rm(list, { force: true });
	return list;
}

function tell(file: ImportFile, summary: ImportSummary, seconds: number, listed: string): string {
	const { imported, known, refused } = summary;
	const skipped = file.bad.length + refused.length;
	return [
		`imported  ${imported}`,
		`known     ${known} (taken over by an earlier run, unchanged)`,
		`skipped   ${skipped}${skipped > 0 ? `, listed in ${listed}` : ''}`,
		`duration  ${seconds.toFixed(1)} s`
	].join('\n');
}

/** What to read and how; null asks for the usage. Throws with what is wrong. */
function settings(
	args: readonly string[]
): { file: string; read: () => Promise<ImportFile> } | null {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			format: { type: 'string' },
			map: { type: 'string' },
			help: { type: 'boolean', short: 'h' }
		}
	});
	if (values.help) return null;
	const [file] = positionals;
	if (file === undefined || positionals.length > 1) throw new LogFormatError('name one FILE');
	if (values.format === 'servicenow') return { file, read: () => readServiceNow(file) };
	if (values.format !== 'csv') throw new LogFormatError('--format must be servicenow or csv');
	const map = columnMap(values.map ?? '');
	return { file, read: () => readCsv(file, map, Date.now()) };
}
