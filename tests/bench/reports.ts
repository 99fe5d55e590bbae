import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { io } from 'socket.io-client';
import type { Batch } from '#lib/domain/live.ts';
import { dateOf, zoneOf } from '#lib/domain/zone.ts';
import { startHost, type Host } from '#server/host/host.ts';
import { createLog } from '#server/log.ts';
import { createReportMakers, MAKER_FLAGS } from '#server/reports/process.ts';
import { changeStatus, openCompany, type Company } from './company.ts';
import { fillWithTickets } from './many-tickets.ts';
import { clock } from './processes.ts';
import type { Figure } from './report.ts';
import type { Setting } from './setting.ts';
import { quantile } from './statistics.ts';
import type { Makers } from '#server/reports/order.ts';

const MAKER = fileURLToPath(new URL('./one-report.ts', import.meta.url));
const KINDS = ['kpi', 'queue', 'summary'] as const;
type Kind = (typeof KINDS)[number];
const DAYS = 365;
const OPEN_TICKETS = 64;
const FEW = 20_000;
const PER_SECOND = 10;

/** Seconds that a report of a year may take, and what it may cost whoever watches the stream. */
const REACH_S = 30;
const REACH_STREAM = 1.5;
/** Peak of memory over the same report of few tickets. */
const REACH_MEMORY = 1.3;

/** Reports of a year among a million tickets, while a screen watches the stream. */
export async function measureReports(setting: Setting): Promise<Figure[]> {
	const size = setting.quick ? 50_000 : 1_000_000;
	const small = await openCompany(OPEN_TICKETS);
	const company = await openCompany(OPEN_TICKETS);
	const makers = createReportMakers();
	try {
		makers.start();
		await fillWithTickets(small, FEW);
		await fillWithTickets(company, size);
		setting.say(`${size} tickets`);
		const figures: Figure[] = [];
		const watching = await watch(company);
		const watchMs = setting.quick ? 5_000 : 20_000;
		try {
			// What was filled in is still being written out, and nothing is compiled yet.
			await watching.during(() => pause(watchMs));
			const idle: number[] = [];
			const made = [];
			for (const kind of KINDS) {
				const fewMb = await peakOf(small, kind);
				const peakMb = await peakOf(company, kind);
				idle.push(...(await watching.during(() => pause(watchMs))).times);
				const busy = await watching.during(() => again(watchMs, () => make(makers, company, kind)));
				made.push({ kind, fewMb, peakMb, seconds: busy.result, busyMs: p99(busy.times) });
				setting.say(`${kind}: ${busy.result.toFixed(1)} s, ${Math.round(peakMb)} MB`);
			}
			const idleMs = p99(idle);
			for (const { kind, fewMb, peakMb, seconds, busyMs } of made)
				figures.push(
					figure(`${kind} of a year, ${size.toLocaleString('en')} tickets`, 's', seconds, REACH_S),
					{
						...figure(`${kind}: peak of memory, over few tickets`, '×', peakMb, REACH_MEMORY),
						bare: fewMb,
						score: peakMb / fewMb
					},
					{
						...figure(`${kind}: change → screen p99, over idle`, '×', busyMs, REACH_STREAM),
						bare: idleMs,
						score: busyMs / idleMs
					}
				);
		} finally {
			await watching.stop();
		}
		return figures;
	} finally {
		await makers.close();
		await small.core.close();
		await company.core.close();
		await company.remove();
		await small.remove();
	}
}

function figure(what: string, unit: string, ours: number, reach: number): Figure {
	return {
		part: 'report',
		what,
		unit,
		ours,
		bare: null,
		score: ours,
		goal: { reach, better: 'less' }
	};
}

/** The days of a year until today. */
function lastYear(): { from: string; to: string } {
	const today = zoneOf('Europe/Moscow').dayAt(Date.now());
	return { from: dateOf(today - DAYS), to: dateOf(today) };
}

/** Makes a report as the portal does; resolves with the seconds that took. */
async function make(makers: Makers, { file }: Company, kind: Kind): Promise<number> {
	const began = clock();
	const making = makers.make(
		{
			databaseUrl: `sqlite:${file}`,
			kind,
			format: 'docx',
			language: 'ru',
			...lastYear(),
			readers: 'staff',
			zone: 'Europe/Moscow',
			now: Date.now(),
			author: null
		},
		() => undefined
	);
	await making.made;
	return (clock() - began) / 1_000;
}

/** Megabytes that making a report takes at most. */
async function peakOf({ file }: Company, kind: Kind): Promise<number> {
	const { from, to } = lastYear();
	const { stdout } = await promisify(execFile)(process.execPath, [
		...MAKER_FLAGS,
		...[MAKER, `sqlite:${file}`, kind, from, to]
	]);
	const { peakMb }: { peakMb: number } = JSON.parse(stdout);
	return peakMb;
}

/** Does something again and again for so long: a report takes too short a time to watch by. */
async function again<T>(ms: number, work: () => Promise<T>): Promise<T> {
	const until = clock() + ms;
	for (;;) {
		const result = await work();
		if (clock() > until) return result;
	}
}

const p99 = (times: readonly number[]) => quantile(times, 0.99);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A screen, and changes at a steady pace whose way to it is timed. */
async function watch(company: Company) {
	const host: Host = await startHost({
		core: company.core,
		config: { PORT: 0, HOST: '127.0.0.1', TRUST_PROXY: 0, ORIGIN: undefined },
		log: createLog('warn'),
		pages: null
	});
	const screen = io(`http://127.0.0.1:${host.address.port}`, { transports: ['websocket'] });
	await new Promise<void>((resolve) => screen.once('hello', () => resolve()));
	let seen: () => void = () => undefined;
	screen.on('batch', (_batch: Batch) => seen());
	let changes = 0;

	async function once(): Promise<number> {
		const began = clock();
		const arrived = new Promise<void>((resolve) => (seen = resolve));
		// From nought on: a ticket that is put where it is already makes no change to wait for.
		await changeStatus(company, changes);
		changes += 1;
		await arrived;
		return clock() - began;
	}

	return {
		/** How long changes take while something is going on, in milliseconds. */
		async during<T>(work: () => Promise<T>): Promise<{ times: number[]; result: T }> {
			let going = true;
			const working = work().finally(() => (going = false));
			const times: number[] = [];
			while (going) {
				times.push(await once());
				await pause(1_000 / PER_SECOND);
			}
			return { times, result: await working };
		},
		async stop() {
			screen.close();
			await host.stop();
		}
	};
}
