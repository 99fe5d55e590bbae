import { reportDays } from '#lib/domain/report-period.ts';
import { harmless, type Block, type Fact, type ReportDocument } from './document.ts';
import { readIncidents } from './incident-facts.ts';
import { incidentConclusion, incidentDetails, incidentTotals } from './incident-section.ts';
import { incidentTable, serviceTable } from './incident-tables.ts';
import type { ReportKind } from '#lib/domain/report.ts';
import { figureTable, kpiConclusion, kpiDetails, readKpiFigures, readKpis } from './kpi-section.ts';
import type { MakeOrder } from './order.ts';
import { readQueue } from './queue-facts.ts';
import { queueConclusion, queueDetails, queueInShort, queueTotals } from './queue-section.ts';
import { readShifts, shiftConclusion, shiftDetails, shiftsInShort } from './shift-section.ts';
import type { ReportSource } from './source.ts';
import type { Voice } from './voice.ts';

/** Reads what a report of its kind tells, and tells it. */
export async function composeReport(
	source: ReportSource,
	order: MakeOrder,
	voice: Voice,
	advanced: (part: number) => void
): Promise<ReportDocument> {
	const { words } = voice;
	const blocks = await BODIES[order.kind](source, voice, advanced);
	const author = order.author === null ? words.head.schedule : harmless(order.author);
	return {
		language: order.language,
		company: words.company,
		title: words.kinds[order.kind],
		period: voice.period(order),
		facts: headFacts(order, voice, author),
		// Who works here is for staff.
		author: order.readers === 'staff' ? author : words.company,
		madeAt: order.now,
		blocks: [
			...(source.period.to > source.now
				? [{ is: 'text', text: words.head.notOver, muted: true } as const]
				: []),
			...blocks
		]
	};
}

function headFacts(order: MakeOrder, voice: Voice, author: string): Fact[] {
	const { head, readers } = voice.words;
	return [
		{
			name: head.period,
			value: `${voice.period(order)} (${head.days(reportDays(order))})`
		},
		{ name: head.made, value: head.byClock(voice.moment(order.now), order.zone) },
		...(order.readers === 'staff' ? [{ name: head.author, value: author }] : []),
		{ name: head.readers, value: readers[order.readers] }
	];
}

/** Reads and tells one kind of report. */
type Body = (
	source: ReportSource,
	voice: Voice,
	advanced: (part: number) => void
) => Promise<readonly Block[]>;

const BODIES: Readonly<Record<ReportKind, Body>> = {
	async queue(source, voice, advanced) {
		const told = await readQueue(source, advanced);
		return [
			...conclusion(queueConclusion(told, voice), voice),
			...queueTotals(told, voice),
			...queueDetails(told, voice, source.now)
		];
	},
	async incidents(source, voice, advanced) {
		const told = await readIncidents(source, advanced);
		return [
			...conclusion(incidentConclusion(told, voice), voice),
			...incidentTotals(told, voice),
			...incidentDetails(told, voice)
		];
	},
	async kpi(source, voice, advanced) {
		const told = await readKpis(source, advanced);
		const { sections, notes } = voice.words;
		return [
			...conclusion(kpiConclusion(told.figures, voice), voice),
			{ is: 'heading', level: 1, text: sections.figures },
			figureTable(told.figures, voice),
			{ is: 'heading', level: 1, text: sections.eachFigure },
			{ is: 'text', text: notes.previousLine, muted: true },
			...kpiDetails(told, voice)
		];
	},
	async shifts(source, voice, advanced) {
		const told = await readShifts(source);
		advanced(1);
		return [...conclusion(shiftConclusion(told, voice), voice), ...shiftDetails(told, voice)];
	},
	async summary(source, voice, advanced) {
		const figures = await readKpiFigures(source);
		advanced(0.2);
		const queue = await readQueue(source, (part) => advanced(0.2 + 0.4 * part));
		const incidents = await readIncidents(source, (part) => advanced(0.6 + 0.3 * part));
		const shifts = await readShifts(source);
		advanced(1);
		const { sections } = voice.words;
		const words = [
			...queueConclusion(queue, voice),
			...incidentConclusion(incidents, voice),
			...kpiConclusion(figures, voice),
			...shiftConclusion(shifts, voice)
		];
		return [
			...conclusion(words, voice),
			{ is: 'heading', level: 1, text: sections.figures },
			figureTable(figures, voice),
			{ is: 'heading', level: 1, text: sections.queue },
			...queueInShort(queue, voice),
			{ is: 'heading', level: 1, text: sections.incidents },
			incidentTable(incidents.listed.slice(0, MOST_IN_SHORT), voice),
			...leftOut(incidents.count + incidents.carried - MOST_IN_SHORT, voice),
			{ is: 'heading', level: 1, text: sections.availability },
			serviceTable(
				incidents.services.filter(({ baseMs }) => baseMs > 0),
				voice
			),
			{ is: 'heading', level: 1, text: sections.shifts },
			...shiftsInShort(shifts, voice)
		];
	}
};

/** Incidents that the summary lists: the whole of them has a report of its own. */
const MOST_IN_SHORT = 12;

function conclusion(points: readonly string[], { words }: Voice): Block[] {
	return [
		{ is: 'heading', level: 1, text: words.sections.conclusion },
		{ is: 'points', points }
	];
}

function leftOut(count: number, { words }: Voice): Block[] {
	return count > 0 ? [{ is: 'text', text: words.notes.left(count), muted: true }] : [];
}
