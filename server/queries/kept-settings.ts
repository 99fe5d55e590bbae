import type { PortalSettings } from '#lib/domain/portal-settings.ts';
import type { Database } from '#server/database/database.ts';
import { selectSettings } from '#server/records/settings-record.ts';

/** SQLite tells of no commit of another process: a setting made there is seen so much later. */
const LONGEST_MS = 5_000;

/** The settings as every page is made with them: read anew only after something was written. */
export class KeptSettings {
	readonly #database: Database;
	readonly #now: () => number;
	#kept: { readonly settings: Promise<PortalSettings>; readonly at: number } | null = null;

	constructor(database: Database, now: () => number) {
		this.#database = database;
		this.#now = now;
	}

	/** Something was committed. */
	moved(): void {
		this.#kept = null;
	}

	read(): Promise<PortalSettings> {
		const now = this.#now();
		if (this.#kept && now - this.#kept.at < LONGEST_MS && now >= this.#kept.at)
			return this.#kept.settings;
		const settings = this.#database.read(selectSettings).then((read) => read.settings);
		this.#kept = { settings, at: now };
		// What could not be read is tried again by the next page.
		settings.catch(() => this.moved());
		return settings;
	}
}
