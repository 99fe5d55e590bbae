import type { KpiFigure } from './kpi.ts';

/** Figures of a report, sorted by what there is to say of them. */
export interface Findings {
	/** Met their target, by what was counted. */
	readonly met: readonly KpiFigure[];
	/** Missed it, the worst first. */
	readonly missed: readonly KpiFigure[];
	/** Clearly better, and clearly worse, than in the period before. */
	readonly better: readonly KpiFigure[];
	readonly worse: readonly KpiFigure[];
	/** Of which nothing is known. */
	readonly unknown: readonly KpiFigure[];
	/** Nothing at all was counted: there is nothing to conclude from. */
	readonly nothing: boolean;
}

/** Less than this is chance: points of a share, and a part of what it was for all else. */
const POINTS = 1;
const PART = 0.05;

/** What there is to say of the figures of a period. Of what was not counted nothing good is said. */
export function findingsOf(figures: readonly KpiFigure[]): Findings {
	const active = figures.some(({ unit, count }) => unit === 'count' && count > 0);
	const known = figures.filter((figure) => isKnown(figure, active));
	const aimed = known.filter(({ status }) => status !== 'none');
	return {
		met: aimed.filter(({ status }) => status === 'ok'),
		missed: aimed
			.filter(({ status }) => status !== 'ok')
			.sort((a, b) => Number(b.status === 'critical') - Number(a.status === 'critical')),
		better: known.filter((figure) => moved(figure) === 'better'),
		worse: known.filter((figure) => moved(figure) === 'worse'),
		unknown: figures.filter((figure) => !known.includes(figure)),
		nothing: known.length === 0
	};
}

/** A zero of a desk where nothing happened at all is no merit: then nothing is known of it. */
function isKnown({ value, unit, count }: KpiFigure, active: boolean): boolean {
	if (value === null) return false;
	return unit === 'count' ? active : count > 0;
}

/** How a figure has moved since the period before; null when hardly, or when nobody can tell. */
export function moved({
	value,
	previous,
	direction,
	unit
}: Pick<KpiFigure, 'value' | 'previous' | 'direction' | 'unit'>): 'better' | 'worse' | null {
	if (value === null || previous === null || direction === 'none') return null;
	const by = value - previous;
	const least = unit === 'percent' ? POINTS : Math.abs(previous) * PART;
	if (by === 0 || Math.abs(by) < least) return null;
	return by > 0 === (direction === 'up') ? 'better' : 'worse';
}

/** What came in and what was done. */
export interface Flow {
	readonly created: number;
	readonly resolved: number;
	/** At the end of the period, and at the end of the one before; null where nobody knows. */
	readonly open: number;
	readonly openBefore: number | null;
	readonly overdue: number;
}

/** The flow of a queue, out of the figures of a period. */
export function flowOf(figures: readonly KpiFigure[]): Flow {
	const of = (key: string) => figures.find((figure) => figure.key === key);
	return {
		created: of('created')?.value ?? 0,
		resolved: of('resolved')?.value ?? 0,
		open: of('backlog')?.value ?? 0,
		openBefore: of('backlog')?.previous ?? null,
		overdue: of('overdue')?.value ?? 0
	};
}

/** Did anything at all happen? */
export function isIdle({ created, resolved, open }: Flow): boolean {
	return created === 0 && resolved === 0 && open === 0;
}
