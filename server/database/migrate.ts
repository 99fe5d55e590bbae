import { randomUUID } from 'node:crypto';
import { QueryTypes, Transaction, type Sequelize } from 'sequelize';
import { SequelizeStorage, Umzug, type UmzugStorage } from 'umzug';
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
	await oneAtATime(sequelize, dialect, async () => {
		const done = new SequelizeStorage({ sequelize, tableName: 'migrations' });
		const umzug = new Umzug({
			migrations: migrations.map((migration) => ({
				name: migration.name,
				up: () => wholeOrNotAtAll(database, migration)
			})),
			storage: notedByTheStep(done),
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

/**
 * One step and the note that it was taken, in one transaction: a server killed in the midst of it
 * finds, when it starts again, the tables as they were.
 */
function wholeOrNotAtAll({ sequelize, dialect }: Database, { name, up }: Migration): Promise<void> {
	return sequelize.transaction({ type: Transaction.TYPES.IMMEDIATE }, async (transaction) => {
		const execute = async (sql: string) => {
			await sequelize.query(sql, { transaction });
		};
		await up({ dialect, execute });
		await sequelize.query('INSERT INTO migrations (name) VALUES ($1)', {
			bind: [name],
			type: QueryTypes.INSERT,
			transaction
		});
	});
}

/** What was done is read from the library's table; each step has noted itself there already. */
function notedByTheStep(done: SequelizeStorage): UmzugStorage {
	return {
		executed: () => done.executed(),
		logMigration: () => Promise.resolve(),
		unlogMigration: ({ name }) => done.unlogMigration({ name })
	};
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
		await sequelize.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`, {
			type: QueryTypes.SELECT,
			transaction
		});
		await work();
	});
}
