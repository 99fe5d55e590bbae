import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { createInterface } from 'node:readline';
import { COMPILE_CACHE } from '../../support/compile-cache.ts';
import { freePort } from '../../support/free-port.ts';

export const ADMIN = 'admin@e2e.example';
export const PASSWORD = 'пароль для проверки';

/** The whole portal as users start it, on a database of its own, and its API. */
export interface RunningPortal {
	readonly base: string;
	readonly port: number;
	/** Calls the JSON API as the administrator; rejects unless it answers with 2xx. */
	call<T>(method: string, path: string, body?: unknown): Promise<T>;
	/** A token of the API for anybody. */
	tokenFor(email: string, password: string): Promise<string>;
	/** Stops it; what it gives starts it again on the same port and database. */
	interrupt(): Promise<() => Promise<void>>;
	/** Stops it and starts it again on the same port and database. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

interface Started {
	readonly port: number;
	end(): Promise<void>;
}

/** Starts `server/index.ts`; `environment` adds to its settings, `house` is where it runs. */
export async function startPortal(
	environment: NodeJS.ProcessEnv = {},
	house = process.cwd()
): Promise<RunningPortal> {
	const directory = await mkdtemp(join(tmpdir(), 'portal-e2e-'));
	const port = await freePort();
	const settings = {
		...COMPILE_CACHE,
		PATH: process.env['PATH'],
		HOST: '127.0.0.1',
		PORT: String(port),
		DATABASE_URL: `sqlite:${join(directory, 'portal.sqlite')}`,
		MEDIA_DIR: join(directory, 'media'),
		ADMIN_EMAIL: ADMIN,
		ADMIN_PASSWORD: PASSWORD,
		LOG_LEVEL: 'error',
		...environment
	};
	let running = await start(settings, port, house);
	const base = `http://127.0.0.1:${port}`;

	async function tokenFor(email: string, password: string): Promise<string> {
		const answer = await fetch(`${base}/api/v1/token`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ email, password })
		});
		const { token }: { token: string } = await answer.json();
		return token;
	}
	let token: string | null = null;

	async function interrupt(): Promise<() => Promise<void>> {
		await running.end();
		return async () => {
			running = await start(settings, port, house);
		};
	}

	return {
		base,
		port,
		tokenFor,
		async call<T>(method: string, path: string, body?: unknown): Promise<T> {
			token ??= await tokenFor(ADMIN, PASSWORD);
			const answer = await fetch(`${base}/api/v1${path}`, {
				method,
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				...(body === undefined ? {} : { body: JSON.stringify(body) })
			});
			const parsed: T = await answer.json();
			if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(parsed)}`);
			return parsed;
		},
		interrupt,
		async restart() {
			const resume = await interrupt();
			await resume();
		},
		async stop() {
			await running.end();
			await rm(directory, { recursive: true, force: true });
		}
	};
}

function start(environment: NodeJS.ProcessEnv, port: number, house: string): Promise<Started> {
	const child = spawn(process.execPath, [resolvePath('server/index.ts')], {
		cwd: house,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: environment
	});
	const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
	const printed: string[] = [];
	child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
	return new Promise((resolve, reject) => {
		createInterface(child.stdout).on('line', (line) => {
			if (!line.includes(`:${port}`)) return;
			resolve({
				port,
				async end() {
					child.kill('SIGTERM');
					const code = await gone;
					if (code !== 0) throw new Error(`the portal ended with ${code}: ${printed.join('')}`);
				}
			});
		});
		void gone.then((code) =>
			reject(new Error(`the portal ended with ${code}: ${printed.join('')}`))
		);
	});
}
