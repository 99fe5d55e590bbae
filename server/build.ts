import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILD_ID_FILE, readBuildId } from './host/pages.ts';

/** Everything the pages are built from. */
const SOURCES = [
	'src',
	'messages',
	'static',
	'project.inlang/settings.json',
	'svelte.config.js',
	'vite.config.ts',
	'message-chunks.ts',
	'paraglide.config.ts',
	'package-lock.json'
];

/** Made by the build itself. */
const MADE = join('src', 'lib', 'paraglide');

/** A fingerprint of all sources: the same sources are the same build. */
function sourceFingerprint(): string {
	const hash = createHash('sha256');
	for (const source of SOURCES) addTo(hash, source);
	return hash.digest('hex').slice(0, 12);
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
	if (path === MADE) return;
	if (statSync(path).isDirectory()) {
		for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
	} else hash.update(path).update(readFileSync(path));
}

/**
 * Builds the pages unless they are already built from just these sources. An image holds what was
 * built and no sources: that is served as it is.
 */
export async function buildIfNeeded(): Promise<void> {
	if (!existsSync('vite.config.ts')) return;
	const wanted = sourceFingerprint();
	if (readBuildId() === wanted) return;
	console.log('Building the pages…');
	await runVite(['build', '--logLevel', 'error']);
	writeFileSync(BUILD_ID_FILE, `${wanted}\n`);
}

function runVite(args: readonly string[]): Promise<void> {
	const vite = join(
		dirname(createRequire(import.meta.url).resolve('vite/package.json')),
		'bin',
		'vite.js'
	);
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [vite, ...args], {
			stdio: ['ignore', 'pipe', 'pipe'],
			// Tests look at the very pages that are shipped: some tools build others for `test`.
			env: { ...process.env, NODE_ENV: 'production' }
		});
		const printed: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
		child.once('error', reject);
		child.once('exit', (code) =>
			code === 0
				? resolve()
				: reject(new Error(`vite ended with ${code ?? 'a signal'}: ${Buffer.concat(printed)}`))
		);
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfNeeded();
