import { DatabaseSync } from 'node:sqlite';
import { kpiPeriod } from '#lib/domain/kpi-period.ts';
import { encodeCursor } from '#server/queries/keyset.ts';
import type { Person, Portal, TicketFilter } from '#server/portal.ts';
import { changeStatus, openCompany, type Company } from './company.ts';
import { COMMON_WORD, fillWithTickets, RARE_WORD } from './many-tickets.ts';
import { clock } from './processes.ts';
import { measurePages } from './rendered-pages.ts';
import type { Figure } from './report.ts';
import type { Setting } from './setting.ts';
import { median, quantile } from './statistics.ts';

/** What every query must stay under, p95 in milliseconds. */
const REACH_MS = 50;
/** All figures of a dashboard at once. */
const REACH_FIGURES_MS = 5;
/** One write, of what it costs in an empty database. */
const REACH_WRITE = 2;

const OPEN_TICKETS = 64;

interface Question {
	readonly what: string;
	readonly ask: () => Promise<unknown>;
	/** The same rows with nothing around the SQL. */
	readonly bare: () => unknown;
	readonly reach?: number;
}

/** Reading and writing among a million tickets, beside bare SQL and beside an empty database. */
export async function measureScale(setting: Setting): Promise<Figure[]> {
	const size = setting.quick ? 50_000 : 1_000_000;
	const company = await openCompany(OPEN_TICKETS);
	const empty = await openCompany(OPEN_TICKETS);
	let bare: DatabaseSync | null = null;
	try {
		const began = clock();
		await fillWithTickets(company, size);
		await company.core.clockJob.tick();
		setting.say(`${size} tickets in ${Math.round((clock() - began) / 1_000)} s`);
		const figures: Figure[] = [];
		bare = new DatabaseSync(company.file, { readOnly: true });
		const db = bare;
		for (const question of questions(company, db)) {
			figures.push(await measure(question, setting.quick ? 10 : 60));
			setting.say(`${question.what}: ${figures.at(-1)?.ours.toFixed(2)} ms`);
		}
		const after = cursorDeepIn(db);
		figures.push(await measureWrites(company, empty, setting.quick ? 20 : 200));
		figures.push(...(await measurePages(setting, company, after)));
		return figures;
	} finally {
		await company.core.close();
		// Not before: closing a file through a second copy of SQLite drops the locks of the first.
		bare?.close();
		await empty.core.close();
		await company.remove();
		await empty.remove();
	}
}

async function measure(question: Question, rounds: number): Promise<Figure> {
	const { what, ask, bare, reach = REACH_MS } = question;
	const ours: number[] = [];
	const least: number[] = [];
	await ask();
	bare();
	for (let round = 0; round < rounds; round += 1) {
		const began = clock();
		await ask();
		const asked = clock();
		bare();
		ours.push(asked - began);
		least.push(clock() - asked);
	}
	const p95 = quantile(ours, 0.95);
	return {
		part: 'scale',
		what: `${what}, p95`,
		unit: 'ms',
		ours: p95,
		bare: quantile(least, 0.95),
		score: p95,
		goal: { reach, better: 'less' },
		detail: { median: median(ours), bareMedian: median(least) }
	};
}

/** One change with its event, by turns in both databases. */
async function measureWrites(full: Company, empty: Company, rounds: number): Promise<Figure> {
	const times = { full: [] as number[], empty: [] as number[] };
	const one = async (company: Company, index: number) => {
		const began = clock();
		await changeStatus(company, index);
		return clock() - began;
	};
	for (let round = 0; round < rounds; round += 1) {
		times.full.push(await one(full, round));
		times.empty.push(await one(empty, round));
	}
	const ours = median(times.full);
	const bare = median(times.empty);
	return {
		part: 'scale',
		what: 'one write, beside an empty database',
		unit: 'ms',
		ours,
		bare,
		score: ours / bare,
		goal: { reach: REACH_WRITE, better: 'less' }
	};
}

