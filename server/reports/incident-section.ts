import { barChart } from '#lib/domain/chart.ts';
import { harmless, type Block } from './document.ts';
import type { IncidentsTold, ToldService } from './incident-facts.ts';
import { incidentTable, serviceTable, severityTable, worksTable } from './incident-tables.ts';
import { courseChart, figureTable } from './kpi-section.ts';
import type { Voice } from './voice.ts';

/** What became of the services, in words. */
export function incidentConclusion(told: IncidentsTold, voice: Voice): string[] {
	const { count, carried, previous, stillOpen, services } = told;
	const words = voice.words.conclusion;
	const watched = services.filter(({ baseMs }) => baseMs > 0);
	const [worst] = watched;
	const beside =
		previous === null
			? '.'
			: count > previous
				? words.moreThanBefore(previous)
				: count < previous
					? words.fewerThanBefore(previous)
					: words.asBefore;
	const unknown = watched.length === 0 && count + carried === 0;
	return [
		...(unknown ? [] : [`${count === 0 ? words.noIncidents : words.incidents(count)}${beside}`]),
		...(carried > 0 ? [words.carried(carried)] : []),
		...(stillOpen > 0 ? [words.stillOpen(stillOpen)] : []),
		worst === undefined
			? words.unwatched
			: worst.downMs > 0
				? words.down(
						harmless(worst.name),
						voice.duration(worst.downMs),
						voice.percent(worst.availability)
					)
				: words.noDowntime
	];
}

/** The totals and the course of availability. */
export function incidentTotals(told: IncidentsTold, voice: Voice): Block[] {
	const { words } = voice;
	return [
		{ is: 'heading', level: 1, text: words.sections.totals },
		figureTable(told.figures, voice),
		{ is: 'heading', level: 2, text: words.sections.bySeverity },
		severityTable(told, voice)
	];
}

export function incidentDetails(told: IncidentsTold, voice: Voice): Block[] {
	const { words } = voice;
	const { sections } = words;
	const left = told.count + told.carried - told.listed.length;
	return [
		{ is: 'heading', level: 1, text: sections.incidentList },
		incidentTable(told.listed, voice),
		...leftOut(left, voice),
		{ is: 'heading', level: 1, text: sections.availability },
		...serviceBlocks(told, voice),
		{ is: 'heading', level: 1, text: sections.works },
		worksTable(told, voice),
		...leftOut(told.worksLeft, voice)
	];
}

function leftOut(count: number, voice: Voice): Block[] {
	return count > 0 ? [{ is: 'text', text: voice.words.notes.left(count), muted: true }] : [];
}

function serviceBlocks(told: IncidentsTold, voice: Voice): Block[] {
	const { words } = voice;
	const { columns, notes } = words;
	const watched = told.services.filter(({ baseMs }) => baseMs > 0);
	return [
		...(told.availability && watched.length > 0
			? [
					{
						is: 'chart',
						chart: courseChart(told.availability, voice),
						caption: `${columns.availability}, ${notes.step[told.availability.step]}`
					} as const
				]
			: []),
		serviceTable(watched, voice),
		...downtimeChart(watched, voice)
	];
}

function downtimeChart(services: readonly ToldService[], voice: Voice): Block[] {
	const rows = services
		.filter(({ downMs }) => downMs > 0)
		.map(({ slug, name, downMs, incidents }) => ({
			key: slug,
			label: harmless(name),
			value: downMs / 60_000,
			count: incidents
		}));
	if (rows.length === 0) return [];
	const chart = barChart({ unit: 'minutes', target: null, rows }, 15);
	return [{ is: 'chart', chart, caption: voice.words.columns.downtime }];
}
