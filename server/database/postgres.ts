import pg from 'pg';
import { QueryTypes, Sequelize, Transaction } from 'sequelize';
import { DomainError, isDomainError } from '#lib/domain/errors.ts';
import { defineModels, type Models } from '#server/models/index.ts';
import type { Bound, Database, ReadTransaction, WriteTransaction } from './database.ts';
import { CommitListener } from './commit-listener.ts';
import type { DatabaseReader } from './open.ts';
import { PendingWork } from './pending.ts';
import { Turns } from './turns.ts';

const CONNECTIONS = 16;

/**
 * Of these connections at most so many write: when all writers wait, reads go on. More would only
 * wait longer for each other, since numbers are given one after the other.
 */
const WRITERS = 8;

/**
 * Milliseconds that a writer waits for its turn while nothing gets written, and then for each
 * lock. A turn and two locks one after the other: a locked database is told within five seconds.
 */
const TURN_PATIENCE = { stuck: 1_200, longest: 10_000 };
const LOCK_PATIENCE = 1_000;

/**
 * Milliseconds in which a lock is tried for again while others get something done, and how lately
 * they must have: a crowd is no locked database.
 */
const CROWD_PATIENCE = 2_500;
const LATELY = 500;

/** Milliseconds: whoever waits longer is told that the database does not answer. */
const PATIENCE = 4_000;

/**
 * Milliseconds that the server's word about a statement that took too long gets on its way. When
 * not even that comes, the network has swallowed it: without a limit of our own whoever asked
 * would wait for TCP to give up, which takes a quarter of an hour.
 */
const ON_ITS_WAY = 1_000;

/** Milliseconds without a word after which the connection that listens is asked for one. */
const LISTENED_FOR = 10_000;

/** Deadlock, failed serialisation, lost race for a unique key: the work is run again. */
const RETRYABLE = new Set(['40P01', '40001', '23505']);
const ATTEMPTS = 4;

const INT8 = 20;
const NUMERIC = 1700;

/**
 * Opens PostgreSQL: a pool of connections and one that listens for commits of all nodes. One
 * statement may take `statementMs` milliseconds, null as long as it likes.
 */
export async function openPostgres(url: string, statementMs: number | null): Promise<Database> {
	// Milliseconds and counters are far below 2^53; text would be compared as text.
	pg.types.setTypeParser(INT8, Number);
	pg.types.setTypeParser(NUMERIC, Number);
	const sequelize = new Sequelize(url, {
		dialect: 'postgres',
		dialectModule: pg,
		logging: false,
		pool: { max: CONNECTIONS, min: 0, acquire: PATIENCE, idle: 30_000 },
		dialectOptions: {
			application_name: 'bazis-portal',
			connectionTimeoutMillis: 3_000,
			...(statementMs !== null && {
				statement_timeout: statementMs,
				query_timeout: statementMs + ON_ITS_WAY
			}),
			lock_timeout: LOCK_PATIENCE,
			keepAlive: true
		}
	});
	await sequelize.authenticate();
	const models = defineModels(sequelize);
	const commits = new CommitListener(url, LISTENED_FOR);
	commits.start();
	const writers = new Turns(WRITERS, TURN_PATIENCE);

	return {
		dialect: 'postgres',
		url,
		sequelize,
		async write(work) {
			const result = await writers.take(() =>
				writeWithRetries(sequelize, models, work, () =>
					writers.movedSince(performance.now() - LATELY)
				)
			);
			// The notification may come after the answer; whoever reads next must see this write.
			commits.wake();
			return result;
		},
		read: (work) => told(() => readAtOnce(sequelize, work)),
		onCommit: (listener) => commits.listen(listener),
		whispers: {
			tell: (text) => commits.whisper(text),
			listen: (listener) => commits.overhear(listener)
		},
		async close() {
			await commits.stop();
			await sequelize.close();
		}
	};
}

/** Milliseconds that one statement of a process may take that only reads. */
const READER_PATIENCE = 120_000;

