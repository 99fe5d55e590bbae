import { describe, expect, it } from 'vitest';
import { timeChart } from '#lib/domain/chart.ts';
import { kpiPeriod, slotsOf } from '#lib/domain/kpi-period.ts';
import { stepWords } from '#lib/format/periods.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';

const ZONE = 'Europe/Berlin';
const NOW = Date.parse('2026-11-28T12:00:00Z');
overwriteGetLocale(() => 'ru');

/** What the weeks between two dates are called. */
function weeks(from: string, to: string): string[] {
	const period = kpiPeriod({ from, to }, ZONE, NOW);
	if (!period) throw new Error('not a period');
	const points = (slotsOf(period, 'week', ZONE) ?? []).map((slot) => ({
		t: new Date(slot.from).toISOString(),
		value: 1,
		count: 1
	}));
	const series = { unit: 'count', target: null, to: new Date(period.to).toISOString() } as const;
	const { rows } = timeChart({ ...series, points }, stepWords('week', NOW, ZONE));
	return rows.map(({ title }) => title.replaceAll('\u00a0', ' '));
}

describe('the weeks of a chart', () => {
	it('name the days they hold, and none beyond the period', () => {
		expect(weeks('2026-10-30', '2026-11-10')).toEqual([
			'30 окт – 1 ноя',
			'2 ноя – 8 ноя',
			'9 ноя – 10 ноя'
		]);
	});

	it('end with Sunday where the clocks leap on it', () => {
		expect(weeks('2026-03-23', '2026-03-30')).toEqual(['23 мар – 29 мар', '30 мар']);
	});
});
