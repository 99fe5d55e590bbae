import { figureFilterOfAddress } from '#lib/input/kpis.ts';
import type { TicketFilter } from '#server/portal.ts';
import { isDate } from './created-days.ts';

const FIGURE_FIELDS = [
	'createdFrom',
	'createdTo',
	'respondedFrom',
	'respondedTo',
	'resolvedFrom',
	'resolvedTo',
	'answered',
	'rated'
] as const;
export type FigureFilter = Pick<TicketFilter, (typeof FIGURE_FIELDS)[number]>;

/** What an address says of the tickets of a figure. Dates are days that staff chose themselves. */
export function figureFields(query: URLSearchParams): readonly (readonly [string, string])[] {
	return FIGURE_FIELDS.map((field) => [field, query.get(field) ?? ''] as const).filter(
		([, value]) => value !== '' && !isDate(value)
	);
}

/** Moments are ISO 8601; whatever is not well formed counts as not said, all of it together. */
export function readFigure(query: URLSearchParams): FigureFilter {
	const parsed = figureFilterOfAddress.safeParse(Object.fromEntries(figureFields(query)));
	return parsed.success ? parsed.data : {};
}