/** One connection that can do nothing but read, with more patience than pages have. */
export async function openPostgresReader(url: string): Promise<DatabaseReader> {
	pg.types.setTypeParser(INT8, Number);
	pg.types.setTypeParser(NUMERIC, Number);
	const sequelize = new Sequelize(url, {
		dialect: 'postgres',
		dialectModule: pg,
		logging: false,
		pool: { max: 1, min: 0 },
		dialectOptions: {
			application_name: 'bazis-portal-reports',
			connectionTimeoutMillis: 10_000,
			statement_timeout: READER_PATIENCE
		}
	});
	await sequelize.authenticate();
	return { read: (work) => readAtOnce(sequelize, work), close: () => sequelize.close() };
}

/** Everything in `work` is read at one moment, and nothing can be written. */
function readAtOnce<T>(
	sequelize: Sequelize,
	work: (tx: ReadTransaction) => Promise<T>
): Promise<T> {
	return sequelize.transaction(
		{ isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ, readOnly: true },
		(transaction) => work(readerOf(sequelize, transaction))
	);
}

async function writeWithRetries<T>(
	sequelize: Sequelize,
	models: Models,
	work: (tx: WriteTransaction) => Promise<T>,
	othersMove: () => boolean
): Promise<T> {
	return told(async () => {
		const begun = performance.now();
		for (let attempt = 1; ; attempt++) {
			try {
				return await sequelize.transaction(async (transaction) => {
					const pending = new PendingWork();
					const tx = writerOf(sequelize, models, transaction, pending);
					const result = await work(tx);
					await pending.flush(tx);
					return result;
				});
			} catch (error) {
				const state = sqlState(error) ?? '';
				const crowded =
					state === LOCKED && othersMove() && performance.now() - begun < CROWD_PATIENCE;
				if (!crowded && (attempt >= ATTEMPTS || !RETRYABLE.has(state))) throw error;
			}
		}
	});
}

/** PostgreSQL's own disk is full. */
const DISK_FULL = '53100';

/** A lock was not to be had in time. */
const LOCKED = '55P03';

/** That, or a statement was stopped because it took too long. */
const IN_VAIN = new Set([LOCKED, '57014']);

/**
 * Turns a lost connection or a lock in vain into a refusal that says when to try again, a full
 * disk into one too.
 */
async function told<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (sqlState(error) === DISK_FULL) throw new DomainError('no_room');
		const passing = isLostConnection(error) || IN_VAIN.has(sqlState(error) ?? '');
		if (isDomainError(error) || !passing) throw error;
		throw new DomainError('unavailable', { retryAfter: 2, message: String(error) });
	}
}

function isLostConnection(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const state = sqlState(error);
	return (
		error.name.startsWith('SequelizeConnection') ||
		state?.startsWith('08') === true ||
		state?.startsWith('57P') === true ||
		/ECONNREFUSED|ECONNRESET|EPIPE|Connection terminated|not queryable|timeout exceeded|read timeout/i.test(
			error.message
		)
	);
}

/** PostgreSQL's five-letter code of an error, wherever Sequelize put it. */
function sqlState(error: unknown): string | null {
	if (typeof error !== 'object' || error === null) return null;
	const parent = 'parent' in error ? error.parent : error;
	if (typeof parent !== 'object' || parent === null || !('code' in parent)) return null;
	return typeof parent.code === 'string' ? parent.code : null;
}

function readerOf(sequelize: Sequelize, transaction: Transaction): ReadTransaction {
	const all = <T extends object>(sql: string, bind: readonly Bound[] = []) =>
		sequelize.query<T>(sql, {
			bind: [...bind],
			type: QueryTypes.SELECT,
			raw: true,
			transaction
		});
	return {
		dialect: 'postgres',
		all,
		one: async <T extends object>(sql: string, bind?: readonly Bound[]) =>
			(await all<T>(sql, bind))[0] ?? null
	};
}

function writerOf(
	sequelize: Sequelize,
	models: Models,
	transaction: Transaction,
	pending: PendingWork
): WriteTransaction {
	const reader = readerOf(sequelize, transaction);
	return {
		...reader,
		models,
		transaction,
		forUpdate: ' FOR NO KEY UPDATE OF t',
		lock: async (table, id) => {
			await reader.all(`SELECT id FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
		},
		run: reader.all,
		pending: (kind) => pending.of(kind)
	};
}
