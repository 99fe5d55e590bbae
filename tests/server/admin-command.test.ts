import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReader } from '#server/database/open.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { createWorld } from '../support/world.ts';

const run = promisify(execFile);

let folder: string;
let postgres: TestPostgres;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'portal-admin-'));
	postgres = await startPostgres();
	await postgres.createDatabase('moved');
});
afterAll(async () => {
	await postgres.stop();
	await rm(folder, { recursive: true, force: true });
});

/** What the shell shows of a command; the code it ends with comes first. */
async function admin(databaseUrl: string, ...args: string[]): Promise<string> {
	const environment = {
		PATH: process.env['PATH'],
		DATABASE_URL: databaseUrl,
		MEDIA_DIR: join(folder, 'media')
	};
	try {
		const { stdout } = await run(process.execPath, ['server/tools/admin.ts', ...args], {
			env: environment
		});
		return `0 ${stdout}`;
	} catch (failed) {
		if (!(failed instanceof Error && 'code' in failed && 'stderr' in failed)) throw failed;
		return `${String(failed.code)} ${String(failed.stderr)}`;
	}
}

describe('the commands of the shell', () => {
	it('make an account, give it a password, and move the whole portal to PostgreSQL', async () => {
		const sqlite = `sqlite:${join(folder, 'portal.sqlite')}`;
		const email = 'first@bazis.example';
		const made = await admin(sqlite, 'create-user', email, '--name', 'Анна', '--role', 'admin');
		expect(made).toMatch(/^0 created\s+first@bazis\.example, admin\npassword\s+\S{12,}/);
		expect(await admin(sqlite, 'create-user', email)).toMatch(/^1 .*has an account already/);
		expect(await admin(sqlite, 'create-user', 'nobody')).toMatch(/^1 --email/);
		expect(await admin(sqlite, 'reset-password', 'nobody@bazis.example')).toMatch(/^1 nobody/);
		const password = 'другой пароль администратора';
		expect(await admin(sqlite, 'reset-password', email, '--password', password)).toMatch(/^0/);

		const file = join(folder, 'portal.tar.gz');
		expect(await admin(sqlite, 'backup', file)).toMatch(/^0 .* verified\n$/);
		expect(await admin(sqlite, 'check')).toMatch(/^0 ok/);
		const restored = await admin(sqlite, 'restore', file);
		expect(restored).toMatch(/^0 restored/);
		expect(restored).toContain('revoked since the backup are good again');
		expect(await admin(sqlite, 'restore', join(folder, 'portal.sqlite'))).toMatch(
			/^1 .*no good backup/
		);

		expect(await admin(sqlite, 'move', '--to', postgres.url('moved'))).toMatch(/^0 [^]*moved/);
		expect(await admin(sqlite, 'move', '--to', postgres.url('moved'))).toMatch(/^1 .*in use/);
		const url = postgres.url('moved');
		const there = await createWorld({ at: { url, remove: () => Promise.resolve() } });
		try {
			const { viewer } = await there.commands.signIn(
				'web',
				{ email, password },
				{ address: '192.0.2.1', userAgent: 'tests' }
			);
			expect(viewer.role).toBe('admin');
		} finally {
			await there.close();
		}
	});

	it.each([
		'reset-password a@bazis.example',
		'backup b.tar.gz',
		'check',
		'move --to postgres://x/y'
	])('make no empty database of a wrong address: %s', async (command) => {
		const file = join(folder, 'mistyped.sqlite');
		const said = await admin(`sqlite:${file}`, ...command.split(' '));
		expect(said.split('\n')[0]).toBe(`1 there is no database at ${file}`);
		await expect(openReader(`sqlite:${file}`)).rejects.toThrow('there is no database');
		expect(existsSync(file)).toBe(false);
	});

	it('say what is wrong with a setting in one line', async () => {
		expect(await admin('mysql://x', 'check')).toMatch(/^1 Bad setting DATABASE_URL: [^\n]+\n$/);
		expect(await admin('sqlite:/tmp/x', 'dance')).toMatch(/^1 no command dance/);
	});
});
