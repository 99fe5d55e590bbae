import { describe, expect, it } from 'vitest';
import { KPI_KEYS, NO_SOURCE, NO_SUMS, type KpiSource } from '#lib/domain/kpi.ts';
import { kpiView } from '#lib/domain/kpi-catalogue.ts';
import { kpiPeriod, slotsBefore, slotsOf } from '#lib/domain/kpi-period.ts';
import { zoneOf } from '#lib/domain/zone.ts';

const ZONE = 'Europe/Moscow';

const source = (given: Partial<KpiSource> = {}): KpiSource => ({ ...NO_SOURCE, ...given });
const MINUTE = 60_000;

describe('the catalogue of figures', () => {
	it('has each key once, each with its formula in words', () => {
		const views = KPI_KEYS.map((key) => kpiView(key, source()));
		expect(new Set(KPI_KEYS).size).toBe(KPI_KEYS.length);
		expect(views.map(({ key }) => key)).toEqual(KPI_KEYS);
		for (const { title, formula } of views) {
			expect(title).not.toBe('');
			expect(formula.length).toBeGreaterThan(10);
		}
	});

	it('says nothing where nothing was counted, and never zero or a hundred per cent', () => {
		for (const key of ['first_response_time', 'resolution_time', 'sla_resolution_met'] as const)
			expect(kpiView(key, source())).toMatchObject({ value: null, count: 0, status: 'none' });
	});

	it('counts what is a count, zero too', () => {
		expect(kpiView('created_today', source()).value).toBe(0);
		expect(kpiView('open_incidents', source()).status).toBe('ok');
		expect(kpiView('open_incidents', source({ openIncidents: 2 }))).toMatchObject({
			value: 2,
			status: 'critical'
		});
	});

	it('a mean is the sum over the count, in minutes', () => {
		const sums = { ...NO_SUMS, responded: 3, response_ms: 100 * MINUTE };
		expect(kpiView('first_response_time', source({ sums }))).toMatchObject({
			value: 33.3,
			count: 3,
			status: 'ok'
		});
	});

	it('a share never flatters: 94,99 % is not 95 %', () => {
		const sums = { ...NO_SUMS, resolved: 10_000, resolution_met: 9_499 };
		expect(kpiView('sla_resolution_met', source({ sums }))).toMatchObject({
			value: 94.9,
			status: 'warning'
		});
	});

	it.each([
		[1440, 'ok'],
		[1440.1, 'warning'],
		[1584, 'warning'],
		[1584.1, 'critical']
	])('a mean solution in %f minutes is %s', (minutes, status) => {
		const sums = { ...NO_SUMS, resolved: 1, resolution_ms: minutes * MINUTE };
		expect(kpiView('resolution_time', source({ sums })).status).toBe(status);
	});
});

it.each(['2026-02-31', '2026-02-31T00:00:00Z', '2026-02-29T00:00:00+03:00'])(
	'a period does not begin on a day that does not exist: %s',
	(from) => {
		expect(kpiPeriod({ from, to: '2026-03-20' }, 'Europe/Moscow', 0)).toBeNull();
		expect(
			kpiPeriod({ from: '2028-02-29T00:00:00Z', to: '2028-03-20' }, 'Europe/Moscow', 0)
		).not.toBeNull();
	}
);

describe('the steps of the period before', () => {
	/** Days of each step of a period, beside those of the step that is laid under it. */
	function lengths(from: string, to: string, step: 'day' | 'week', zone = ZONE) {
		const period = kpiPeriod({ from, to }, zone, 0);
		if (!period) throw new Error('not a period');
		const clock = zoneOf(zone);
		const [own, before] = [slotsOf(period, step, zone), slotsBefore(period, step, zone)];
		expect(before?.at(-1)?.to).toBe(period.from);
		return [own, before].map((slots) =>
			slots?.map((slot) => clock.dayAt(slot.to) - clock.dayAt(slot.from))
		);
	}

	it('are as long as those they are laid under, wherever its own Mondays are', () => {
		const weeks = [3, 7, 7, 7, 6];
		expect(lengths('2026-10-30', '2026-11-28', 'week')).toEqual([weeks, weeks]);
	});

	it.each(['2026-03-20', '2026-10-20'])(
		'are days of the zone from %s, through a leap of the clocks',
		(from) => {
			const days = Array.from({ length: 12 }, () => 1);
			const to = `${from.slice(0, 8)}31`;
			expect(lengths(from, to, 'day', 'Europe/Berlin')).toEqual([days, days]);
		}
	);
});
