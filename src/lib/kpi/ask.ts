import { isKpiKey, KPI_STEPS, type KpiKey, type KpiStep } from '#lib/domain/kpi.ts';
import { kpiDefinition } from '#lib/domain/kpi-catalogue.ts';
import { kpiPeriod, lastDays, slotsOf, type KpiPeriod } from '#lib/domain/kpi-period.ts';
import { dateOf, zoneOf } from '#lib/domain/zone.ts';

/** Moving periods that are offered, in days. */
export const SPANS = [1, 7, 30, 90, 365] as const;
export type Span = (typeof SPANS)[number];

/** Tickets by weekday and hour, where an address of a file names a breakdown. */
export const BY_HOUR = 'hour';

const USUAL_SPAN: Span = 30;
const USUAL_KEY = 'sla_resolution_met';

/** Beyond so many points a chart is a blur and its table a phone book. */
const MOST_ROWS = 400;

/** What is asked of the figures; everything comes from the address. */
export interface KpiAsk {
	/** The figure that is drawn. */
	readonly key: string;
	/** Days of a moving period that ends today; null when it stands still between two dates. */
	readonly days: Span | null;
	/** First and last date, both belonging to it, `YYYY-MM-DD` of the portal's zone. */
	readonly from: string;
	readonly to: string;
	readonly period: KpiPeriod;
	readonly step: KpiStep;
	/** Is the period before drawn as well? */
	readonly compare: boolean;
	/** What was typed is no period; the usual one is shown. */
	readonly refused: boolean;
}

/** Reads the address by allow-lists: anything else counts as not said. */
export function readAsk(query: URLSearchParams, zone: string, now: number): KpiAsk {
	const said = SPANS.find((span) => String(span) === query.get('days'));
	const days = said ?? USUAL_SPAN;
	const moving = lastDays(days, zone, now);
	const usual = datesOf(moving, zone);
	const from = query.get('from') || undefined;
	const to = query.get('to') || undefined;
	// The form always sends its two dates: those of the moving period leave it moving.
	const typed = (from ?? usual.from) !== usual.from || (to ?? usual.to) !== usual.to;
	const fixed = typed && isDate(from) && isDate(to) ? kpiPeriod({ from, to }, zone, now) : null;
	const period = fixed ?? moving;
	const wanted = KPI_STEPS.find((step) => step === query.get('step'));
	return {
		key: query.get('kpi') || USUAL_KEY,
		days: fixed ? null : days,
		...datesOf(period, zone),
		period,
		step: fitting(period, wanted ?? usualStep(period), zone),
		compare: query.getAll('compare').at(-1) !== '0',
		refused: typed && fixed === null
	};
}

/** The figure to be drawn among those that may be seen: one that has a course over time. */
export function drawnKey(ask: KpiAsk, visible: readonly string[]): string {
	const wanted = courseOf(ask.key);
	return wanted !== null && visible.includes(wanted) ? wanted : USUAL_KEY;
}

const COURSES: Readonly<Partial<Record<KpiKey, KpiKey>>> = {
	created_today: 'created',
	resolved_today: 'resolved'
};

/** Which figure shows this one over time: of the present day alone there is nothing to draw. */
export function courseOf(key: string): string | null {
	if (!isKpiKey(key)) return key;
	if (kpiDefinition(key).of !== 'now') return key;
	return COURSES[key] ?? null;
}

/** The address of the same figures asked for differently; a page decides where it leads. */
export function withAsk(
	ask: KpiAsk,
	changes: Partial<Pick<KpiAsk, 'key' | 'days' | 'step' | 'compare'>>
): string {
	const next = { ...ask, ...changes };
	const query = new URLSearchParams({ kpi: next.key });
	if (next.days !== null) query.set('days', String(next.days));
	else {
		query.set('from', next.from);
		query.set('to', next.to);
	}
	// Another span wants another step, unless one was asked for along with it.
	if (changes.days === undefined || changes.step !== undefined) query.set('step', next.step);
	if (!next.compare) query.set('compare', '0');
	return `?${query.toString()}`;
}

function datesOf({ from, to }: KpiPeriod, zone: string): { from: string; to: string } {
	const clock = zoneOf(zone);
	return { from: dateOf(clock.dayAt(from)), to: dateOf(clock.dayAt(to - 1)) };
}

function isDate(text: string | undefined): boolean {
	return text === undefined || /^\d{4}-\d\d-\d\d$/.test(text);
}

const DAY_MS = 86_400_000;

function usualStep({ from, to }: KpiPeriod): KpiStep {
	const days = (to - from) / DAY_MS;
	if (days <= 3) return 'hour';
	return days <= 120 ? 'day' : 'week';
}

/** The step that was wanted, or the next longer one with which a chart can still be read. */
function fitting(period: KpiPeriod, wanted: KpiStep, zone: string): KpiStep {
	const steps = KPI_STEPS.slice(KPI_STEPS.indexOf(wanted));
	return (
		steps.find((step) => (slotsOf(period, step, zone)?.length ?? Infinity) <= MOST_ROWS) ?? 'week'
	);
}
