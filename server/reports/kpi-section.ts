import { timeChart, type TimeChart } from '#lib/domain/chart.ts';
import { isKpiKey, type KpiFigure, type KpiSeries } from '#lib/domain/kpi.ts';
import { findingsOf } from '#lib/domain/report-findings.ts';
import { figuresOfPeriod } from '#server/queries/kpi/index.ts';
import { readMetricSeries } from '#server/queries/kpi/metrics.ts';
import { readSeries } from '#server/queries/kpi/series.ts';
import type { Block, Cell, CellTone, Table } from './document.ts';
import { harmless } from './document.ts';
import type { ReportSource } from './source.ts';
import type { Voice } from './voice.ts';

/** Figures of a period and how each of them went. */
export interface KpiTold {
	readonly figures: readonly KpiFigure[];
	readonly series: ReadonlyMap<string, KpiSeries>;
}

/** Every figure that can be told of a period, the same as the API answers. */
export function readKpiFigures(source: ReportSource): Promise<readonly KpiFigure[]> {
	return figuresOfPeriod(source, source.viewer, source.period);
}

/** The same with the course of each; `advanced` is told which part of it is done, from 0 to 1. */
export async function readKpis(
	source: ReportSource,
	advanced: (part: number) => void
): Promise<KpiTold> {
	const figures = await readKpiFigures(source);
	const series = new Map<string, KpiSeries>();
	for (const [index, { key }] of figures.entries()) {
		const read = await readCourse(source, key);
		if (read) series.set(key, read);
		advanced((index + 1) / figures.length);
	}
	return { figures, series };
}

/** A figure over the period and the one before. */
export function readCourse(source: ReportSource, key: string): Promise<KpiSeries | null> {
	const request = { ...source.period, step: source.step };
	return isKpiKey(key)
		? readSeries(source, source.viewer, key, request)
		: readMetricSeries(source, source.viewer, key, request);
}

const TONES: Readonly<Record<KpiFigure['status'], CellTone>> = {
	ok: 'ok',
	warning: 'warning',
	critical: 'critical',
	none: 'muted'
};

/** A figure's name; one that was measured is called as somebody called it. */
export function titleOf(
	figure: Pick<KpiFigure, 'key' | 'title' | 'titleEn'>,
	{ labels }: Voice
): string {
	return harmless(labels.kpi(figure));
}

/** All figures in one table, beside their targets and the period before. */
export function figureTable(figures: readonly KpiFigure[], voice: Voice): Table {
	const { words } = voice;
	const { columns } = words;
	return {
		is: 'table',
		columns: [
			{ title: columns.figure, width: 25 },
			{ title: columns.value, width: 19, align: 'end' },
			{ title: columns.target, width: 11, align: 'end' },
			{ title: columns.previous, width: 15, align: 'end' },
			{ title: columns.change, width: 12, align: 'end' },
			{ title: columns.count, width: 8, align: 'end' },
			{ title: columns.status, width: 12 }
		],
		rows: figures.map((figure): Cell[] => {
			const { value, previous, unit, suffix, count, status } = figure;
			const nothing = value === null;
			return [
				titleOf(figure, voice),
				{ text: voice.exact(value, unit, suffix), strong: !nothing, ...muted(nothing) },
				voice.target(figure) ?? words.none,
				{ text: voice.figure(previous, unit, suffix), ...muted(previous === null) },
				voice.change(value, previous, unit) ?? words.none,
				voice.number(count, 0),
				{ text: words.statuses[nothing ? 'none' : status], tone: TONES[status] }
			];
		}),
		empty: words.notes.blank
	};
}

function muted(is: boolean): { tone?: CellTone } {
	return is ? { tone: 'muted' } : {};
}

/** A figure over time, as charts on screens are made. */
export function courseChart(series: KpiSeries, voice: Voice): TimeChart {
	const { step } = series;
	const words = {
		label: (at: number) => (step === 'hour' ? voice.moment(at).slice(-5) : voice.day(at)),
		title: (at: number) => (step === 'hour' ? voice.moment(at) : voice.day(at, true))
	};
	return timeChart(series, words);
}

/** What the figures come to, in words. */
export function kpiConclusion(figures: readonly KpiFigure[], voice: Voice): string[] {
	const { met, missed, better, worse, unknown, nothing } = findingsOf(figures);
	const words = voice.words.conclusion;
	if (nothing) return [words.nothing];
	const list = (some: readonly KpiFigure[], told: (figure: KpiFigure) => string) =>
		some.map(told).join('; ');
	const aimed = met.length + missed.length;
	const value = (figure: KpiFigure) =>
		`«${titleOf(figure, voice)}» — ${voice.figure(figure.value, figure.unit, figure.suffix)}`;
	const change = (figure: KpiFigure) =>
		words.moved(
			titleOf(figure, voice),
			voice.figure(figure.value, figure.unit, figure.suffix),
			voice.figure(figure.previous, figure.unit, figure.suffix)
		);
	return [
		...(met.length === 0
			? []
			: missed.length === 0
				? [words.allMet(met.length, list(met, value))]
				: [words.met(met.length, aimed, list(met, value))]),
		...(missed.length === 0
			? []
			: [
					words.missed(
						missed.length,
						list(missed, (figure) =>
							words.missedOne(
								titleOf(figure, voice),
								voice.figure(figure.value, figure.unit, figure.suffix),
								voice.figure(figure.target, figure.unit, figure.suffix)
							)
						)
					)
				]),
		...(better.length === 0 ? [] : [words.better(list(better, change))]),
		...(worse.length === 0 ? [] : [words.worse(list(worse, change))]),
		...(unknown.length === 0
			? []
			: [words.unknown(unknown.map((figure) => `«${titleOf(figure, voice)}»`).join(', '))])
	];
}

/** Every figure by itself: what it is, how it is reckoned, how it went. */
export function kpiDetails({ figures, series }: KpiTold, voice: Voice): Block[] {
	const { words } = voice;
	return figures.flatMap((figure): Block[] => {
		const { unit, suffix, value, previous, count, excluded } = figure;
		const target = voice.target(figure);
		const course = series.get(figure.key);
		const facts = [
			{
				name: words.columns.value,
				value: { text: voice.exact(value, unit, suffix), strong: true }
			},
			...(target === null ? [] : [{ name: words.columns.target, value: target }]),
			{ name: words.columns.previous, value: voice.exact(previous, unit, suffix) },
			{
				name: words.columns.change,
				value: voice.change(value, previous, unit) ?? words.none
			},
			...(target === null || value === null
				? []
				: [
						{
							name: words.columns.status,
							value: { text: words.statuses[figure.status], tone: TONES[figure.status] }
						}
					])
		];
		const counted = [
			words.notes.counted(count),
			...(excluded === null || excluded === 0 ? [] : [words.notes.excluded(excluded)])
		].join(' ');
		return [
			{ is: 'heading', level: 2, text: titleOf(figure, voice) },
			{ is: 'facts', facts },
			{
				is: 'text',
				text: `${words.notes.formula(voice.labels.formula(figure))} ${counted}`,
				muted: true
			},
			...(course
				? [
						{
							is: 'chart',
							chart: courseChart(course, voice),
							caption: `${titleOf(figure, voice)}, ${words.notes.step[course.step]}`
						} as const
					]
				: [])
		];
	});
}
