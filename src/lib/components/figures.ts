import type { KpiKey, KpiStatus, KpiView } from '#lib/domain/kpi.ts';
import { kpiFormula, kpiLabel, type Tone } from '#lib/format/labels.ts';
import { figureLine, figureText, type FigureText } from '#lib/format/numbers.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a tile shows of a figure of the catalogue. */
export interface KpiTile {
	readonly label: string;
	readonly figure: FigureText | null;
	readonly tone: Tone;
	readonly note: string | undefined;
	readonly formula: string | undefined;
}

const TONE: Readonly<Record<KpiStatus, Tone>> = {
	ok: 'ok',
	warning: 'warning',
	critical: 'critical',
	none: 'neutral'
};

/** One figure of the live state as a tile; a figure that is not there has no data. */
export function kpiTile(kpis: readonly KpiView[], key: KpiKey): KpiTile {
	const kpi = kpis.find((candidate) => candidate.key === key);
	if (!kpi)
		return {
			label: kpiLabel[key](),
			figure: null,
			tone: 'neutral',
			note: undefined,
			formula: undefined
		};
	return {
		label: kpiLabel[key](),
		figure: figureText(kpi.value, kpi.unit),
		tone: kpi.unit === 'count' ? 'neutral' : TONE[kpi.status],
		note: targetNote(kpi),
		formula: kpiFormula[key]()
	};
}

/** «цель 95 %», «цель до 1 ч», or nothing. */
export function targetNote(kpi: KpiView): string | undefined {
	if (kpi.target === null || kpi.unit === 'count') return undefined;
	const target = figureLine(kpi.target, kpi.unit);
	return kpi.direction === 'down' ? m.note_target_under({ target }) : m.note_target({ target });
}

/** A plain count as a tile's figure. */
export function count(value: number): FigureText {
	return figureText(value, 'count') ?? { value: '0', unit: '' };
}
