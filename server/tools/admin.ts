import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { isDomainError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import { newPerson } from '#lib/input/schemas.ts';
import { writeBackup } from '#server/backup/archive.ts';
import { checkInstallation } from '#server/backup/check.ts';
import { moveDatabase, restoreBackup } from '#server/backup/restore.ts';
import { readConfig, type Config } from '#server/config.ts';
import { createPortal, type PortalCore } from '#server/create-portal.ts';
import type { Database } from '#server/database/database.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase, sqliteFile } from '#server/database/open.ts';
import { setPassword } from '#server/commands/accounts/set-password.ts';
import { secretBesideFile, secretInDatabase } from '#server/sessions/token.ts';
import { MIGRATIONS } from '../../migrations/index.ts';

const USAGE = `npm run admin -- COMMAND, on the database of DATABASE_URL, beside a running portal or not

  create-user E [--name N] [--role admin|manager|client] [--organization O] [--password P]
  reset-password E [--password P]   by e-mail; ends all sessions of the account
  backup FILE                       database and files, verified
  restore FILE                      puts it in the place of everything there is
  check                             is all of it whole? exit 1 when something is not
  move --to postgres://…            into an empty database, rows compared

Without --password one is made and printed. At a terminal restore asks first; --yes does not.`;

/** Options as they were typed. */
type Given<Names extends string> = Readonly<Partial<Record<Names, string | undefined>>>;

/** What was asked for cannot be done, and the reason is all there is to say. */
class Refusal extends Error {}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
	try {
		const { values, positionals } = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				email: { type: 'string' },
				name: { type: 'string' },
				role: { type: 'string', default: 'manager' },
				organization: { type: 'string' },
				password: { type: 'string' },
				to: { type: 'string' },
				yes: { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h', default: false }
			}
		});
		const [command, file] = positionals;
		const person = { ...values, email: values.email ?? file };
		if (values.help || command === undefined) {
			console.log(USAGE);
			return values.help ? 0 : 1;
		}
		const config = readConfig(process.env);
		switch (command) {
			case 'create-user':
				return await withPortal(config, (core) => createUser(core, person));
			case 'reset-password':
				assertThere(config);
				return await withPortal(config, (core) => resetPassword(core, person));
			case 'backup':
				assertThere(config);
				return await withDatabase(config, (database) => backup(database, config, named(file)));
			case 'restore':
				if (!values.yes && !(await agreed('This replaces everything there is. Go on? (y/N) ')))
					throw new Refusal('nothing was changed');
				return await withDatabase(config, (database) => restore(database, config, named(file)));
			case 'check':
				assertThere(config);
				return await withDatabase(config, (database) => check(database, config));
			case 'move':
				assertThere(config);
				return await withDatabase(config, (database) => move(database, config, values.to));
			default:
				throw new Refusal(`no command ${command}`);
		}
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		console.error(error instanceof Refusal ? `${message}\n\n${USAGE}` : message);
		return 1;
	}
}

async function createUser(
	core: PortalCore,
	given: Given<'email' | 'name' | 'role' | 'organization' | 'password'>
): Promise<number> {
	const password = given.password ?? madePassword();
	const { email, role, organization } = given;
	const name = given.name ?? email?.split('@')[0];
	const person = newPerson.safeParse({
		email,
		name,
		role,
		password,
		...(organization === undefined ? {} : { organization })
	});
	if (!person.success) throw new Refusal(person.error.issues.map(fault).join('\n'));
	const { created } = await core.portal.commands.createPerson(SYSTEM, person.data);
	if (!created) throw new Refusal(`${person.data.email} has an account already`);
	console.log(`created   ${person.data.email}, ${person.data.role}`);
	if (given.password === undefined) console.log(`password  ${password}`);
	return 0;
}

async function resetPassword(
	core: PortalCore,
	given: Given<'email' | 'password'>
): Promise<number> {
	const password = given.password ?? madePassword();
	const account = newPerson
		.pick({ email: true, password: true })
		.safeParse({ email: given.email, password });
	if (!account.success) throw new Refusal(account.error.issues.map(fault).join('\n'));
	const { email } = account.data;
	await setPassword(core.execute)(email, password).catch((error: unknown) => {
		throw isDomainError(error) ? new Refusal(`nobody has the address ${email}`) : error;
	});
	console.log(`password of ${email} changed, all its sessions are over`);
	if (given.password === undefined) console.log(`password  ${password}`);
	return 0;
}

