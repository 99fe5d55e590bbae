import { KPI_COLUMNS } from '../src/lib/domain/kpi.ts';
import type { Migration } from '../server/database/migrate.ts';

/**
 * Roll-ups of the figures, moved in the transaction that moves them; the portal fills them when
 * it starts, as days are those of its zone. `kpi_sums` has a row for each quarter of an hour
 * (which the hours of every zone are made of), and one for each day and each service, priority
 * and assignee. `kpi_spreads` has how many times of which length there were in a day and in a
 * month: where in them the median lies. Its indexes then find the very value.
 */
export const kpiSums: Migration = {
	name: '0006-kpi-sums',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		// Kept in the order of the key, as it is read by ranges of it.
		const inOrder = sqlite ? 'WITHOUT ROWID' : '';
		const columns = KPI_COLUMNS.map((column) => `${column} ${ms} NOT NULL DEFAULT 0`);
		const elapsed = `(CASE WHEN resolved_at > created_at THEN resolved_at - created_at ELSE 0 END)`;
		const statements = [
			`CREATE TABLE kpi_sums (
				dimension TEXT NOT NULL,
				bucket ${ms} NOT NULL,
				member TEXT NOT NULL,
				${columns.join(', ')},
				PRIMARY KEY (dimension, bucket, member)
			) ${inOrder}`,
			`CREATE TABLE kpi_spreads (
				spread TEXT NOT NULL,
				grain TEXT NOT NULL,
				bucket ${ms} NOT NULL,
				bin INTEGER NOT NULL,
				tickets INTEGER NOT NULL,
				PRIMARY KEY (spread, grain, bucket, bin)
			) ${inOrder}`,
			`UPDATE tickets SET resolution_worked_ms = ${elapsed}
				WHERE resolved_at IS NOT NULL AND resolution_worked_ms IS NULL`,
			`UPDATE tickets SET response_worked_ms = CASE WHEN first_response_at > created_at
				THEN first_response_at - created_at ELSE 0 END
				WHERE first_response_at IS NOT NULL AND response_worked_ms IS NULL`,
			`DROP INDEX tickets_by_response`,
			`DROP INDEX tickets_by_solution`,
			`CREATE INDEX tickets_by_response ON tickets (first_response_at, response_worked_ms)
				WHERE first_response_at IS NOT NULL AND deleted_at IS NULL`,
			`CREATE INDEX tickets_by_solution ON tickets (resolved_at, resolution_worked_ms, created_at)
				WHERE resolved_at IS NOT NULL AND deleted_at IS NULL`,
			`CREATE INDEX tickets_by_response_work ON tickets (response_worked_ms, first_response_at)
				WHERE first_response_at IS NOT NULL AND deleted_at IS NULL`,
			`CREATE INDEX tickets_by_solution_work ON tickets (resolution_worked_ms, resolved_at)
				WHERE resolved_at IS NOT NULL AND deleted_at IS NULL`,
			`CREATE INDEX tickets_by_elapsed ON tickets (${elapsed}, resolved_at)
				WHERE resolved_at IS NOT NULL AND deleted_at IS NULL`
		];
		for (const statement of statements) await execute(statement);
	}
};