function questions({ core, manager }: Company, db: DatabaseSync): Question[] {
	const viewer = staffOf(manager);
	const { queries } = core.portal;
	const rows = (sql: string) => {
		const statement = db.prepare(sql);
		return () => statement.all();
	};
	const list = (what: string, filter: TicketFilter, sql: string): Question => ({
		what,
		ask: () => queries.tickets(viewer, { limit: 50, ...filter }),
		bare: rows(`SELECT * FROM tickets t ${sql}`)
	});
	const key = keyDeepIn(db);
	const byUrgency = 'ORDER BY urgency, created_at, id LIMIT 51';
	const newest = 'ORDER BY created_at DESC, id DESC LIMIT 51';
	const service = 'service_id = (SELECT id FROM services WHERE slug =';
	const assignee = 'assignee_id = (SELECT id FROM users WHERE email =';
	const person = 'manager3@many.example';
	const match = (word: string) =>
		`JOIN ticket_search f ON f.rowid = t.id WHERE f.words MATCH '"${word}"*'
		ORDER BY f.rowid DESC LIMIT 51`;
	return [
		list('first page', {}, byUrgency),
		list(
			'page 1,000',
			{ cursor: encodeCursor(key) },
			`WHERE (urgency, created_at, id) > (${key.join(', ')}) ${byUrgency}`
		),
		...pairs(person).flatMap(([what, filter, condition]) => [
			list(`${what}, newest`, { ...filter, sort: 'newest' }, `WHERE ${condition} ${newest}`),
			list(`${what}, most urgent`, filter, `WHERE ${condition} ${byUrgency}`)
		]),
		list('search of a common word', { q: COMMON_WORD }, match(COMMON_WORD)),
		list('search of a rare word', { q: RARE_WORD }, match(RARE_WORD)),
		list(
			'common word among the closed',
			{ q: COMMON_WORD, status: ['closed'] },
			match(COMMON_WORD)
		),
		list('rare word among the closed', { q: RARE_WORD, status: ['closed'] }, match(RARE_WORD)),
		...figureQuestions(core.portal, viewer, rows)
	];

	function pairs(email: string): readonly [string, TicketFilter, string][] {
		return [
			[
				'status and service',
				{ status: ['waiting'], service: 'many-3' },
				`status = 'waiting' AND ${service} 'many-3')`
			],
			[
				'status and priority',
				{ status: ['closed'], priority: ['critical'] },
				`status = 'closed' AND priority = 'critical'`
			],
			[
				'status and assignee',
				{ status: ['closed'], assignee: email },
				`status = 'closed' AND ${assignee} '${email}')`
			],
			[
				'priority and service',
				{ priority: ['low'], service: 'many-3' },
				`priority = 'low' AND ${service} 'many-3')`
			],
			[
				'priority and assignee',
				{ priority: ['low'], assignee: email },
				`priority = 'low' AND ${assignee} '${email}')`
			],
			[
				'service and assignee',
				{ service: 'many-3', assignee: email },
				`${service} 'many-3') AND ${assignee} '${email}')`
			],
			[
				'requester and priority',
				{ requester: 'client3@many.example', priority: ['low'] },
				`requester_id = (SELECT id FROM users WHERE email = 'client3@many.example')
				AND priority = 'low'`
			]
		];
	}
}

/** Where page 1,000 of the most urgent begins. */
function keyDeepIn(db: DatabaseSync): number[] {
	const deep = db
		.prepare(
			`SELECT urgency, created_at, id FROM tickets ORDER BY urgency, created_at, id
			LIMIT 1 OFFSET 49999`
		)
		.get();
	return [deep?.['urgency'], deep?.['created_at'], deep?.['id']].map(Number);
}

function cursorDeepIn(db: DatabaseSync): string {
	return encodeCursor(keyDeepIn(db));
}

type Rows = (sql: string) => () => unknown;

function figureQuestions(portal: Portal, viewer: Person, rows: Rows): Question[] {
	const { queries } = portal;
	const period = (days: number) => {
		const made = kpiPeriod({}, portal.installation.timeZone, portal.now(), days);
		if (!made) throw new Error('not a period');
		return made;
	};
	const sums = ({ from }: { from: number }) =>
		rows(`SELECT SUM(created), SUM(resolved), SUM(resolution_ms), SUM(responded), SUM(response_ms)
			FROM kpi_sums WHERE dimension = 'priority' AND bucket >= ${from}`);
	const month = period(30);
	const year = period(365);
	return [
		{
			what: 'all figures of 30 days and of the 30 before',
			ask: () => queries.kpis(viewer, month),
			bare: sums(month),
			reach: REACH_FIGURES_MS
		},
		{
			what: 'all figures of a year and of the year before',
			ask: () => queries.kpis(viewer, year),
			bare: sums(year)
		},
		{
			what: 'a figure by day, two months',
			ask: () => queries.kpiSeries(viewer, 'resolution_time', { ...month, step: 'day' }),
			bare: sums(month)
		},
		{
			what: 'a figure by day and service',
			ask: () =>
				queries.kpiSeries(viewer, 'resolution_time', { ...month, step: 'day', by: 'service' }),
			bare: sums(month)
		},
		{
			what: 'a median by day, two months',
			ask: () => queries.kpiSeries(viewer, 'resolution_median', { ...month, step: 'day' }),
			bare: sums(month)
		},
		{
			what: 'arrivals by weekday and hour',
			ask: () => queries.arrivals(month),
			bare: sums(month)
		}
	];
}

function staffOf(manager: Company['manager']): Person {
	const { id, name, email } = manager;
	if (id === null) throw new Error('a manager without a number');
	return { id, name, email, role: 'manager' };
}
