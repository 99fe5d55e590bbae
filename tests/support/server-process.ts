import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE } from './compile-cache.ts';

const ENTRY = fileURLToPath(new URL('./bare-host.ts', import.meta.url));

/** Those of `npm start`. */
const FLAGS = ['--max-semi-space-size=4'];

/** A portal in a process of its own. */
export interface ServerProcess {
	readonly port: number;
	readonly address: string;
	/** Ends it as a power cut would; resolves when it is gone. */
	kill(): Promise<void>;
	/** Ends it as a deploy would; resolves with its exit code. */
	terminate(): Promise<number | null>;
}

export interface ServerProcessOptions {
	readonly databaseUrl: string;
	readonly secret: string;
	/** 0 takes a free one. */
	readonly port?: number;
	readonly environment?: NodeJS.ProcessEnv;
}

/** Starts a portal and resolves once it listens. Rejects with what it printed when it does not. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
	const child = spawn(process.execPath, [...FLAGS, ENTRY], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...COMPILE_CACHE,
			PATH: process.env['PATH'],
			HOST: '127.0.0.1',
			PORT: String(options.port ?? 0),
			DATABASE_URL: options.databaseUrl,
			JWT_SECRET: options.secret,
			LOG_LEVEL: 'error',
			...options.environment
		}
	});
	const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
	const port = await listeningPort(child, gone);
	return {
		port,
		address: `http://127.0.0.1:${port}`,
		async kill() {
			child.kill('SIGKILL');
			await gone;
		},
		async terminate() {
			child.kill('SIGTERM');
			return gone;
		}
	};
}

function listeningPort(child: ChildProcess, gone: Promise<number | null>): Promise<number> {
	const printed: string[] = [];
	return new Promise((resolve, reject) => {
		if (!child.stdout || !child.stderr) return reject(new Error('no pipes'));
		child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
		createInterface(child.stdout).on('line', (line) => {
			const port = /^listening (\d+)$/.exec(line)?.[1];
			if (port) resolve(Number(port));
		});
		void gone.then((code) =>
			reject(new Error(`the server ended with ${code}: ${printed.join('')}`))
		);
	});
}
