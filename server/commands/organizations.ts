import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { findOrganization } from '#server/records/person-record.ts';
import { demand } from './authorise.ts';

/** The id of an organisation by its name; one that is not there yet is made. */
export async function organizationIdOf(
	tx: WriteTransaction,
	now: number,
	name: string
): Promise<number> {
	const known = await findOrganization(tx, name);
	if (known) return known.id;
	await tx.run(
		`INSERT INTO organizations (name, created_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`,
		[name, now]
	);
	const made = await findOrganization(tx, name);
	if (!made) throw new DomainError('unavailable', { retryAfter: 1 });
	return made.id;
}

/** Adds an organisation before anybody belongs to it. */
export function createOrganization(execute: Execute): Commands['createOrganization'] {
	return (actor, name) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'user.manage');
			if (await findOrganization(tx, name)) throw fieldError('name', 'already_there');
			const id = await organizationIdOf(tx, now, name);
			record({ type: 'organization.created', actor, organization: { id, name } });
			return { id };
		});
}

/** Gives an organisation another name, and with it everybody who belongs to it. */
export function renameOrganization(execute: Execute): Commands['renameOrganization'] {
	return (actor, id, name) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'user.manage');
			const [before] = await lockOrganizations(tx, [id]);
			if (!before) throw new DomainError('not_found');
			if (before.name === name) return;
			if (await findOrganization(tx, name)) throw fieldError('name', 'already_there');
			await tx.run(`UPDATE organizations SET name = $2 WHERE id = $1`, [id, name]);
			await tx.run(`UPDATE users SET organization = $2 WHERE organization_id = $1`, [id, name]);
			record({
				type: 'organization.renamed',
				actor,
				changed: { name: [before.name, name] },
				organization: { id, name }
			});
		});
}

/** Makes one organisation of two that are the same. */
export function mergeOrganizations(execute: Execute): Commands['mergeOrganizations'] {
	return (actor, id, into) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'user.manage');
			if (id === into) throw fieldError('into', 'same_organization');
			const rows = await lockOrganizations(tx, [id, into]);
			const gone = rows.find((one) => one.id === id);
			const stays = rows.find((one) => one.id === into);
			if (!gone) throw new DomainError('not_found');
			if (!stays) throw fieldError('into', 'unknown_organization');
			await tx.run(
				`UPDATE users SET organization_id = $2, organization = $3 WHERE organization_id = $1`,
				[id, into, stays.name]
			);
			await tx.run(`DELETE FROM organizations WHERE id = $1`, [id]);
			record({
				type: 'organization.merged',
				actor,
				changed: { name: [gone.name, stays.name] },
				organization: { id: into, name: stays.name }
			});
		});
}

/** Locked in one order, and so that nobody is put into one of them meanwhile. */
function lockOrganizations(
	tx: WriteTransaction,
	ids: readonly number[]
): Promise<{ id: number; name: string }[]> {
	const lock = tx.dialect === 'postgres' ? ' FOR UPDATE' : '';
	const places = ids.map((_, at) => `$${at + 1}`).join(', ');
	return tx.all(`SELECT id, name FROM organizations WHERE id IN (${places}) ORDER BY id${lock}`, [
		...ids
	]);
}
