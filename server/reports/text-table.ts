import { cellText, type Table } from './document.ts';

const GAP = 2;
/** A column no word fits into is not worth having. */
const NARROWEST = 5;

/** Words of a text as lines of at most so many letters; a word that is longer is broken. */
export function wrapped(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		let rest = word;
		if (line !== '' && lengthOf(line) + 1 + lengthOf(rest) <= width) {
			line += ` ${rest}`;
			continue;
		}
		if (line !== '') lines.push(line);
		while (lengthOf(rest) > width) {
			const letters = [...rest];
			// Behind a mark that parts it, where there is one.
			const room = letters.slice(0, width).join('');
			const mark = Math.max(...['-', '/', '.', '_', '@'].map((sign) => room.lastIndexOf(sign)));
			const cut = mark > width / 2 ? [...room.slice(0, mark + 1)].length : width;
			lines.push(letters.slice(0, cut).join(''));
			rest = letters.slice(cut).join('');
		}
		line = rest;
	}
	lines.push(line);
	return lines;
}

/** A table in letters of one width, its columns as wide as they have to be. */
export function textTable(table: Table, width: number): string[] {
	const texts = [
		table.columns.map(({ title }) => title),
		...table.rows.map((row) => row.map(cellText))
	];
	const widths = columnWidths(texts, width);
	const line = (cells: readonly string[]) => {
		const columns = cells.map((text, column) => wrapped(text, widths[column] ?? 1));
		const height = Math.max(...columns.map((lines) => lines.length));
		return Array.from({ length: height }, (_, at) =>
			columns
				.map((lines, column) => pad(lines[at] ?? '', widths[column] ?? 1, endOf(table, column)))
				.join(' '.repeat(GAP))
				.trimEnd()
		);
	};
	const [head = [], ...rows] = texts;
	const told = rows.map(line);
	// Where rows take several lines each, a line between them keeps them apart.
	const loose = told.some((lines) => lines.length > 1);
	return [
		...line(head),
		widths.map((size) => '-'.repeat(size)).join(' '.repeat(GAP)),
		...told.flatMap((lines, at) => (loose && at > 0 ? ['', ...lines] : lines))
	];
}

/**
 * As wide as the longest text where there is room for all; else the widest give way first, down
 * to their longest word.
 */
function columnWidths(texts: readonly (readonly string[])[], width: number): readonly number[] {
	const count = texts[0]?.length ?? 0;
	const room = width - GAP * (count - 1);
	const of = (measure: (text: string) => number) =>
		Array.from({ length: count }, (_, column) =>
			Math.max(1, ...texts.map((row) => measure(row[column] ?? '')))
		);
	const widths = of(lengthOf);
	const words = of((text) => Math.max(...text.split(' ').map(lengthOf)));
	const least = words.map((longest) => Math.max(NARROWEST, Math.min(longest, 16)));
	const over = () => widths.reduce((sum, size) => sum + size, 0) - room;
	while (over() > 0) {
		const slack = widths.map((size, column) => size - (least[column] ?? size));
		const widest = indexOfLargest(slack.map((free, at) => (free > 0 ? (widths[at] ?? 0) : 0)));
		if ((slack[widest] ?? 0) > 0) widths[widest] = (widths[widest] ?? 1) - 1;
		else {
			const any = indexOfLargest(widths);
			if ((widths[any] ?? 1) <= 1) break;
			widths[any] = (widths[any] ?? 1) - 1;
		}
	}
	return widths;
}

function indexOfLargest(values: readonly number[]): number {
	return values.indexOf(Math.max(...values));
}

function endOf({ columns }: Table, column: number): boolean {
	return columns[column]?.align === 'end';
}

/** Letters as people count them: a pair of surrogates is one. */
export function lengthOf(text: string): number {
	return [...text].length;
}

function pad(text: string, width: number, end: boolean): string {
	const room = ' '.repeat(Math.max(0, width - lengthOf(text)));
	return end ? room + text : text + room;
}
