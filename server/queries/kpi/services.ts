import type { KpiSlot } from '#lib/domain/kpi-period.ts';
import { uptimeOf } from '#lib/domain/uptime.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import { readServiceHistories } from '#server/records/service-history.ts';

/** A service and how it fared. */
export interface ServiceUptime {
	readonly slug: string;
	readonly name: string;
	/** For each slot, milliseconds. */
	readonly slots: readonly { readonly baseMs: number; readonly downMs: number }[];
}

/** How every visible service fared in each slot, up to now; slots follow one another. */
export async function serviceUptimes(
	tx: ReadTransaction,
	slots: readonly KpiSlot[],
	now: number
): Promise<readonly ServiceUptime[]> {
	const period = { from: slots[0]?.from ?? 0, to: slots.at(-1)?.to ?? 0 };
	const histories = await readServiceHistories(tx, period);
	return histories
		.filter(({ hidden }) => !hidden)
		.map((history) => ({
			slug: history.slug,
			name: history.name,
			slots: slots.map((slot) => {
				const { baseMs, downMs } = uptimeOf(history, slot, now);
				return { baseMs, downMs };
			})
		}));
}