async function backup(database: Database, config: Config, file: string): Promise<number> {
	const { manifest, lost } = await writeBackup({
		database,
		mediaDir: config.MEDIA_DIR,
		secret: config.JWT_SECRET === undefined ? await secretOf(database, config) : null,
		file,
		now: Date.now()
	});
	const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
	console.log(
		`${file}: ${Object.keys(manifest.tables).length} tables, ${rows} rows, ${Object.keys(manifest.files).length} files; verified`
	);
	for (const { table, storedName } of lost)
		console.error(`${table}: ${storedName} is not on the disk, and so not in the backup`);
	// Whoever runs it by the clock is to hear of it, with a backup in hand.
	return lost.length > 0 ? 1 : 0;
}

async function restore(database: Database, config: Config, file: string): Promise<number> {
	const manifest = await restoreBackup({
		database,
		mediaDir: config.MEDIA_DIR,
		file,
		now: Date.now()
	});
	const beside = sqliteFile(config.DATABASE_URL);
	if (beside !== null && manifest.secret !== null)
		writeFileSync(join(dirname(beside), 'jwt-secret'), `${manifest.secret}\n`, { mode: 0o600 });
	const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
	console.log(`restored the backup of ${manifest.madeAt}: ${rows} rows, compared; a new history`);
	console.log(
		'Everybody signs in again; old links open nothing, and letters of before are not sent.'
	);
	console.log(
		'Keys to the API and televisions that were revoked since the backup are good again, and who ' +
			'was blocked since is not: look through /panel/tokens, /panel/screens and /panel/users.'
	);
	console.log('A portal that is running notices; its secret it takes at its next start.');
	return 0;
}

async function check(database: Database, config: Config): Promise<number> {
	const findings = await checkInstallation(database, config.MEDIA_DIR);
	for (const { what, problems } of findings) {
		console.log(`${problems.length === 0 ? 'ok  ' : 'BAD '} ${what}`);
		for (const problem of problems) console.log(`     ${problem}`);
	}
	return findings.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

async function move(database: Database, config: Config, to: string | undefined): Promise<number> {
	if (to === undefined) throw new Refusal('name the database to move to: --to postgres://…');
	const target = readConfig({ DATABASE_URL: to }).DATABASE_URL;
	const other = await openDatabase(target, 'tool');
	try {
		await migrate(other, MIGRATIONS);
		const secret = config.JWT_SECRET === undefined ? await secretOf(database, config) : null;
		const { sums } = await moveDatabase(database, other, secret);
		for (const [table, { rows }] of sums) console.log(`${String(rows).padStart(9)}  ${table}`);
		console.log(
			'moved and compared; files stay in MEDIA_DIR. Now start with DATABASE_URL changed.'
		);
		return 0;
	} finally {
		await other.close();
	}
}

/** The secret of an installation that has none in its settings; null when it was never started. */
async function secretOf(database: Database, config: Config): Promise<string | null> {
	const file = sqliteFile(config.DATABASE_URL);
	if (file === null) return secretInDatabase(database);
	const beside = join(dirname(file), 'jwt-secret');
	return existsSync(beside) ? readFileSync(beside, 'utf8').trim() : null;
}

/** A file that is not there would be made, empty, and a wrong address be taken for a portal's. */
function assertThere({ DATABASE_URL }: Config): void {
	const file = sqliteFile(DATABASE_URL);
	if (file !== null && !existsSync(file)) throw new Refusal(`there is no database at ${file}`);
}

async function withDatabase(
	config: Config,
	work: (database: Database) => Promise<number>
): Promise<number> {
	const database = await openDatabase(config.DATABASE_URL, 'tool');
	try {
		await migrate(database, MIGRATIONS);
		return await work(database);
	} finally {
		await database.close();
	}
}

function withPortal(config: Config, work: (core: PortalCore) => Promise<number>): Promise<number> {
	return withDatabase(config, async (database) => {
		const file = sqliteFile(config.DATABASE_URL);
		const secret =
			config.JWT_SECRET ??
			(file === null ? await secretInDatabase(database) : secretBesideFile(file));
		const core = createPortal({
			database,
			config,
			secret,
			build: 'shell',
			now: Date.now,
			failed: (error) => console.error(error)
		});
		return work(core);
	});
}

/** Scripts have nobody to ask. */
async function agreed(question: string): Promise<boolean> {
	if (!process.stdin.isTTY) return true;
	const asking = createInterface({ input: process.stdin, output: process.stderr });
	try {
		return /^(y|yes|д|да)$/i.test((await asking.question(question)).trim());
	} finally {
		asking.close();
	}
}

function named(file: string | undefined): string {
	if (file === undefined) throw new Refusal('name a FILE');
	return file;
}

function madePassword(): string {
	return randomBytes(12).toString('base64url');
}

function fault(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
	return `--${String(issue.path[0] ?? '')}: ${issue.message}`;
}
