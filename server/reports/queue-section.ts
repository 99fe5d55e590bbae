import { barChart } from '#lib/domain/chart.ts';
import type { Arrivals, KpiDimension, KpiFigure, KpiSeries } from '#lib/domain/kpi.ts';
import { isStaff } from '#lib/domain/people.ts';
import { flowOf, isIdle } from '#lib/domain/report-findings.ts';
import {
	isFull,
	PRIORITIES,
	TICKET_STATUSES,
	type AnyTicket,
	type TicketStatus
} from '#lib/domain/ticket.ts';
import { ticketFor } from '#server/presenters/ticket.ts';
import { readArrivals } from '#server/queries/kpi/kpis.ts';
import { readPartSums, type KpiPartSums } from '#server/queries/kpi/parts.ts';
import { selectServices } from '#server/records/service-record.ts';
import { selectTickets, ticketRecord } from '#server/records/ticket-record.ts';
import { harmless, type Block, type Cell, type Column, type Table } from './document.ts';
import { courseChart, figureTable, readCourse, readKpiFigures } from './kpi-section.ts';
import type { ReportSource } from './source.ts';
import type { Voice } from './voice.ts';

/** Figures that tell of the queue. */
const OF_QUEUE: readonly string[] = [
	'created',
	'resolved',
	'backlog',
	'overdue',
	'first_response_time',
	'resolution_time',
	'sla_response_met',
	'sla_resolution_met',
	'reopened',
	'csat'
];

const OLDEST = 20;
const LATEST_DUE = 50;

/** Everything a report tells of the queue. */
export interface QueueTold {
	readonly figures: readonly KpiFigure[];
	readonly created: KpiSeries | null;
	readonly resolved: KpiSeries | null;
	/** Of the tickets created in the period. */
	readonly statuses: ReadonlyMap<TicketStatus, number>;
	readonly parts: ReadonlyMap<KpiDimension, readonly KpiPartSums[]>;
	readonly arrivals: Arrivals;
	readonly oldest: readonly AnyTicket[];
	readonly overdue: readonly AnyTicket[];
	/** How many are overdue now of those that were created by the end of the period. */
	readonly overdueCount: number;
	/** Slug → name. */
	readonly services: ReadonlyMap<string, string>;
}

const OPEN = `t.status IN ('new', 'in_progress', 'waiting') AND t.deleted_at IS NULL
	AND t.created_at < $1`;
const LATE = `(t.resolution_sla = 'breached'
	OR (t.response_sla = 'breached' AND t.first_response_at IS NULL))`;

/** Reads it; `advanced` is told which part of it is done, from 0 to 1. */
export async function readQueue(
	source: ReportSource,
	advanced: (part: number) => void = () => undefined
): Promise<QueueTold> {
	const { tx, period, audience, viewer } = source;
	const figures = (await readKpiFigures(source)).filter(({ key }) => OF_QUEUE.includes(key));
	advanced(0.2);
	const created = await readCourse(source, 'created');
	const resolved = await readCourse(source, 'resolved');
	advanced(0.4);
	const parts = new Map<KpiDimension, readonly KpiPartSums[]>();
	for (const by of dimensionsFor(source)) parts.set(by, await readPartSums(source, period, by));
	advanced(0.7);
	const statuses = await tx.all<{ status: TicketStatus; tickets: number }>(
		`SELECT status, COUNT(*) AS tickets FROM tickets
		WHERE created_at >= $1 AND created_at < $2 AND deleted_at IS NULL GROUP BY status`,
		[period.from, period.to]
	);
	const arrivals = await readArrivals(source, period);
	advanced(0.8);
	const some = async (rest: string) =>
		(await selectTickets(tx, rest, [period.to])).map((row) =>
			ticketFor(ticketRecord(row), audience)
		);
	const oldest = await some(`WHERE ${OPEN} ORDER BY t.created_at, t.id LIMIT ${OLDEST}`);
	const overdue = await some(
		`WHERE ${OPEN} AND ${LATE} ORDER BY t.resolution_due_at, t.id LIMIT ${LATEST_DUE}`
	);
	const late = await tx.one<{ tickets: number }>(
		`SELECT COUNT(*) AS tickets FROM tickets t WHERE ${OPEN} AND ${LATE}`,
		[period.to]
	);
	advanced(1);
	return {
		figures,
		created,
		resolved,
		statuses: new Map(statuses.map(({ status, tickets }) => [status, tickets])),
		parts,
		arrivals,
		oldest,
		overdue,
		overdueCount: late?.tickets ?? 0,
		services: new Map(
			(await selectServices(tx, isStaff(viewer) ? '' : 'WHERE NOT hidden')).map(
				({ slug, name }) => [slug, name]
			)
		)
	};
}

/** Who did what is for staff alone. */
function dimensionsFor({ viewer }: ReportSource): readonly KpiDimension[] {
	return isStaff(viewer) ? ['priority', 'service', 'assignee'] : ['priority', 'service'];
}

