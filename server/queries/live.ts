import { clientOf, type Audience } from '#lib/domain/audience.ts';
import { totalsOf, type TotalsColumn } from '#lib/domain/figures.ts';
import { byGravity } from '#lib/domain/incident.ts';
import { byPlaceOfKpi } from '#lib/domain/kpi.ts';
import type { Snapshot } from '#lib/domain/live.ts';
import { byStart } from '#lib/domain/maintenance.ts';
import { byScreenName } from '#lib/domain/screen.ts';
import { byPlace } from '#lib/domain/service.ts';
import { byShiftStart } from '#lib/domain/shift.ts';
import { isListed, TICKET_STATUSES } from '#lib/domain/ticket.ts';
import { urgencyBounds, WINDOW_SIZE } from '#lib/domain/urgency.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import { kpiFor, serviceView, totalsView } from '#server/presenters/figures.ts';
import { incidentFor } from '#server/presenters/incident.ts';
import { newsHeadline } from '#server/presenters/site.ts';
import { ticketFor } from '#server/presenters/ticket.ts';
import { maintenanceFor } from '#server/presenters/maintenance.ts';
import { screenView } from '#server/presenters/screen.ts';
import { shiftFor } from '#server/presenters/shift.ts';
import { selectIncidents, type IncidentRecord } from '#server/records/incident-record.ts';
import { selectMaintenances, type MaintenanceRecord } from '#server/records/maintenance-record.ts';
import type { KpiRecord } from '#server/records/metric-record.ts';
import { selectScreens, type ScreenRecord } from '#server/records/screen-record.ts';
import { selectHeadlines, type NewsRecord } from '#server/records/news-record.ts';
import { selectServices, type ServiceRecord } from '#server/records/service-record.ts';
import { selectShifts, type ShiftRecord } from '#server/records/shift-record.ts';
import {
	iso,
	selectTickets,
	ticketRecord,
	type TicketRecord
} from '#server/records/ticket-record.ts';

/** Tickets that live screens show, said by their rank, so that the index of ranks ends with them. */
const LISTED = `t.urgency < ${urgencyBounds(TICKET_STATUSES.filter(isListed))[1]}`;

/** Planned works that live screens show. */
const AHEAD = `WHERE t.status IN ('planned', 'in_progress')`;

type FigureRow = Readonly<Record<TotalsColumn, number>> & { readonly kpis: string };

/** Everything live screens show, before any audience: read once, shown to many. */
export interface LiveRecords {
	readonly epoch: string;
	readonly seq: number;
	readonly tickets: readonly TicketRecord[];
	readonly incidents: readonly IncidentRecord[];
	readonly services: readonly ServiceRecord[];
	readonly maintenances: readonly MaintenanceRecord[];
	readonly screens: readonly ScreenRecord[];
	readonly news: readonly NewsRecord[];
	readonly shifts: readonly ShiftRecord[];
	readonly figures: FigureRow;
	readonly kpis: readonly KpiRecord[];
	/** Clients who have not looked at everything, and at how many of their tickets. */
	readonly unread: ReadonlyMap<number, number>;
}

/** Epoch and number of the last event, as the transaction sees them. */
export async function readCursor(tx: ReadTransaction): Promise<{ epoch: string; seq: number }> {
	const row = await tx.one<{ epoch: string; seq: number }>(
		`SELECT value AS epoch, (SELECT COALESCE(MAX(seq), 0) FROM events) AS seq
		FROM meta WHERE key = 'epoch'`
	);
	if (!row) throw new Error('the database has no epoch: it was not migrated');
	return row;
}

/** Reads all of it at one moment. */
export function readLiveRecords(database: Database): Promise<LiveRecords> {
	return database.read(async (tx) => {
		const cursor = await readCursor(tx);
		const tickets = await selectTickets(
			tx,
			`WHERE ${LISTED} ORDER BY t.urgency, t.created_at, t.id LIMIT ${WINDOW_SIZE}`
		);
		const incidents = await selectIncidents(tx, 'WHERE t.listed');
		const services = await selectServices(tx, 'WHERE NOT hidden');
		const maintenances = await selectMaintenances(tx, AHEAD);
		const screens = await selectScreens(tx);
		const news = await selectHeadlines(tx);
		const shifts = await selectShifts(tx, 'WHERE t.listed');
		const figures = await tx.one<FigureRow>(`SELECT * FROM figures WHERE id = 1`);
		if (!figures) throw new Error('the table figures has lost its row');
		const kpis: KpiRecord[] = JSON.parse(figures.kpis);
		const unread = await tx.all<{ id: number; tickets: number }>(
			`SELECT id, unread_tickets AS tickets FROM users WHERE unread_tickets > 0`
		);
		return {
			...cursor,
			tickets: tickets.map(ticketRecord),
			incidents,
			services,
			maintenances,
			screens,
			news,
			shifts,
			figures,
			kpis,
			unread: new Map(unread.map(({ id, tickets: count }) => [id, count]))
		};
	});
}

/** The part of the records that an audience may see. */
export function presentSnapshot(records: LiveRecords, audience: Audience, now: number): Snapshot {
	const client = clientOf(audience);
	return {
		epoch: records.epoch,
		seq: records.seq,
		now: iso(now),
		audience,
		state: {
			tickets: records.tickets.map((ticket) => ticketFor(ticket, audience)),
			totals: totalsView(totalsOf(records.figures)),
			incidents: records.incidents
				.map((incident) => incidentFor(incident, audience))
				.sort(byGravity),
			services: records.services.map(serviceView).sort(byPlace),
			maintenances: records.maintenances
				.map((maintenance) => maintenanceFor(maintenance, audience))
				.sort(byStart),
			kpis: records.kpis
				.map((kpi) => kpiFor(kpi, audience))
				.filter((kpi) => kpi !== null)
				.sort(byPlaceOfKpi),
			...(audience === 'staff'
				? { screens: records.screens.map(screenView).sort(byScreenName) }
				: {}),
			news: records.news.flatMap((record) => newsHeadline(record) ?? []),
			shifts: records.shifts.map((shift) => shiftFor(shift, audience)).sort(byShiftStart),
			...(client === null ? {} : { unread: { tickets: records.unread.get(client) ?? 0 } })
		}
	};
}
