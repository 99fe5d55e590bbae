import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { MIGRATIONS } from '../../migrations/index.ts';
import type { Audience } from '#lib/domain/audience.ts';
import type { Snapshot } from '#lib/domain/live.ts';
import { readConfig } from '#server/config.ts';
import { createPortal, type PortalCore } from '#server/create-portal.ts';
import type { Database, Dialect } from '#server/database/database.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase } from '#server/database/open.ts';
import {
	EVENT_COLUMNS,
	storedEvent,
	type EventRow,
	type StoredEvent
} from '#server/events/event.ts';
import { createLog } from '#server/log.ts';
import type { Letter } from '#server/mail/letter.ts';
import type { Mailer } from '#server/mail/mailer.ts';
import { startHost, type Host, type PageHandler } from '#server/host/host.ts';
import type { Commands, Person, Portal, Queries } from '#server/portal.ts';
import { presentSnapshot, readLiveRecords } from '#server/queries/live.ts';
import type { Makers } from '#server/reports/order.ts';
import { TestClock } from './clock.ts';
import { Api, type Answer, type Asked } from './api.ts';
import { createFactories, PASSWORD, type Factories } from './factories.ts';
import { makersHere } from './make-here.ts';
import { Screen, type ScreenOptions } from './screen.ts';
import { databaseUnderTest, makeDatabase, type TestDatabase } from './test-database.ts';

export const SECRET = 'a secret of at least thirty-two bytes';

/** A Tuesday, noon in Moscow. */
const START = '2026-03-03T09:00:00.000Z';

export interface WorldOptions {
	/** A database that is there already; otherwise one is made. */
	readonly at?: TestDatabase;
	readonly database?: Dialect;
	readonly now?: string | number;
	/** Settings as the environment would give them. */
	readonly settings?: NodeJS.ProcessEnv;
	readonly pages?: () => Promise<PageHandler>;
	/** Makes reports; without one they are made right here: a process for each would be slow. */
	readonly reportMakers?: Makers;
	/** What sends letters; without one they are only noted. */
	readonly mailer?: Mailer;
}

/** A portal of its own on a database of its own, with a clock that the test winds. */
export class World {
	readonly clock: TestClock;
	/** What was logged, a line of JSON each. */
	readonly log: string[] = [];
	/** Letters that went out. */
	readonly letters: Letter[] = [];
	/** What went wrong in the background: nothing should. */
	readonly faults: unknown[] = [];
	/** Why letters did not go out. */
	readonly mailFaults: unknown[] = [];
	readonly make: Factories;
	/** Where its files lie; removed with it. */
	readonly mediaDir = mkdtempSync(join(tmpdir(), 'portal-media-'));
	readonly #options: WorldOptions;
	readonly #at: TestDatabase;
	readonly #screens: Screen[] = [];
	#core: PortalCore | null = null;
	#host: Host | null = null;
	#port = 0;

	private constructor(options: WorldOptions, at: TestDatabase) {
		this.#options = options;
		this.#at = at;
		this.clock = new TestClock(options.now ?? START);
		this.make = createFactories(this);
	}

	static async create(options: WorldOptions = {}): Promise<World> {
		const at = options.at ?? (await makeDatabase(options.database ?? databaseUnderTest()));
		const world = new World(options, at);
		await world.#open();
		return world;
	}

