// Makes one report as the portal's own process for them does, and tells what it took.
import { readFileSync } from 'node:fs';
import { openReader } from '#server/database/open.ts';
import { makeReport } from '#server/reports/make.ts';

const [databaseUrl = '', kind = '', from = '', to = ''] = process.argv.slice(2);
const kinds = ['kpi', 'queue', 'summary'] as const;
const wanted = kinds.find((one) => one === kind);
if (!wanted) throw new Error(`no report of ${kind}`);
const reader = await openReader(databaseUrl);
const made = await makeReport(
	reader,
	{
		databaseUrl,
		kind: wanted,
		format: 'docx',
		language: 'ru',
		from,
		to,
		readers: 'staff',
		zone: 'Europe/Moscow',
		now: Date.now(),
		author: null
	},
	() => undefined
);
await reader.close();
console.log(
	JSON.stringify({
		peakMb: peakKb() / 1_024,
		bytes: made.byteLength
	})
);

/** Most memory of this process so far. `maxRSS` would count the one that started it. */
function peakKb(): number {
	const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
	return Number(kb);
}
