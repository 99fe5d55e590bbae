import pg from 'pg';

/** The channel that every commit of events notifies. */
export const COMMIT_CHANNEL = 'portal_events';

/** The channel on which nodes tell each other what need not be kept. */
const WHISPER_CHANNEL = 'portal_whispers';

/** Bytes: PostgreSQL refuses what is longer. */
const LONGEST_WHISPER = 7_900;

const RETRY_MS = 500;

/**
 * A connection of its own that listens for commits of all nodes, and for what they whisper. It comes back by itself;
 * what it misses meanwhile the tailer's poll finds, and each return wakes the tailer at once.
 */
export class CommitListener {
	readonly #url: string;
	readonly #silence: number;
	readonly #listeners = new Set<() => void>();
	readonly #overhearing = new Set<(text: string) => void>();
	#client: pg.Client | null = null;
	#retry: NodeJS.Timeout | null = null;
	#stopped = false;

	/** A connection that was silent for `silence` milliseconds is asked whether it is still there. */
	constructor(url: string, silence: number) {
		this.#url = url;
		this.#silence = silence;
	}

	/** Calls back after each commit; returns how to stop that. */
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Tells all nodes, this one too; what cannot be told now is not told at all. */
	whisper(text: string): void {
		if (Buffer.byteLength(text) > LONGEST_WHISPER) return;
		this.#client?.query('SELECT pg_notify($1, $2)', [WHISPER_CHANNEL, text]).catch(() => undefined);
	}

	/** Calls back for each whisper; returns how to stop that. */
	overhear(listener: (text: string) => void): () => void {
		this.#overhearing.add(listener);
		return () => this.#overhearing.delete(listener);
	}

	start(): void {
		void this.#connect();
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		if (this.#retry) clearTimeout(this.#retry);
		await this.#client?.end().catch(() => undefined);
	}

	async #connect(): Promise<void> {
		const client = new pg.Client({
			connectionString: this.#url,
			keepAlive: true,
			keepAliveInitialDelayMillis: this.#silence,
			connectionTimeoutMillis: 3_000,
			application_name: 'bazis-portal-listener'
		});
		this.#client = client;
		client.on('error', () => this.#lost(client));
		client.on('end', () => this.#lost(client));
		client.on('notification', ({ channel, payload = '' }) => {
			if (channel === COMMIT_CHANNEL) this.wake();
			else for (const listener of this.#overhearing) listener(payload);
		});
		try {
			await client.connect();
			await client.query(`LISTEN ${COMMIT_CHANNEL}; LISTEN ${WHISPER_CHANNEL}`);
			this.wake();
		} catch {
			this.#lost(client);
		}
	}

	#lost(client: pg.Client): void {
		if (this.#stopped || this.#client !== client) return;
		this.#client = null;
		client.end().catch(() => undefined);
		this.#retry = setTimeout(() => void this.#connect(), RETRY_MS);
	}

	/** Tells the listeners of a commit of this process. */
	wake(): void {
		for (const listener of this.#listeners) listener();
	}
}
