import { DomainError } from '#lib/domain/errors.ts';
import { WINDOW_SIZE } from '#lib/domain/urgency.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { selectIncidents } from '#server/records/incident-record.ts';
import { selectMaintenances } from '#server/records/maintenance-record.ts';
import { lockPerson } from '#server/records/person-record.ts';
import { selectShifts } from '#server/records/shift-record.ts';
import { selectTickets, ticketRecord } from '#server/records/ticket-record.ts';
import { demand } from './authorise.ts';
import { differencesOf } from './differences.ts';
import { organizationIdOf } from './organizations.ts';

/** Renames somebody or moves it to another organisation. */
export function updatePerson(execute: Execute): Commands['updatePerson'] {
	return (actor, id, patch) =>
		execute(
			async ({ tx, now, record }) => {
				demand(actor, 'user.manage');
				const person = await lockPerson(tx, id);
				if (!person) throw new DomainError('not_found');
				const { email, role } = person;
				const before = { name: person.name, organization: person.organization };
				const organization = patch.organization ?? before.organization;
				const after = {
					name: patch.name ?? before.name,
					organization: organization === '' ? null : organization
				};
				const changed = differencesOf(before, after);
				if (Object.keys(changed).length === 0) return;
				const organizationId =
					after.organization === null ? null : await organizationIdOf(tx, now, after.organization);
				await tx.run(
					`UPDATE users SET name = $2, organization = $3, organization_id = $4 WHERE id = $1`,
					[id, after.name, after.organization, organizationId]
				);
				record({
					type: 'person.changed',
					actor,
					changed,
					person: { id, email, role },
					...(changed['name'] ? await namedOnScreens(tx, id) : {})
				});
			},
			{ renames: patch.name !== undefined }
		);
}

/** What live screens show with the name of this person: it is called otherwise there too. */
async function namedOnScreens(tx: WriteTransaction, id: number) {
	const tickets = await selectTickets(
		tx,
		`WHERE (t.requester_id = $1 OR t.assignee_id = $1)
			AND t.status NOT IN ('closed', 'cancelled')
		ORDER BY t.urgency, t.created_at, t.id LIMIT ${WINDOW_SIZE}`,
		[id]
	);
	return {
		renamed: tickets.map(ticketRecord),
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