/** What became of the queue, in words. */
export function queueConclusion({ figures, parts }: QueueTold, voice: Voice): string[] {
	const words = voice.words.conclusion;
	const flow = flowOf(figures);
	if (isIdle(flow)) return [words.idle];
	const { created, resolved, open, openBefore, overdue } = flow;
	const by = openBefore === null ? null : open - openBefore;
	const [busiest] = parts.get('service') ?? [];
	return [
		words.flow(created, resolved),
		by === null
			? words.stands(open)
			: by > 0
				? words.grew(open, by)
				: by < 0
					? words.shrank(open, -by)
					: words.stayed(open),
		overdue > 0 ? words.overdue(overdue) : words.noOverdue,
		...(busiest && busiest.created > 0 && created > 0
			? [
					words.busiest(
						harmless(busiest.title || busiest.id),
						busiest.created,
						voice.percent(Math.floor((busiest.created * 1_000) / created) / 10, 1)
					)
				]
			: [])
	];
}

/** The totals, and how tickets came in and went. */
export function queueTotals(told: QueueTold, voice: Voice): Block[] {
	const { words } = voice;
	return [
		{ is: 'heading', level: 1, text: words.sections.totals },
		figureTable(told.figures, voice),
		{ is: 'heading', level: 1, text: words.sections.flow },
		...flowCharts(told, voice)
	];
}

/** The queue on half a page: its flow, and where the work comes from. */
export function queueInShort(told: QueueTold, voice: Voice): Block[] {
	return [...flowCharts(told, voice), ...partBlocks(told, 'service', null, voice)];
}

function flowCharts({ created, resolved }: QueueTold, voice: Voice): Block[] {
	const { notes } = voice.words;
	return (
		[created, resolved]
			.filter((series) => series !== null)
			// A row of nothing but zeros is no picture of anything.
			.filter(({ points }) => points.some(({ value }) => (value ?? 0) > 0))
			.map((series): Block => ({
				is: 'chart',
				chart: courseChart(series, voice),
				caption: `${voice.labels.kpi(series)}, ${notes.step[series.step]}`
			}))
	);
}

/** The queue by what tickets are, and those that want looking after. */
export function queueDetails(told: QueueTold, voice: Voice, now: number): Block[] {
	const { words } = voice;
	const { sections, notes } = words;
	const asOf = notes.openNow(voice.moment(now));
	const left = told.overdueCount - told.overdue.length;
	return [
		flowTable(told, voice),
		{ is: 'heading', level: 2, text: sections.byWeekday },
		weekdayTable(told.arrivals, voice),
		{ is: 'heading', level: 1, text: sections.byStatus },
		{ is: 'text', text: `${notes.statusNow} ${asOf}`, muted: true },
		statusTable(told, voice),
		...partBlocks(told, 'priority', sections.byPriority, voice),
		...partBlocks(told, 'service', sections.byService, voice),
		...(told.parts.has('assignee') ? partBlocks(told, 'assignee', sections.byAssignee, voice) : []),
		{ is: 'heading', level: 1, text: sections.overdue },
		{ is: 'text', text: asOf, muted: true },
		ticketTable(told.overdue, told, voice, notes.noOverdue),
		...(left > 0 ? [{ is: 'text', text: notes.left(left), muted: true } as const] : []),
		{ is: 'heading', level: 1, text: sections.oldest },
		{ is: 'text', text: asOf, muted: true },
		ticketTable(told.oldest, told, voice, notes.noOpen)
	];
}

/** The numbers behind the charts of the flow. */
function flowTable({ created, resolved }: QueueTold, voice: Voice): Table {
	const { columns, notes } = voice.words;
	const rows = (created?.points ?? []).map(({ t, value }, index): Cell[] => {
		const at = Date.parse(t);
		const done = resolved?.points[index]?.value ?? null;
		return [
			created?.step === 'hour' ? voice.moment(at) : voice.day(at, true),
			voice.figure(value, 'count'),
			voice.figure(done, 'count')
		];
	});
	return {
		is: 'table',
		columns: [
			{ title: columns.period, width: 40 },
			{ title: columns.created, width: 30, align: 'end' },
			{ title: columns.resolved, width: 30, align: 'end' }
		],
		rows,
		empty: notes.noTickets
	};
}

function weekdayTable({ cells, total }: Arrivals, voice: Voice): Table {
	const { columns, notes } = voice.words;
	const days = cells.map((hours) => hours.reduce((sum, count) => sum + count, 0));
	return {
		is: 'table',
		columns: [
			{ title: columns.period, width: 40 },
			{ title: columns.tickets, width: 30, align: 'end' },
			{ title: columns.share, width: 30, align: 'end' }
		],
		rows:
			total === 0
				? []
				: days.map((count, weekday) => [
						voice.weekday(weekday),
						voice.number(count, 0),
						voice.percent(Math.floor((count * 1_000) / total) / 10, 1)
					]),
		empty: notes.noTickets
	};
}

