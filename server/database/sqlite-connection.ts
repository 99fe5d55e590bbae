import type { Database, Statement } from 'sqlite3';
import type { Bound } from './database.ts';

/** Statements kept ready on a connection; the portal knows some sixty. */
const KEPT = 150;

/**
 * A connection with its statements kept ready: preparing one anew for every call costs more
 * than most of them take to run.
 */
export class SqliteConnection {
	readonly #connection: Database;
	readonly #statements = new Map<string, Statement>();
	/** Who waits for a statement that is still being prepared. */
	readonly #preparing = new WeakMap<Statement, Set<(error: Error) => void>>();

	constructor(connection: Database) {
		this.#connection = connection;
	}

	/** Rows of a statement; `$1` stands for the first of the bound values. */
	all<T extends object>(sql: string, bind: readonly Bound[] = []): Promise<T[]> {
		return new Promise((resolve, reject) => {
			const statement = this.#prepared(sql);
			// The driver forgets what waits for a statement that turns out to be no good.
			this.#preparing.get(statement)?.add(reject);
			statement.all<T>(bind, (error, rows) => {
				if (error) reject(error);
				else resolve(rows);
			});
		});
	}

	/** Runs statements that bind nothing and return nothing. */
	exec(sql: string): Promise<void> {
		if (sql.includes(';')) {
			return new Promise((resolve, reject) => {
				this.#connection.exec(sql, (error) => (error ? reject(error) : resolve()));
			});
		}
		return new Promise((resolve, reject) => {
			const statement = this.#prepared(sql);
			this.#preparing.get(statement)?.add(reject);
			statement.run((error: Error | null) => (error ? reject(error) : resolve()));
		});
	}

	/** Lets go of every statement: a connection with open ones cannot close. */
	async forget(): Promise<void> {
		const statements = [...this.#statements.values()];
		this.#statements.clear();
		for (const statement of statements)
			await new Promise<void>((resolve) => {
				statement.finalize(() => resolve());
			});
	}

	#prepared(sql: string): Statement {
		const kept = this.#statements.get(sql);
		if (kept) {
			this.#statements.delete(sql);
			this.#statements.set(sql, kept);
			return kept;
		}
		// `?1` is bound by its number, `$1` would be by the order of first appearance.
		const waiting = new Set<(error: Error) => void>();
		const statement = this.#connection.prepare(
			sql.replace(/\$(\d+)/g, '?$1'),
			(error: Error | null) => {
				this.#preparing.delete(statement);
				if (!error) return;
				this.#statements.delete(sql);
				for (const reject of waiting) reject(error);
			}
		);
		this.#preparing.set(statement, waiting);
		this.#statements.set(sql, statement);
		const oldest = this.#statements.keys().next();
		if (this.#statements.size > KEPT && !oldest.done) {
			this.#statements.get(oldest.value)?.finalize();
			this.#statements.delete(oldest.value);
		}
		return statement;
	}
}
