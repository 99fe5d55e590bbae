import { DomainError } from '#lib/domain/errors.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { lockPerson } from '#server/records/person-record.ts';
import { demand } from './authorise.ts';
import { differencesOf } from './differences.ts';
import { namedOnScreens } from './named-on-screens.ts';
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
				const named = patch.organization !== undefined;
				const organization = named ? patch.organization || null : person.organization;
				// What somebody said of itself puts it into no organisation until it is named here.
				const accepted = named && organization !== null && person.organizationId === null;
				const before = {
					name: person.name,
					organization: accepted ? null : person.organization
				};
				const after = { name: patch.name ?? before.name, organization };
				const changed = differencesOf(before, after);
				if (Object.keys(changed).length === 0) return;
				const organizationId =
					named && organization !== null
						? await organizationIdOf(tx, now, organization)
						: organization === null
							? null
							: person.organizationId;
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
