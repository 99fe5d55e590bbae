import { barChart } from '#lib/domain/chart.ts';
import type { KpiDimension } from '#lib/domain/kpi.ts';
import { flowOf, isIdle } from '#lib/domain/report-findings.ts';
import { harmless, type Block } from './document.ts';
import { courseChart, figureTable } from './kpi-section.ts';
import type { QueueTold } from './queue-facts.ts';
import {
	flowTable,
	partNames,
	partTable,
	rankOf,
	statusTable,
	ticketTable,
	weekdayTable
} from './queue-tables.ts';
import type { Voice } from './voice.ts';

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