	get core(): PortalCore {
		if (!this.#core) throw new Error('the portal is closed');
		return this.#core;
	}

	get portal(): Portal {
		return this.core.portal;
	}

	get commands(): Commands {
		return this.portal.commands;
	}

	get queries(): Queries {
		return this.portal.queries;
	}

	get database(): Database {
		return this.core.database;
	}

	get databaseUrl(): string {
		return this.#at.url;
	}

	get host(): Host {
		if (!this.#host) throw new Error('the host does not run');
		return this.#host;
	}

	/** Address of the running host. */
	get url(): string {
		return `http://127.0.0.1:${this.#port}`;
	}

	/** Records everything that is due by now. */
	tick(): Promise<void> {
		return this.core.clockJob.tick();
	}

	/** Sends the letters that are due. */
	async post(): Promise<void> {
		await this.core.mailJob?.tick();
	}

	/** Winds the clock and records what that changes. */
	async pass(ms: number): Promise<void> {
		this.clock.advance(ms);
		await this.tick();
	}

	/** Puts the portal on the network, on the same port each time. */
	async startHost(): Promise<string> {
		const config = readConfig({
			...this.#options.settings,
			PORT: String(this.#port),
			HOST: '127.0.0.1'
		});
		// As at a real start: else the clock's first look would come in the midst of a slow test.
		await this.tick();
		this.#host = await startHost({
			core: this.core,
			config,
			log: this.#logger(),
			pages: this.#options.pages ?? null
		});
		this.#port = this.#host.address.port;
		return this.url;
	}

	async stopHost(): Promise<void> {
		const host = this.#host;
		this.#host = null;
		this.#core = null;
		await host?.stop();
	}

	/** As after a deploy: everything in memory is new, the database is what it was. */
	async restart(): Promise<void> {
		await this.stopHost();
		await this.#open();
		await this.startHost();
	}

	/** A caller of the JSON API; nobody when no person is given. */
	async api(person: Person | null = null): Promise<Api> {
		return new Api(this.url, person === null ? null : await this.tokenOf(person));
	}

	/** One request, as whoever has the token. */
	call(
		method: string,
		path: string,
		{ token, ...asked }: Asked & { token?: string } = {}
	): Promise<Answer> {
		return new Api(this.url, token ?? null).call(method, path, asked);
	}

	/** A token of the API, as `POST /token` gives it. */
	async tokenOf(person: Person, kind: 'api' | 'web' = 'api'): Promise<string> {
		const { token } = await this.commands.signIn(
			kind,
			{ email: person.email, password: PASSWORD },
			{ address: '192.0.2.1', userAgent: 'tests' }
		);
		return token;
	}

	/** A socket that notes all it is told. */
	screen(options: ScreenOptions = {}): Screen {
		const screen = new Screen(this.url, options);
		this.#screens.push(screen);
		return screen;
	}

	/** The state as the database has it now, as it would go over the wire. */
	async snapshot(audience: Audience): Promise<Snapshot> {
		const records = await readLiveRecords(this.database);
		const read = presentSnapshot(records, audience, this.clock.now());
		const snapshot: Snapshot = JSON.parse(JSON.stringify(read));
		return snapshot;
	}

	/** The state as the running portal answers it now. */
	async answered(audience: Audience): Promise<Snapshot> {
		const snapshot: Snapshot = JSON.parse(await this.queries.liveJson(audience));
		return snapshot;
	}

	/** Events after a point of the stream. */
	events(after = 0): Promise<StoredEvent[]> {
		return this.database.read(async (tx) => {
			const rows = await tx.all<EventRow>(
				`SELECT ${EVENT_COLUMNS} FROM events WHERE seq > $1 ORDER BY seq`,
				[after]
			);
			return rows.map(storedEvent);
		});
	}

	/** The number of the last event. */
	async seq(): Promise<number> {
		return (await this.events()).at(-1)?.seq ?? 0;
	}

	async close(): Promise<void> {
		for (const screen of this.#screens) screen.close();
		const core = this.#core;
		if (this.#host) await this.stopHost();
		else await core?.close();
		this.#core = null;
		await this.#at.remove();
		await rm(this.mediaDir, { recursive: true, force: true });
	}

	async #open(): Promise<void> {
		const database = await openDatabase(this.#at.url);
		await migrate(database, MIGRATIONS);
		this.#core = createPortal({
			database,
			config: readConfig({ MEDIA_DIR: this.mediaDir, ...this.#options.settings }),
			secret: SECRET,
			build: 'test',
			now: this.clock.now,
			failed: (error) => this.faults.push(error),
			mailer: this.#options.mailer ?? {
				send: async (letter) => void this.letters.push(letter),
				close: () => undefined
			},
			mailFailed: (error) => this.mailFaults.push(error),
			reportMakers: this.#options.reportMakers ?? makersHere
		});
	}

	#logger(): Logger {
		return createLog('info', { write: (line: string) => void this.log.push(line) });
	}
}

/** Makes a world; `await using` or `close()` ends it. */
export function createWorld(options: WorldOptions = {}): Promise<World> {
	return World.create(options);
}
