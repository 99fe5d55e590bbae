import type { ServiceState, StaffService } from '#lib/domain/service.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso } from './ticket-record.ts';

/** The plain post-image that an event keeps. */
export type ServiceRecord = StaffService;

interface ServiceRow {
	readonly slug: string;
	readonly name: string;
	readonly description: string;
	readonly state: ServiceState;
	readonly stateSince: number;
	readonly position: number;
	readonly hidden: boolean | number;
	readonly manualState: ServiceState;
	readonly manualReason: string | null;
	readonly manualAt: number | null;
	readonly manualBy: string | null;
}

/** Services in the order of lists, hidden ones among them; `rest` may narrow them. */
export async function selectServices(
	tx: ReadTransaction,
	rest = '',
	bind: readonly Bound[] = []
): Promise<ServiceRecord[]> {
	const rows = await tx.all<ServiceRow>(
		`SELECT slug, name, description, state, state_since AS "stateSince", position, hidden,
			manual_state AS "manualState", manual_reason AS "manualReason", manual_at AS "manualAt",
			(SELECT u.name FROM users u WHERE u.id = manual_by_id) AS "manualBy"
		FROM services ${rest} ORDER BY position, id`,
		bind
	);
	return rows.map((row) => ({
		slug: row.slug,
		name: row.name,
		description: row.description,
		state: row.state,
		since: iso(row.stateSince),
		position: row.position,
		hidden: Boolean(row.hidden),
		manual:
			row.manualState === 'operational'
				? null
				: {
						state: row.manualState,
						reason: row.manualReason ?? '',
						at: iso(row.manualAt ?? row.stateSince),
						by: row.manualBy
					}
	}));
}
