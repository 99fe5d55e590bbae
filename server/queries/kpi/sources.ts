import { NO_SOURCE, NO_SUMS, type KpiKey, type KpiSource, type KpiSums } from '#lib/domain/kpi.ts';
import { lastDays, type KpiSlot } from '#lib/domain/kpi-period.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import { incidentSums } from './incidents.ts';
import { slotMedians, NO_MEDIANS } from './medians.ts';
import { serviceUptimes } from './services.ts';
import { slotSums, sumsFrom } from './sums.ts';

/** When and where figures are read. */
export interface KpiMoment {
	readonly tx: ReadTransaction;
	readonly zone: string;
	readonly now: number;
}

interface PresentRow {
	readonly open: number;
	readonly overdue: number;
	readonly openIncidents: number;
}

const SPREAD_OF: Readonly<Partial<Record<KpiKey, keyof KpiSource['medians']>>> = {
	first_response_median: 'response',
	resolution_median: 'resolution',
	opening_to_resolution_median: 'elapsed'
};

/**
 * What the catalogue computes from, for each slot; slots follow one another. Of what the keys
 * do not need, nothing is read.
 */
export async function readSources(
	moment: KpiMoment,
	slots: readonly KpiSlot[],
	keys: readonly KpiKey[]
): Promise<readonly KpiSource[]> {
	const { tx, now } = moment;
	const needs = (...some: KpiKey[]) => some.some((key) => keys.includes(key));
	const total = (await slotSums(moment, slots, null)).get('') ?? slots.map(() => NO_SUMS);
	const spreads = keys.map((key) => SPREAD_OF[key]).filter((spread) => spread !== undefined);
	const medians = await slotMedians(moment, slots, spreads, total);
	const incidents = needs('mtta', 'mttr') ? await incidentSums(tx, slots) : null;
	const uptimes = needs('availability') ? await serviceUptimes(tx, slots, now) : [];
	const present = await readPresent(tx);
	const standing = needs('backlog', 'overdue')
		? await standingAt(moment, slots, total, present)
		: null;
	const today = needs('created_today', 'resolved_today') ? await readToday(moment) : NO_SUMS;
	return slots.map((_, index): KpiSource => {
		const parts = uptimes
			.map((service) => service.slots[index])
			.filter((part) => part !== undefined);
		return {
			sums: total[index] ?? NO_SUMS,
			open: standing?.[index]?.open ?? 0,
			overdue: standing?.[index]?.overdue ?? 0,
			medians: medians[index] ?? NO_MEDIANS,
			incidents: incidents?.[index] ?? NO_SOURCE.incidents,
			availability: {
				baseMs: parts.reduce((sum, { baseMs }) => sum + baseMs, 0),
				downMs: parts.reduce((sum, { downMs }) => sum + downMs, 0)
			},
			services: parts.filter(({ baseMs }) => baseMs > 0).length,
			today,
			openIncidents: present.openIncidents
		};
	});
}

async function readPresent(tx: ReadTransaction): Promise<PresentRow> {
	const row = await tx.one<PresentRow>(
		`SELECT new + in_progress + waiting AS open, overdue, open_incidents AS "openIncidents"
		FROM figures WHERE id = 1`
	);
	if (!row) throw new Error('the table figures has lost its row');
	return row;
}

async function readToday(moment: KpiMoment): Promise<KpiSums> {
	const day = lastDays(1, moment.zone, moment.now);
	return (await slotSums(moment, [day], null)).get('')?.[0] ?? NO_SUMS;
}

interface Standing {
	readonly open: number;
	readonly overdue: number;
}

/** Backlog and overdue as at the end of each slot: as they stand, less what happened since. */
async function standingAt(
	moment: KpiMoment,
	slots: readonly KpiSlot[],
	sums: readonly KpiSums[],
	present: PresentRow
): Promise<readonly Standing[]> {
	const after = await sumsFrom(moment, slots.at(-1)?.to ?? 0);
	let open = present.open - after.opened + after.ended;
	let overdue = present.overdue - after.late + after.late_over;
	const standing: Standing[] = [];
	for (const slot of sums.toReversed()) {
		standing.unshift({ open, overdue });
		open += slot.ended - slot.opened;
		overdue += slot.late_over - slot.late;
	}
	return standing;
}
