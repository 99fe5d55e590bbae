import type { WriteTransaction } from '#server/database/database.ts';
import { selectIncidents } from '#server/records/incident-record.ts';
import { selectMaintenances } from '#server/records/maintenance-record.ts';
import { selectShifts } from '#server/records/shift-record.ts';
import { ticketsOnScreens } from './tickets-on-screens.ts';

/** What live screens show with the name of this person: it is called otherwise there too. */
export async function namedOnScreens(tx: WriteTransaction, id: number) {
	return {
		renamed: await ticketsOnScreens(tx, 't.requester_id = $1 OR t.assignee_id = $1', id),
		incidents: await selectIncidents(
			tx,
			`WHERE t.listed = $2 AND (t.acknowledged_by_id = $1
				OR t.id IN (SELECT incident_id FROM incident_updates WHERE author_id = $1)
				OR t.id IN (SELECT incident_id FROM incident_corrections WHERE actor_id = $1))`,
			[id, true]
		),
		shifts: await selectShifts(tx, `WHERE t.listed AND t.member_id = $1`, [id]),
		rosterMoved: null,
		maintenances: await selectMaintenances(
			tx,
			`WHERE t.status IN ('planned', 'in_progress') AND t.created_by_id = $1`,
			[id]
		)
	};
}
