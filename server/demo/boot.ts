import { SYSTEM, type Actor, type Role } from '#lib/domain/people.ts';
import { screenWentDark } from '#server/commands/screen-presence.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/database/database.ts';
import { createPortal, type PortalCore } from '#server/create-portal.ts';
import { passwordMatches } from '#server/sessions/password.ts';
import { setPassword } from '#server/commands/accounts/set-password.ts';
import { signInElsewhere } from './devices.ts';
import { publisher } from './documents/publish.ts';
import { administerDemo } from './administration.ts';
import { ADMIN_EMAIL, CLIENT2_EMAIL, CLIENT_EMAIL, MANAGER_EMAIL } from './company.ts';
import { loadDemo } from './load.ts';
import { orderDemoReports } from './reports.ts';
import { planDemo } from './plan.ts';
import { hangTelevisions, playTelevisions } from './televisions.ts';
import { loadSite } from './site.ts';

interface PersonRow {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
}

/** Stands in the table `meta` while the company is being loaded: half of one is of no use. */
const LOADING = 'demo_loading';

const DARK_SINCE_MS = 3 * 3_600_000;

/**
 * Loads the demo company into an empty database: a portal of its own lives through the last
 * sixty days by a clock that is wound, with the commands that people use. True when it did.
 */
export async function loadDemoIfEmpty(
	core: PortalCore,
	config: Config,
	secret: string,
	onProgress: (done: number, total: number) => void
): Promise<boolean> {
	const { database } = core;
	const broken = await database.read((tx) =>
		tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = $1`, [LOADING])
	);
	if (broken)
		throw new Error(
			`The demo company was not loaded to its end. Delete ${nameOf(config.DATABASE_URL)} and start again.`
		);
	const anybody = await database.read((tx) =>
		tx.one<{ id: number }>(`SELECT id FROM users LIMIT 1`)
	);
	if (anybody) {
		await renewPasswords(core, config.DEMO_PASSWORD);
		return false;
	}
	await database.write((tx) =>
		tx.run(`INSERT INTO meta (key, value) VALUES ($1, $2)`, [LOADING, '1'])
	);
	let wound = core.portal.now();
	const past = createPortal({
		database,
		config,
		secret,
		build: core.portal.installation.build,
		now: () => wound,
		past: true,
		failed: (error) => {
			throw error;
		}
	});
	const { commands } = past.portal;
	const setNow = (at: number) => {
		wound = at;
	};
	const actorFor = async (email: string): Promise<Actor> => {
		const person = await database.read((tx) =>
			tx.one<PersonRow>(`SELECT id, name, email, role FROM users WHERE email = $1`, [email])
		);
		return person ?? SYSTEM;
	};
	await loadDemo(
		{
			commands,
			roster: commands,
			metrics: commands,
			publish: publisher(commands),
			createPerson: async (actor, account) => (await commands.createPerson(actor, account)).person,
			createService: (actor, service) => commands.createService(actor, service),
			setNow,
			tick: () => past.clockJob.tick(),
			actorFor
		},
		planDemo(core.portal.now(), config.TIME_ZONE),
		{ password: config.DEMO_PASSWORD, onProgress }
	);
	await signInElsewhere(commands, config.DEMO_PASSWORD);
	await loadSite({ commands, actorFor }, wound, config.TIME_ZONE);
	const admin = await administrator(database);
	if (admin) {
		await administerDemo(past.portal, admin, await actorFor(MANAGER_EMAIL));
		await orderDemoReports(core.portal.commands, admin, {
			now: core.portal.now(),
			zone: config.TIME_ZONE
		});
	}
	// Some hours ago, so that what is dark has been so for a while.
	wound = core.portal.now() - DARK_SINCE_MS;
	if (admin)
		await hangTelevisions(commands, past.fleet, {
			admin,
			build: core.portal.installation.build,
			goDark: (id) => past.execute((context) => screenWentDark(context, id, wound))
		});
	await database.write((tx) => tx.run(`DELETE FROM meta WHERE key = $1`, [LOADING]));
	return true;
}

/** The accounts that are shown at the start open with the password that is shown there. */
async function renewPasswords(core: PortalCore, password: string): Promise<void> {
	const accounts = await core.database.read((tx) =>
		tx.all<{ email: string; hash: string | null }>(
			`SELECT email, password_hash AS hash FROM users WHERE email IN ($1, $2, $3, $4)`,
			[ADMIN_EMAIL, MANAGER_EMAIL, CLIENT_EMAIL, CLIENT2_EMAIL]
		)
	);
	for (const { email, hash } of accounts)
		if (!(await passwordMatches(hash, password))) await setPassword(core.execute)(email, password);
}

/** Switches the company's televisions on; returns how to switch them off. */
export async function switchTelevisionsOn(core: PortalCore): Promise<() => void> {
	const admin = await administrator(core.database);
	return admin ? playTelevisions(core.portal, core.fleet, admin) : () => undefined;
}

function administrator(database: Database) {
	return database.read((tx) =>
		tx.one<PersonRow>(
			`SELECT id, name, email, role FROM users WHERE role = 'admin' ORDER BY id LIMIT 1`
		)
	);
}

/** The database as its owner knows it, without a password. */
function nameOf(url: string): string {
	return url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : 'the database';
}
