import type { ChartText } from '#lib/chart/drawing.ts';
import { figureLine } from '#lib/format/numbers.ts';
import { m } from '#lib/paraglide/messages.js';

/** What charts of the screen say, in the page's language. */
export const CHART_TEXT: ChartText = {
	figure: (value, { unit, suffix }) => figureLine(value, unit, suffix),
	target: (target) => m.note_target({ target }),
	tip: (value, count) => m.kpi_page_tip({ value, count }),
	before: (value) => m.kpi_page_tip_before({ value })
};
