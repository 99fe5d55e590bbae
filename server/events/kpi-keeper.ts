import { KPI_COLUMNS } from '#lib/domain/kpi.ts';
import { Rollup, type SpreadRow, type SumRow } from '#lib/domain/kpi-buckets.ts';
import type { KpiFacts } from '#lib/domain/kpi-marks.ts';
import type { Bound, Database, WriteTransaction } from '#server/database/database.ts';
import { selectKpiFactsAfter } from '#server/records/kpi-facts.ts';

const SUMS_KEY = ['dimension', 'bucket', 'member'];
const SPREAD_COLUMNS = ['spread', 'grain', 'bucket', 'bin', 'tickets'];

/** Rows written by one statement: databases bound what one may hold. */
const ROWS_AT_ONCE = 40;

/** Moves the roll-ups by what a ticket counted before and counts now; null was or is not there. */
export async function moveSums(
	tx: WriteTransaction,
	before: KpiFacts | null,
	after: KpiFacts | null,
	zone: string
): Promise<boolean> {
	const rollup = new Rollup(zone);
	if (before) rollup.add(before, -1);
	if (after) rollup.add(after, 1);
	return writeRollup(tx, rollup);
}

async function writeRollup(tx: WriteTransaction, rollup: Rollup): Promise<boolean> {
	const sums = rollup.sums();
	for (let at = 0; at < sums.length; at += ROWS_AT_ONCE)
		await writeSums(tx, sums.slice(at, at + ROWS_AT_ONCE));
	const spreads = rollup.spreads();
	for (let at = 0; at < spreads.length; at += ROWS_AT_ONCE)
		await writeSpreads(tx, spreads.slice(at, at + ROWS_AT_ONCE));
	return sums.length > 0;
}

/** Only columns that move are spoken of: a statement of all of them would cost twice as much. */
async function writeSums(tx: WriteTransaction, rows: readonly SumRow[]): Promise<void> {
	const moved = KPI_COLUMNS.filter((column) => rows.some(({ sums }) => sums[column] !== 0));
	const columns = [...SUMS_KEY, ...moved];
	const sets = moved.map((column) => `${column} = kpi_sums.${column} + excluded.${column}`);
	await tx.run(
		`INSERT INTO kpi_sums (${columns.join(', ')}) VALUES ${places(rows, columns)}
		ON CONFLICT (${SUMS_KEY.join(', ')}) DO UPDATE SET ${sets.join(', ')}`,
		rows.flatMap(({ dimension, bucket, member, sums }): Bound[] => [
			dimension,
			bucket,
			member,
			...moved.map((column) => sums[column])
		])
	);
}

async function writeSpreads(tx: WriteTransaction, rows: readonly SpreadRow[]): Promise<void> {
	await tx.run(
		`INSERT INTO kpi_spreads (${SPREAD_COLUMNS.join(', ')}) VALUES ${places(rows, SPREAD_COLUMNS)}
		ON CONFLICT (spread, grain, bucket, bin) DO UPDATE SET
			tickets = kpi_spreads.tickets + excluded.tickets`,
		rows.flatMap(({ spread, grain, bucket, bin, tickets }): Bound[] => [
			spread,
			grain,
			bucket,
			bin,
			tickets
		])
	);
}

function places(rows: readonly unknown[], columns: readonly string[]): string {
	let next = 0;
	return rows.map(() => `(${columns.map(() => `$${++next}`).join(', ')})`).join(', ');
}

/** Where `meta` says of which zone the days of the roll-ups are. */
const ZONE_KEY = 'kpi_zone';
const TICKETS_AT_ONCE = 5_000;

/**
 * Fills the roll-ups from every ticket where that was never done or their days are of another
 * zone. To be called after migrating and before anything is written.
 */
export async function ensureSums(database: Database, zone: string): Promise<void> {
	const kept = await database.read((tx) =>
		tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = $1`, [ZONE_KEY])
	);
	if (kept?.value !== zone) await rebuildSums(database, zone);
}

/** Computes the roll-ups anew from every ticket. */
export function rebuildSums(database: Database, zone: string): Promise<void> {
	return database.write(async (tx) => {
		if (tx.dialect === 'postgres') {
			// Of nodes that start together one does it, and the others wait for it.
			await tx.run(`SET LOCAL lock_timeout = '10min'`);
			await tx.run('LOCK TABLE tickets IN SHARE MODE');
		}
		await tx.run(`DELETE FROM kpi_sums`);
		await tx.run(`DELETE FROM kpi_spreads`);
		const rollup = new Rollup(zone);
		for (let after = 0; ;) {
			const rows = await selectKpiFactsAfter(tx, after, TICKETS_AT_ONCE);
			for (const facts of rows) rollup.add(facts, 1);
			const last = rows.at(-1);
			if (!last) break;
			after = last.id;
		}
		await writeRollup(tx, rollup);
		await tx.run(
			`INSERT INTO meta (key, value) VALUES ($1, $2)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
			[ZONE_KEY, zone]
		);
	});
}
