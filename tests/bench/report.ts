/** One measured thing, beside its baseline and its goal. */
export interface Figure {
	readonly part: string;
	readonly what: string;
	readonly unit: string;
	readonly ours: number;
	/** Null where the goal is an absolute one. */
	readonly bare: number | null;
	/** What is compared with the goal: a ratio to the baseline, or the figure itself. */
	readonly score: number;
	readonly goal?: Goal;
	/** What stands behind the figure, for the file. */
	readonly detail?: Readonly<Record<string, number | null>>;
}

export interface Goal {
	readonly reach: number;
	readonly better: 'more' | 'less';
}

export function meets({ score, goal }: Figure): boolean | null {
	if (goal === undefined) return null;
	return goal.better === 'more' ? score >= goal.reach : score <= goal.reach;
}

/** The figures as a table in plain text. */
export function table(figures: readonly Figure[]): string {
	const head = ['part', 'what', 'unit', 'ours', 'bare', 'score', 'reach', ''];
	const rows = figures.map((figure) => [
		figure.part,
		figure.what,
		figure.unit,
		short(figure.ours),
		figure.bare === null ? '–' : short(figure.bare),
		short(figure.score),
		figure.goal === undefined
			? '–'
			: `${figure.goal.better === 'more' ? '≥' : '≤'} ${figure.goal.reach}`,
		{ true: 'ok', false: 'SHORT', null: '' }[String(meets(figure)) as 'true' | 'false' | 'null']
	]);
	const all = [head, ...rows];
	const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
	return all
		.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  '))
		.map((line) => line.trimEnd())
		.join('\n');
}

const FIRST_NUMBER = 3;

function pad(cell: string, width: number, column: number): string {
	return column >= FIRST_NUMBER ? cell.padStart(width) : cell.padEnd(width);
}

function short(value: number): string {
	if (!Number.isFinite(value)) return '?';
	if (value >= 1_000) return Math.round(value).toLocaleString('en');
	if (value >= 100) return value.toFixed(0);
	return value.toFixed(value >= 10 ? 1 : 2);
}
