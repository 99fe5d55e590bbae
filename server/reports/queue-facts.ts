import type { Arrivals, KpiDimension, KpiFigure, KpiSeries } from '#lib/domain/kpi.ts';
import { isStaff } from '#lib/domain/people.ts';
import type { AnyTicket, TicketStatus } from '#lib/domain/ticket.ts';
import { ticketFor } from '#server/presenters/ticket.ts';
import { readArrivals } from '#server/queries/kpi/kpis.ts';
import { readPartSums, type KpiPartSums } from '#server/queries/kpi/parts.ts';
import { selectServices } from '#server/records/service-record.ts';
import { selectTickets, ticketRecord } from '#server/records/ticket-record.ts';
import { readCourse, readKpiFigures } from './kpi-section.ts';
import type { ReportSource } from './source.ts';

/** Figures that tell of the queue. */
const OF_QUEUE: readonly string[] = [
	'created',
	'resolved',
	'backlog',
	'overdue',
	'first_response_time',
	'resolution_time',
	'sla_response_met',
	'sla_resolution_met',
	'reopened',
	'csat'
];

const OLDEST = 20;

const LATEST_DUE = 50;

/** Everything a report tells of the queue. */
export interface QueueTold {
	readonly figures: readonly KpiFigure[];
	readonly created: KpiSeries | null;
	readonly resolved: KpiSeries | null;
	/** Of the tickets created in the period. */
	readonly statuses: ReadonlyMap<TicketStatus, number>;
	readonly parts: ReadonlyMap<KpiDimension, readonly KpiPartSums[]>;
	readonly arrivals: Arrivals;
	readonly oldest: readonly AnyTicket[];
	readonly overdue: readonly AnyTicket[];
	/** How many are overdue now of those that were created by the end of the period. */
	readonly overdueCount: number;
	/** Slug → name. */
	readonly services: ReadonlyMap<string, string>;
}

const OPEN = `t.status IN ('new', 'in_progress', 'waiting') AND t.deleted_at IS NULL
	AND t.created_at < $1`;

const LATE = `(t.resolution_sla = 'breached'
	OR (t.response_sla = 'breached' AND t.first_response_at IS NULL))`;

/** Reads it; `advanced` is told which part of it is done, from 0 to 1. */
export async function readQueue(
	source: ReportSource,
	advanced: (part: number) => void = () => undefined
): Promise<QueueTold> {
	const { tx, period, audience, viewer } = source;
	const figures = (await readKpiFigures(source)).filter(({ key }) => OF_QUEUE.includes(key));
	advanced(0.2);
	const created = await readCourse(source, 'created');
	const resolved = await readCourse(source, 'resolved');
	advanced(0.4);
	const parts = new Map<KpiDimension, readonly KpiPartSums[]>();
	for (const by of dimensionsFor(source)) parts.set(by, await readPartSums(source, period, by));
	advanced(0.7);
	const statuses = await tx.all<{ status: TicketStatus; tickets: number }>(
		`SELECT status, COUNT(*) AS tickets FROM tickets
		WHERE created_at >= $1 AND created_at < $2 AND deleted_at IS NULL GROUP BY status`,
		[period.from, period.to]
	);
	const arrivals = await readArrivals(source, period);
	advanced(0.8);
	const some = async (rest: string) =>
		(await selectTickets(tx, rest, [period.to])).map((row) =>
			ticketFor(ticketRecord(row), audience)
		);
	const oldest = await some(`WHERE ${OPEN} ORDER BY t.created_at, t.id LIMIT ${OLDEST}`);
	const overdue = await some(
		`WHERE ${OPEN} AND ${LATE} ORDER BY t.resolution_due_at, t.id LIMIT ${LATEST_DUE}`
	);
	const late = await tx.one<{ tickets: number }>(
		`SELECT COUNT(*) AS tickets FROM tickets t WHERE ${OPEN} AND ${LATE}`,
		[period.to]
	);
	advanced(1);
	return {
		figures,
		created,
		resolved,
		statuses: new Map(statuses.map(({ status, tickets }) => [status, tickets])),
		parts,
		arrivals,
		oldest,
		overdue,
		overdueCount: late?.tickets ?? 0,
		services: new Map(
			(await selectServices(tx, isStaff(viewer) ? '' : 'WHERE NOT hidden')).map(
				({ slug, name }) => [slug, name]
			)
		)
	};
}

/** Who did what is for staff alone. */
function dimensionsFor({ viewer }: ReportSource): readonly KpiDimension[] {
	return isStaff(viewer) ? ['priority', 'service', 'assignee'] : ['priority', 'service'];
}
