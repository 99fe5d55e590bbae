import sqlite3 from 'sqlite3';
import { Sequelize } from 'sequelize';
import { defineModels } from '#server/models/index.ts';
import type { Bound, Database, ReadTransaction, WriteTransaction } from './database.ts';
import { PendingWork } from './pending.ts';
import { ReaderPool } from './reader-pool.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { WriteQueue } from './write-queue.ts';

/** Older WAL code can corrupt a database. */
const OLDEST_SQLITE = [3, 51, 3] as const;

/** Readers that answer at the same time; more would only wait for libuv's four threads. */
const READERS = 3;

/** Milliseconds a writer waits for another process before the queue counts the attempt as lost. */
const BUSY_TIMEOUT = 2_000;

const PRAGMAS = `
	PRAGMA journal_mode = WAL;
	PRAGMA synchronous = FULL;
	PRAGMA foreign_keys = ON;
	PRAGMA busy_timeout = ${BUSY_TIMEOUT};
	PRAGMA temp_store = MEMORY;
	PRAGMA cache_size = -32000;
	PRAGMA journal_size_limit = 67108864;
`;

/**
 * A driver whose connections set their pragmas on opening: Sequelize opens connections by
 * itself and would leave them with synchronous = FULL unset and no busy timeout.
 */
function driverWithPragmas(pragmas: string) {
	class PreparedDatabase extends sqlite3.Database {
		constructor(file: string, mode: number, opened: (error: Error | null) => void) {
			super(file, mode, (error) => {
				if (error) opened(error);
				else this.exec(pragmas, opened);
			});
		}
	}
	return { ...sqlite3, Database: PreparedDatabase };
}

function connect(file: string, pragmas: string): Sequelize {
	return new Sequelize({
		dialect: 'sqlite',
		dialectModule: driverWithPragmas(pragmas),
		storage: file,
		logging: false
	});
}

/** The lasting connection under an instance: what models write and what is written by hand meet there. */
async function connectionOf(sequelize: Sequelize): Promise<SqliteConnection> {
	const connection: unknown = await sequelize.connectionManager.getConnection({
		type: 'write',
		useMaster: true
	});
	if (!(connection instanceof sqlite3.Database)) throw new Error('not an SQLite connection');
	return new SqliteConnection(connection);
}

function readerOf(connection: SqliteConnection): ReadTransaction {
	return {
		dialect: 'sqlite',
		all: (sql, bind) => connection.all(sql, bind),
		one: async <T extends object>(sql: string, bind?: readonly Bound[]) =>
			(await connection.all<T>(sql, bind))[0] ?? null
	};
}

/** Opens an SQLite file: one lasting writer behind a queue, readers of their own. */
export async function openSqlite(file: string): Promise<Database> {
	const sequelize = connect(file, PRAGMAS);
	const writer = await connectionOf(sequelize);
	await assertVersion(writer).catch(async (tooOld: unknown) => {
		await writer.forget();
		await sequelize.close();
		throw tooOld;
	});
	const models = defineModels(sequelize);
	const listeners = new Set<() => void>();
	const committed = () => {
		for (const listener of listeners) listener();
	};

	// Set by whatever can write; a model at hand counts as one that did.
	let written = false;
	const pending = new PendingWork();
	const tx: WriteTransaction = {
		...readerOf(writer),
		get models() {
			written = true;
			return models;
		},
		transaction: null,
		forUpdate: '',
		// There is one writer at a time.
		lock: () => Promise.resolve(),
		run: (sql, bind) => {
			written = true;
			return writer.all(sql, bind);
		},
		pending: (kind) => {
			written = true;
			return pending.of(kind);
		}
	};
	const queue = new WriteQueue<WriteTransaction>(
		{
			tx,
			begin: () => writer.exec('BEGIN IMMEDIATE'),
			commit: () => writer.exec('COMMIT'),
			rollback: () => writer.exec('ROLLBACK'),
			savepoint: () => writer.exec('SAVEPOINT command'),
			release: () => writer.exec('RELEASE command'),
			rollbackToSavepoint: () => writer.exec('ROLLBACK TO command; RELEASE command'),
			flush: () => pending.flush(tx),
			forget: () => pending.forget(),
			beginWork: () => {
				written = false;
			},
			mayHaveWritten: () => written,
			isBusy: (error) => error instanceof Error && error.message.includes('SQLITE_BUSY'),
			isFull: (error) => error instanceof Error && error.message.includes('SQLITE_FULL')
		},
		committed
	);

	const readers = await openSqliteReaders(file, READERS);

	return {
		dialect: 'sqlite',
		url: `sqlite:${file}`,
		sequelize,
		write: (work) => queue.push(work),
		read: (work) => readers.use(work),
		// A file on a disk belongs to one node.
		whispers: null,
		onCommit(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async close() {
			await queue.close();
			await readers.close();
			await writer.forget();
			await sequelize.close();
		}
	};
}

/** Connections to a file that can do nothing but read it. */
export function openSqliteReaders(file: string, size: number): Promise<ReaderPool> {
	return ReaderPool.open(size, async () => {
		const instance = connect(file, `${PRAGMAS} PRAGMA query_only = ON;`);
		const connection = await connectionOf(instance);
		return {
			tx: readerOf(connection),
			begin: () => connection.exec('BEGIN'),
			end: () => connection.exec('COMMIT'),
			close: async () => {
				await connection.forget();
				await instance.close();
			}
		};
	});
}

async function assertVersion(connection: SqliteConnection): Promise<void> {
	const [row] = await connection.all<{ version: string }>('SELECT sqlite_version() AS version');
	const version = (row?.version ?? '0').split('.').map(Number);
	for (const [place, oldest] of OLDEST_SQLITE.entries()) {
		const part = version[place] ?? 0;
		if (part > oldest) return;
		if (part < oldest)
			throw new Error(`SQLite ${row?.version} is too old: ${OLDEST_SQLITE.join('.')} is needed`);
	}
}
