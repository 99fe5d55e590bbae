import { DEFAULT_SETTINGS, type PortalSettings } from '#lib/domain/portal-settings.ts';
import type { Database } from '#server/database/database.ts';
import { selectSettings } from '#server/records/settings-record.ts';

/** SQLite tells of no commit of another process: a setting made there is seen so much later. */
const LONGEST_MS = 5_000;

/** The settings as every page is made with them: read anew only after something was written. */
export class KeptSettings {
	readonly #database: Database;
	readonly #now: () => number;
	#kept: { readonly settings: Promise<PortalSettings>; readonly at: number } | null = null;
	#last = DEFAULT_SETTINGS;

	constructor(database: Database, now: () => number) {
		this.#database = database;
		this.#now = now;
	}

	/** Something was committed. */
	moved(): void {
		this.#kept = null;
	}

	/** While the database is away, as they were read last: pages that need no more go on. */
	read(): Promise<PortalSettings> {
		const now = this.#now();
		const age = this.#kept ? now - this.#kept.at : Infinity;
		if (!this.#kept || age < 0 || age >= LONGEST_MS)
			this.#kept = { settings: this.#readAnew(), at: now };
		return this.#kept.settings;
	}

	async #readAnew(): Promise<PortalSettings> {
		try {
			const { settings } = await this.#database.read(selectSettings);
			this.#last = settings;
		} catch {
			// The database says itself, to whoever needs more of it, that it is away.
		}
		return this.#last;
	}
}
