import type { BarChart, TimeChart } from '#lib/domain/chart.ts';
import { cellText, type Block, type Fact, type ReportDocument } from './document.ts';
import { lengthOf, textTable, wrapped } from './text-table.ts';
import type { Voice } from './voice.ts';

/** Columns of a terminal, of a mail, of a sheet of paper. */
const WIDTH = 80;
const BAR = 30;
/** Of more stretches the picture tells more than a list would. */
const MOST_BARS = 62;

/** A report as plain text that reads well in letters of one width. */
export function writeText(document: ReportDocument, voice: Voice): string {
	const { head } = voice.words;
	const lines = [
		document.company,
		'',
		...wrapped(`${head.report}: ${document.title}`.toUpperCase(), WIDTH),
		'='.repeat(WIDTH),
		...factLines(document.facts),
		''
	];
	let numbered = 0;
	for (const block of document.blocks) {
		if (block.is === 'heading' && block.level === 1) numbered += 1;
		lines.push(...blockLines(block, voice, numbered), '');
	}
	return `${lines
		.join('\n')
		.replace(/\n{4,}/g, '\n\n\n')
		.trimEnd()}\n`;
}

function blockLines(block: Block, voice: Voice, numbered: number): string[] {
	switch (block.is) {
		case 'heading': {
			if (block.level === 2) return [block.text, '-'.repeat(lengthOf(block.text))];
			const text = `${numbered}. ${block.text}`;
			return ['', ...wrapped(text.toUpperCase(), WIDTH), '='.repeat(WIDTH)];
		}
		case 'text':
			return wrapped(block.text, WIDTH);
		case 'points':
			return block.points.flatMap((point) =>
				wrapped(point, WIDTH - 2).map((line, at) => `${at === 0 ? '- ' : '  '}${line}`)
			);
		case 'facts':
			return factLines(block.facts);
		case 'table':
			return block.rows.length === 0 ? wrapped(block.empty, WIDTH) : textTable(block, WIDTH);
		case 'chart':
			return chartLines(block.chart, block.caption, voice);
	}
}

function factLines(facts: readonly Fact[]): string[] {
	const width = Math.max(0, ...facts.map(({ name }) => lengthOf(name))) + 2;
	return facts.flatMap(({ name, value }) =>
		wrapped(cellText(value), WIDTH - width).map((line, at) =>
			at === 0 ? `${`${name}:`.padEnd(width)}${line}` : `${' '.repeat(width)}${line}`
		)
	);
}

/** Bars of letters; whoever reads a text sees the course at a glance all the same. */
function chartLines(chart: TimeChart | BarChart, caption: string, voice: Voice): string[] {
	const { unit, suffix, target } = chart;
	const rows =
		chart.kind === 'time'
			? chart.rows.map(({ title, value }) => ({ label: title, value }))
			: chart.rows.map(({ label, value }) => ({ label, value }));
	const head = [caption];
	if (target !== null) head.push(voice.words.notes.targetLine(voice.figure(target, unit, suffix)));
	const title = wrapped(head.join(', '), WIDTH);
	if (rows.every(({ value }) => value === null)) return [...title, voice.words.notes.blank];
	const shown = rows.length > MOST_BARS ? thinned(rows) : rows;
	const [from, to] = chart.kind === 'time' ? [chart.scale.from, chart.scale.to] : [0, chart.full];
	const names = Math.min(28, Math.max(...shown.map(({ label }) => lengthOf(label))));
	return [
		...title,
		...shown.map(({ label, value }) => {
			const bar = value === null ? '' : barOf(value, from, to);
			const name = lengthOf(label) > names ? `${[...label].slice(0, names - 1).join('')}…` : label;
			return `${name.padEnd(names)}  ${bar.padEnd(BAR)}  ${voice.figure(value, unit, suffix)}`.trimEnd();
		})
	];
}

/** From zero to the value; from the lower end where zero is not on the axis. */
function barOf(value: number, from: number, to: number): string {
	const placeOf = (at: number) =>
		Math.round(BAR * Math.max(0, Math.min(1, (at - from) / (to - from || 1))));
	const [zero, end] = [placeOf(0), placeOf(value)];
	return ' '.repeat(Math.min(zero, end)) + '#'.repeat(Math.abs(end - zero));
}

/** Evenly chosen, the first and the last among them. */
function thinned<T>(rows: readonly T[]): T[] {
	const step = (rows.length - 1) / (MOST_BARS - 1);
	return Array.from({ length: MOST_BARS }, (_, at) => rows[Math.round(at * step)]).filter(
		(row) => row !== undefined
	);
}