function statusTable({ statuses }: QueueTold, voice: Voice): Table {
	const { columns, notes } = voice.words;
	const total = [...statuses.values()].reduce((sum, count) => sum + count, 0);
	return {
		is: 'table',
		columns: [
			{ title: columns.state, width: 40 },
			{ title: columns.tickets, width: 30, align: 'end' },
			{ title: columns.share, width: 30, align: 'end' }
		],
		rows:
			total === 0
				? []
				: TICKET_STATUSES.map((status): Cell[] => {
						const count = statuses.get(status) ?? 0;
						return [
							voice.labels.status(status),
							voice.number(count, 0),
							voice.percent(Math.floor((count * 1_000) / total) / 10, 1)
						];
					}),
		empty: notes.noTickets
	};
}

/** Parts of which a chart has bars; more are in the table. */
const MOST_BARS = 15;

function partBlocks(
	{ parts }: QueueTold,
	by: KpiDimension,
	/** Null where the part stands under a heading of its own. */
	title: string | null,
	voice: Voice
): Block[] {
	const { byPriority, byService, byAssignee } = voice.words.sections;
	const captions = { priority: byPriority, service: byService, assignee: byAssignee };
	const some = parts.get(by) ?? [];
	const name = partNames(by, voice);
	const ordered = by === 'priority' ? [...some].sort((a, b) => rankOf(b.id) - rankOf(a.id)) : some;
	const rows = ordered.map((part) => ({
		key: part.id,
		label: name(part),
		value: part.created,
		count: part.created
	}));
	return [
		...(title === null ? [] : [{ is: 'heading', level: 1, text: title } as const]),
		...(rows.length === 0
			? []
			: [
					{
						is: 'chart',
						chart: barChart({ unit: 'count', target: null, rows }, MOST_BARS),
						caption: `${voice.labels.kpi({ key: 'created', title: '' })}, ${captions[by].toLowerCase()}`
					} as const
				]),
		partTable(ordered, by, name, voice)
	];
}

function partTable(
	parts: readonly KpiPartSums[],
	by: KpiDimension,
	name: (part: KpiPartSums) => string,
	voice: Voice
): Table {
	const { columns, notes } = voice.words;
	const head = { service: columns.service, priority: columns.priority, assignee: columns.assignee };
	return {
		is: 'table',
		columns: [
			{ title: head[by], width: 30 },
			{ title: columns.created, width: 12, align: 'end' },
			{ title: columns.resolved, width: 12, align: 'end' },
			{ title: columns.open, width: 12, align: 'end' },
			{ title: columns.overdue, width: 13, align: 'end' },
			{ title: columns.resolution, width: 20, align: 'end' },
			{ title: columns.inTime, width: 13, align: 'end' }
		],
		rows: parts.map((part) => [
			name(part),
			voice.number(part.created, 0),
			voice.number(part.resolved, 0),
			voice.number(part.open, 0),
			{
				text: voice.number(part.overdue, 0),
				...(part.overdue > 0 ? { tone: 'critical' as const } : {})
			},
			told(part.resolution === null ? null : voice.figure(part.resolution, 'minutes'), voice),
			told(part.inTime === null ? null : voice.percent(part.inTime), voice)
		]),
		empty: notes.noTickets
	};
}

function told(text: string | null, voice: Voice): Cell {
	return text ?? { text: voice.words.none, tone: 'muted' };
}

function partNames(by: KpiDimension, { labels, words }: Voice): (part: KpiPartSums) => string {
	return ({ id, title }) => {
		if (by !== 'priority') return id === 'none' ? words.unassigned : harmless(title || id);
		const priority = PRIORITIES.find((one) => one === id);
		return priority ? labels.priority(priority) : id;
	};
}

function rankOf(priority: string): number {
	return PRIORITIES.findIndex((one) => one === priority);
}

function ticketTable(
	tickets: readonly AnyTicket[],
	{ services }: QueueTold,
	voice: Voice,
	empty: string
): Table {
	const { words, labels } = voice;
	const { columns } = words;
	const whole = tickets.some(isFull);
	const shared: Column[] = [
		{ title: columns.service, width: whole ? 17 : 34 },
		{ title: columns.priority, width: whole ? 12 : 18 },
		{ title: columns.state, width: whole ? 13 : 18 }
	];
	return {
		is: 'table',
		columns: whole
			? [
					{ title: columns.number, width: 11 },
					{ title: columns.subject, width: 27 },
					...shared,
					{ title: columns.assignee, width: 15 },
					{ title: columns.due, width: 14 }
				]
			: [{ title: columns.number, width: 12 }, ...shared, { title: columns.created, width: 18 }],
		rows: tickets.map((ticket): Cell[] => {
			const common = [
				harmless(services.get(ticket.service) ?? ticket.service),
				labels.priority(ticket.priority),
				labels.status(ticket.status)
			];
			if (!isFull(ticket))
				return [ticket.number, ...common, voice.moment(Date.parse(ticket.createdAt))];
			const due = ticket.resolutionDueAt;
			return [
				ticket.number,
				harmless(ticket.subject),
				...common,
				ticket.assignee
					? harmless(ticket.assignee.name)
					: { text: words.unassigned, tone: 'muted' },
				due === null
					? { text: words.none, tone: 'muted' }
					: {
							text: voice.moment(Date.parse(due)),
							...(ticket.sla.resolution === 'breached' ? { tone: 'critical' as const } : {})
						}
			];
		}),
		empty
	};
}
