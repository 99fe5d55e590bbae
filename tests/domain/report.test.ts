import { describe, expect, it } from 'vitest';
import type { Change } from '#lib/domain/live.ts';
import type { KpiFigure } from '#lib/domain/kpi.ts';
import {
	isShownReport,
	withReports,
	type AnyReport,
	type StaffReport
} from '#lib/domain/report.ts';
import { findingsOf, moved } from '#lib/domain/report-findings.ts';
import { cronLine, periodFault, reportSpan, scheduledDays } from '#lib/domain/report-period.ts';
import { dayOf } from '#lib/domain/zone.ts';

const MOSCOW = 'Europe/Moscow';

describe('the days of a report', () => {
	const today = dayOf('2026-03-03');
	it.each([
		['2026-02-01', '2026-03-03', null],
		['2026-03-03', '2026-03-31', null],
		['2026-02-30', '2026-03-01', 'from invalid'],
		['2026-02-01', '2026-02-30', 'to invalid'],
		['2026-02-02', '2026-02-01', 'to before_start'],
		['2026-03-04', '2026-03-05', 'from in_future'],
		['1990-01-01', '2026-03-01', 'from period_too_long'],
		['0000-01-01', '2026-03-01', 'from invalid']
	])('%s to %s: %s', (from, to, told) => {
		const fault = periodFault({ from, to }, today);
		expect(fault && `${fault.field} ${fault.code}`).toBe(told);
	});

	it('are whole days of the zone, the last included, through a leap of the clocks', () => {
		const span = reportSpan({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin');
		expect((span.to - span.from) / 3_600_000).toBe(23);
	});

	it('of a schedule are those that were over when it was due', () => {
		const due = Date.parse('2026-03-02T05:00:00Z');
		expect(scheduledDays('daily', due, MOSCOW)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
		expect(scheduledDays('weekly', due, MOSCOW)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
		expect(scheduledDays('monthly', due, MOSCOW)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
		// Half past midnight in Moscow is still the evening before in UTC.
		const night = Date.parse('2026-02-28T21:30:00Z');
		expect(scheduledDays('daily', night, MOSCOW).to).toBe('2026-02-28');
	});

	it('come by a line of cron, whose week begins on Sunday', () => {
		const timing = { weekday: null, day: null, time: '08:05' };
		expect(cronLine({ ...timing, frequency: 'daily' })).toBe('5 8 * * *');
		expect(cronLine({ ...timing, frequency: 'weekly', weekday: 0 })).toBe('5 8 * * 1');
		expect(cronLine({ ...timing, frequency: 'weekly', weekday: 6 })).toBe('5 8 * * 0');
		expect(cronLine({ ...timing, frequency: 'monthly', day: 28 })).toBe('5 8 28 * *');
	});
});

function figure(given: Partial<KpiFigure>): KpiFigure {
	return {
		key: 'created',
		title: 'Создано',
		unit: 'count',
		value: 0,
		target: null,
		direction: 'none',
		status: 'none',
		count: 0,
		formula: '',
		period: { from: '', to: '' },
		excluded: null,
		leavesOut: null,
		previous: null,
		public: true,
		by: [],
		tickets: null,
		incidents: null,
		...given
	};
}

const inTime = (given: Partial<KpiFigure>) =>
	figure({ key: 'sla_resolution_met', unit: 'percent', target: 95, direction: 'up', ...given });

describe('what is found in figures', () => {
	it('praises nothing that was not counted', () => {
		const overdue = figure({ key: 'overdue', target: 0, direction: 'down', status: 'ok' });
		const unknown = inTime({ value: null, count: 0 });
		const quiet = findingsOf([figure({}), overdue, unknown]);
		expect([quiet.nothing, quiet.met]).toEqual([true, []]);
		const busy = findingsOf([figure({ value: 3, count: 3 }), overdue, unknown]);
		expect(busy.met).toEqual([overdue]);
		expect(busy.unknown).toEqual([unknown]);
	});

	it('tells the worst first of what missed its target', () => {
		const near = inTime({ value: 94, count: 9, status: 'warning' });
		const far = inTime({ value: 40, count: 9, status: 'critical' });
		expect(findingsOf([near, far]).missed).toEqual([far, near]);
	});

	it.each([
		[90, 95, 'up', 'percent', 'worse'],
		[95.5, 95, 'up', 'percent', null],
		[0, 12, 'down', 'count', 'better'],
		[12, 0, 'down', 'count', 'worse'],
		[102, 100, 'down', 'minutes', null],
		[7, null, 'down', 'count', null],
		[200, 100, 'none', 'count', null]
	] as const)(
		'%s after %s, where %s is better, in %s: %s',
		(value, previous, direction, unit, is) => {
			expect(moved({ value, previous, direction, unit })).toBe(is);
		}
	);
});

const staffReport = (id: number, given: Partial<StaffReport> = {}): StaffReport => ({
	id,
	kind: 'kpi',
	format: 'docx',
	language: 'ru',
	from: '2026-03-01',
	to: '2026-03-02',
	name: `report-${id}.docx`,
	size: null,
	checksum: null,
	readyAt: null,
	public: false,
	state: 'queued',
	progress: 0,
	failure: null,
	author: null,
	schedule: null,
	createdAt: '2026-03-03T09:00:00.000Z',
	...given
});
const put = (value: AnyReport): Change => ({ op: 'put', kind: 'report', id: value.id, value });
const drop = (id: number): Change => ({ op: 'drop', kind: 'report', id });
const ids = (reports: readonly AnyReport[]) => reports.map(({ id }) => id);

describe('a page of reports', () => {
	const page = { items: [staffReport(9), staffReport(7)], first: true, cut: true };

	it('takes in what is new on top, and what it has in its place', () => {
		const running = staffReport(7, { state: 'running', progress: 40 });
		const items = withReports(page, [put(staffReport(10)), put(running)]);
		expect(ids(items)).toEqual([10, 9, 7]);
		expect(items[2]).toBe(running);
	});

	it('lets go of what was deleted', () => {
		expect(ids(withReports(page, [drop(9), drop(404)]))).toEqual([7]);
	});

	it('knows nothing beyond its end, and takes nothing new when it is not the first', () => {
		expect(ids(withReports(page, [put(staffReport(3))]))).toEqual([9, 7]);
		expect(ids(withReports({ ...page, cut: false }, [put(staffReport(3))]))).toEqual([9, 7, 3]);
		expect(ids(withReports({ ...page, first: false }, [put(staffReport(10))]))).toEqual([9, 7]);
	});

	it('keeps to what is wanted', () => {
		const wanted = (report: AnyReport) => report.kind === 'kpi';
		const other = staffReport(10, { kind: 'queue' });
		expect(ids(withReports(page, [put(other)], wanted))).toEqual([9, 7]);
	});

	it('is shown to everybody only of what is public and ready', () => {
		for (const [isPublic, state, shown] of [
			[true, 'ready', true],
			[true, 'running', false],
			[false, 'ready', false]
		] as const)
			expect(isShownReport({ public: isPublic, state })).toBe(shown);
	});
});
