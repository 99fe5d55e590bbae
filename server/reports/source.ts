import type { Audience } from '#lib/domain/audience.ts';
import type { KpiStep } from '#lib/domain/kpi.ts';
import { periodBefore, type KpiPeriod } from '#lib/domain/kpi-period.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { reportDays, reportSpan } from '#lib/domain/report-period.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { MakeOrder } from './order.ts';

/** Where a report reads from: one moment of the database, and what of it may be told. */
export interface ReportSource {
	readonly tx: ReadTransaction;
	readonly zone: string;
	readonly now: number;
	/** The period, its end not included; the one of the same length before. Milliseconds. */
	readonly period: KpiPeriod;
	readonly before: KpiPeriod;
	/** How charts over time are cut. */
	readonly step: KpiStep;
	/** Of whoever may read the report: nothing else is read for it. */
	readonly viewer: Viewer;
	readonly audience: Audience;
}

/** Days beyond which a chart by days would be a thicket, and below which hours tell more. */
const MOST_DAYS = 92;
const FEW_DAYS = 2;

/** Nobody's account: a report for staff sees what any of them does. */
const STAFF: Viewer = { id: 0, name: '', email: '', role: 'manager' };

export function sourceOf(tx: ReadTransaction, order: MakeOrder): ReportSource {
	const { zone, now, readers } = order;
	const period = reportSpan(order, zone);
	const days = reportDays(order);
	return {
		tx,
		zone,
		now,
		period,
		before: periodBefore(period, zone),
		step: days > MOST_DAYS ? 'week' : days > FEW_DAYS ? 'day' : 'hour',
		viewer: readers === 'staff' ? STAFF : null,
		audience: readers === 'staff' ? 'staff' : 'public'
	};
}
