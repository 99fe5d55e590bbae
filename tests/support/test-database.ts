import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Dialect } from '#server/database/database.ts';
import { TEMPLATE } from './postgres-setup.ts';

/** A database of one's own that goes with the test. */
export interface TestDatabase {
	readonly url: string;
	remove(): Promise<void>;
}

/** The database this run of the tests is about. */
export function databaseUnderTest(): Dialect {
	return process.env['TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';
}

/** Makes a copy of the migrated template: an SQLite file in a folder of its own, or on PostgreSQL. */
export function makeDatabase(dialect: Dialect): Promise<TestDatabase> {
	return dialect === 'sqlite' ? copyFileTemplate() : copyTemplate();
}

async function copyFileTemplate(): Promise<TestDatabase> {
	const directory = await mkdtemp(join(tmpdir(), 'portal-test-'));
	const file = join(directory, 'portal.sqlite');
	await copyFile(inject('sqliteTemplate'), file);
	return {
		url: `sqlite:${file}`,
		remove: () => rm(directory, { recursive: true, force: true })
	};
}

async function copyTemplate(): Promise<TestDatabase> {
	const server = inject('postgres');
	const name = `world_${randomBytes(6).toString('hex')}`;
	await administer(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
	// What a power cut may take is another test's matter.
	await administer(server, `ALTER DATABASE ${name} SET synchronous_commit TO off`);
	return {
		url: `${server}${name}`,
		// Dropping it would wait for the disk; it goes with the whole server.
		remove: () => Promise.resolve()
	};
}

async function administer(server: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: `${server}postgres` });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
