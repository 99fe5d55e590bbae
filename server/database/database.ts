import type { Sequelize, Transaction } from 'sequelize';
import type { Models } from '#server/models/index.ts';
import type { Pending, PendingKind } from './pending.ts';

export type Dialect = 'sqlite' | 'postgres';

/** A value that may be bound to a statement. */
export type Bound = string | number | boolean | null;

/** Reads at one moment of the database. */
export interface ReadTransaction {
	readonly dialect: Dialect;
	/** Rows of a SELECT; parameters are `$1`, `$2`, … */
	all<T extends object>(sql: string, bind?: readonly Bound[]): Promise<T[]>;
	/** The first row, or null. */
	one<T extends object>(sql: string, bind?: readonly Bound[]): Promise<T | null>;
}

/** The one open write of this process (SQLite) or a transaction of its own (PostgreSQL). */
export interface WriteTransaction extends ReadTransaction {
	readonly models: Models;
	/** To be passed to every call on a model. */
	readonly transaction: Transaction | null;
	/** Appended to a SELECT of one table whose rows will be changed: a lock where there are any. */
	readonly forUpdate: string;
	/**
	 * Locks a row that will be changed. Always before it is read together with others: a SELECT
	 * that joins and locks would, after waiting, pair the row as it is now with names as they
	 * were, or miss it altogether.
	 */
	lock(
		table: 'tickets' | 'incidents' | 'maintenances' | 'documents' | 'reports' | 'site',
		id: number
	): Promise<void>;
	/** Runs a statement; rows come back from `RETURNING`. */
	run<T extends object>(sql: string, bind?: readonly Bound[]): Promise<T[]>;
	/**
	 * What is put off to the end of the transaction, written right before the commit and gone
	 * with a rollback. On SQLite commands that are committed together share it, so that they
	 * cost one statement where each would have cost one.
	 */
	pending<T extends Pending>(kind: PendingKind<T>): T;
}

/**
 * What nodes of one database tell each other that need not be kept: it may be lost, and whoever
 * tells hears it too.
 */
export interface Whispers {
	/** At most some thousand bytes; longer ones are not told. */
	tell(text: string): void;
	/** Calls back for each; returns how to stop that. */
	listen(listener: (text: string) => void): () => void;
}

export interface Database {
	readonly dialect: Dialect;
	/** Where it is, for a process of ours that reads it by itself. */
	readonly url: string;
	/** For migrations and tools; commands never see it. */
	readonly sequelize: Sequelize;
	/**
	 * Runs the work in a transaction and resolves once it is on disk. Work may run more than
	 * once (deadlock, lost race for a unique key), so it must touch nothing but the database.
	 * Throws `unavailable` when the database does not answer in time.
	 */
	write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T>;
	/** Reads everything in `work` at one moment. */
	read<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T>;
	/** Calls back after a commit of this or, where the database tells, another process. */
	onCommit(listener: () => void): () => void;
	/** Null where there is no other node. */
	readonly whispers: Whispers | null;
	/** Settles all that is under way and closes every connection. */
	close(): Promise<void>;
}
