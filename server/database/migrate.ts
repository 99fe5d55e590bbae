import { randomUUID } from 'node:crypto';
import { QueryTypes, type Sequelize } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { DEFAULT_TARGETS, WARNING_SHARE } from '#lib/domain/sla.ts';
import { PRIORITIES } from '#lib/domain/ticket.ts';
import type { Database, Dialect } from './database.ts';

export interface MigrationContext {
	readonly dialect: Dialect;
	execute(sql: string): Promise<void>;
}

/** One additive step; it must run beside the previous release and is never edited once landed. */
export interface Migration {
	readonly name: string;
	up(context: MigrationContext): Promise<void>;
}

/** Any number; every node of an installation asks for the same one. */
const MIGRATION_LOCK = 7_301_001;

/** Brings the tables up to date and makes sure that epoch and SLA policies exist. */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
	const { sequelize, dialect } = database;
	const execute = async (sql: string) => {
		await sequelize.query(sql);
	};
	await oneAtATime(sequelize, dialect, async () => {
		const umzug = new Umzug({
			migrations: migrations.map(({ name, up }) => ({
				name,
				up: () => up({ dialect, execute })
			})),
			storage: new SequelizeStorage({ sequelize, tableName: 'migrations' }),
			logger: undefined
		});
		await umzug.up();
	});
	await database.write(async (tx) => {
		for (const key of ['epoch', 'sla_version'])
			await tx.run(`INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`, [
				key,
				randomUUID()
			]);
		for (const priority of PRIORITIES) {
			const { responseMinutes, resolutionMinutes } = DEFAULT_TARGETS[priority];
			await tx.run(
				`INSERT INTO service_level_policies (priority, response_minutes, resolution_minutes,
					warning_percent, calendar_id, version)
				SELECT $1, CAST($2 AS INTEGER), CAST($3 AS INTEGER), CAST($4 AS INTEGER), MIN(id), 1
				FROM calendars WHERE true
				ON CONFLICT (priority) WHERE service_id IS NULL DO NOTHING`,
				[priority, responseMinutes, resolutionMinutes, WARNING_SHARE * 100]
			);
		}
	});
}

/** Nodes of one PostgreSQL may start at the same moment; only one of them migrates. */
async function oneAtATime(
	sequelize: Sequelize,
	dialect: Dialect,
	work: () => Promise<void>
): Promise<void> {
	if (dialect === 'sqlite') return work();
	await sequelize.transaction(async (transaction) => {
		// Longer than a writer would: another node may have much to migrate.
		await sequelize.query(`SET LOCAL lock_timeout = '10min'`, { transaction });
		await sequelize.query('SET LOCAL statement_timeout = 0', { transaction });
		await sequelize.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`, {
			type: QueryTypes.SELECT,
			transaction
		});
		await work();
	});
}
