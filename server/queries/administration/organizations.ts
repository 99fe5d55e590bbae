import type { OrganizationView } from '#lib/domain/account.ts';
import { DomainError } from '#lib/domain/errors.ts';
import type { Database } from '#server/database/database.ts';
import type { AdministrationQueries } from '#server/portal.ts';
import { iso } from '#server/records/ticket-record.ts';
import { permitted } from './permitted.ts';

interface OrganizationRow {
	readonly id: number;
	readonly name: string;
	readonly createdAt: number;
	readonly people: number;
}

/** Organisations with how many people they have. */
export function organizationQueries(
	database: Database
): Pick<AdministrationQueries, 'organizations' | 'organization'> {
	const select = (condition: string, bind: readonly number[] = []) =>
		database.read((tx) =>
			tx.all<OrganizationRow>(
				`SELECT o.id, o.name, o.created_at AS "createdAt",
					(SELECT COUNT(*) FROM users u WHERE u.organization_id = o.id) AS people
				FROM organizations o ${condition} ORDER BY o.name, o.id`,
				bind
			)
		);
	return {
		organizations: async (viewer) => {
			permitted(viewer, 'user.manage');
			return (await select('')).map(organizationView);
		},
		organization: async (viewer, id) => {
			permitted(viewer, 'user.manage');
			const [row] = await select('WHERE o.id = $1', [id]);
			if (!row) throw new DomainError('not_found');
			return organizationView(row);
		}
	};
}

function organizationView({ id, name, createdAt, people }: OrganizationRow): OrganizationView {
	return { id, name, createdAt: iso(createdAt), people: Number(people) };
}
