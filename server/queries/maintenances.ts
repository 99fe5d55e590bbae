import { audienceOf } from '#lib/domain/audience.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { maintenanceId, type AnyMaintenance } from '#lib/domain/maintenance.ts';
import type { Database } from '#server/database/database.ts';
import type { Page, Queries } from '#server/portal.ts';
import { maintenanceFor } from '#server/presenters/maintenance.ts';
import { selectMaintenances } from '#server/records/maintenance-record.ts';
import { Conditions } from './conditions.ts';
import { keyBehind, encodeCursor, type KeyColumn } from './keyset.ts';
import { aboutService } from './about-service.ts';

const USUAL = 20;
const MOST = 100;

const ORDER: readonly KeyColumn<AnyMaintenance>[] = [
	{ column: 't.starts_at', descending: true, of: ({ startsAt }) => Date.parse(startsAt) },
	{ column: 't.id', descending: true, of: ({ number }) => maintenanceId(number) ?? 0 }
];

/** Reads of planned works; everybody may know of them. */
export function maintenanceQueries(
	database: Database
): Pick<Queries, 'maintenance' | 'maintenances'> {
	return {
		maintenance: (viewer, number) =>
			database.read(async (tx) => {
				const id = maintenanceId(number);
				const [record] = id === null ? [] : await selectMaintenances(tx, 'WHERE t.id = $1', [id]);
				if (!record) throw new DomainError('not_found');
				return maintenanceFor(record, audienceOf(viewer));
			}),

		maintenances: (viewer, { service, status, limit, cursor }) =>
			database.read(async (tx): Promise<Page<AnyMaintenance>> => {
				const size = Math.min(limit ?? USUAL, MOST);
				const where = new Conditions();
				if (service !== undefined) where.add(aboutService('maintenance', viewer), service);
				if (status && status.length > 0) where.addAmong('t.status', status);
				const key = keyBehind(cursor, ORDER.length);
				if (key) where.addAfter(ORDER, key);
				const records = await selectMaintenances(
					tx,
					`${where.sql()} ORDER BY t.starts_at DESC, t.id DESC LIMIT ${size + 1}`,
					where.values
				);
				const page = records
					.slice(0, size)
					.map((record) => maintenanceFor(record, audienceOf(viewer)));
				const last = records.length > size ? page.at(-1) : undefined;
				return {
					items: page,
					nextCursor: last ? encodeCursor(ORDER.map(({ of }) => of(last))) : null
				};
			})
	};
}
