import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase } from '#server/database/open.ts';
import { secretBesideFile, secretInDatabase } from '#server/sessions/token.ts';
import { MIGRATIONS } from '../../migrations/index.ts';
import { createWorld } from '../support/world.ts';

let directory: string;
beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'portal-settings-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const refusal = (environment: NodeJS.ProcessEnv) => {
	try {
		readConfig(environment);
		return null;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
};

describe('the settings', () => {
	it('left out are what the contract says', () => {
		expect(readConfig({})).toMatchObject({
			PORT: 3000,
			HOST: '0.0.0.0',
			TRUST_PROXY: 0,
			DATABASE_URL: 'sqlite:data/portal.sqlite',
			MEDIA_DIR: 'media',
			DEMO: false,
			SIMULATOR: false,
			TIME_ZONE: 'Europe/Moscow',
			LOCALE: 'ru',
			EVENT_RETENTION_DAYS: 30,
			SHUTDOWN_TIMEOUT: 25
		});
	});

	it('that are empty count as left out', () => {
		expect(readConfig({ PORT: '', ORIGIN: '', JWT_SECRET: '' }).PORT).toBe(3000);
	});

	it.each([
		['PORT', 'x'],
		['PORT', '70000'],
		['PORT', '80.5'],
		['ORIGIN', 'portal.example'],
		['ORIGIN', 'https://portal.example/path'],
		['ORIGIN', 'ftp://portal.example'],
		['TRUST_PROXY', '-1'],
		['TRUST_PROXY', 'yes'],
		['DATABASE_URL', 'mysql://x'],
		['DATABASE_URL', 'sqlite:'],
		['JWT_SECRET', 'x'.repeat(31)],
		['DEMO', 'perhaps'],
		['TIME_ZONE', 'Mars/Olympus'],
		['LOCALE', 'de'],
		['ADMIN_EMAIL', 'boss'],
		['SMTP_URL', 'mail.example:25'],
		['SMTP_URL', 'smtp://'],
		['MAIL_FROM', 'nobody'],
		['LOG_LEVEL', 'loud'],
		['EVENT_RETENTION_DAYS', '0'],
		['SHUTDOWN_TIMEOUT', '0']
	])('with a bad %s are refused in one line that names it', (name, value) => {
		const text = refusal({ [name]: value });
		expect(text).toMatch(new RegExp(`^Bad setting ${name}: .+`));
		expect(text).not.toContain('\n');
	});

	it('never print a secret that is too short', () => {
		expect(refusal({ JWT_SECRET: 'hunter2' })).not.toContain('hunter2');
		expect(refusal({ SMTP_URL: 'smpt://noc:hunter2@mail.example' })).not.toContain('hunter2');
	});
});

/** Starts the portal as `npm start` does; it is expected to end by itself. */
function start(environment: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, ['server/index.ts'], {
			env: { PATH: process.env['PATH'], ...environment },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.once('exit', (code) => resolve({ code, output: output.trim() }));
	});
}

it.each([
	[{ PORT: 'x' }, 'Bad setting PORT'],
	[{ JWT_SECRET: 'short' }, 'Bad setting JWT_SECRET']
])('a start with %j is one line and exit 1', async (environment, line) => {
	const { code, output } = await start(environment);
	expect(code).toBe(1);
	expect(output).toContain(line);
	expect(output.split('\n')).toHaveLength(1);
});

describe('a secret that nobody set', () => {
	it('is made once and kept beside the database for its owner alone', async () => {
		const database = join(directory, 'portal.sqlite');
		const first = secretBesideFile(database);
		expect(Buffer.byteLength(first)).toBeGreaterThanOrEqual(32);
		expect(secretBesideFile(database)).toBe(first);
		const file = join(directory, 'jwt-secret');
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		expect((await readFile(file, 'utf8')).trim()).toBe(first);
	});

	it('is the same for all nodes of one database, however many start at once', async () => {
		const world = await createWorld({ database: 'sqlite' });
		const secrets = await Promise.all(
			Array.from({ length: 5 }, () => secretInDatabase(world.database))
		);
		expect(new Set(secrets).size).toBe(1);
		expect(Buffer.byteLength(secrets[0] ?? '')).toBeGreaterThanOrEqual(32);
		await world.close();
	});
});

describe('a database of SQLite', () => {
	it('and what SQLite writes beside it are for their owner alone', async () => {
		const file = join(directory, 'own', 'portal.sqlite');
		const database = await openDatabase(`sqlite:${file}`);
		await migrate(database, MIGRATIONS);
		const modes = await Promise.all(
			['', '-wal', '-shm'].map(async (side) => (await stat(`${file}${side}`)).mode & 0o777)
		);
		await database.close();
		expect(modes).toEqual([0o600, 0o600, 0o600]);
	});
});
