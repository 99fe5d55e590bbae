import { createHash, randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import { readConfig } from '#server/config.ts';
import { createPortal, type PortalCore } from '#server/create-portal.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase } from '#server/database/open.ts';
import { DOCX_PARTS, zip } from '../support/files.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';

const SECRET = 'a secret of at least thirty-two bytes';
const PASSWORD = 'пароль-администратора';
const ADMIN = 'admin@bazis.example';
const UPLOADERS = 6;
const MOST_KILLS = 20;

let directory: string;
let core: PortalCore;
let token: string;
let number: string;

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'portal-uploads-'));
	const database = await openDatabase(`sqlite:${join(directory, 'portal.sqlite')}`);
	await migrate(database, MIGRATIONS);
	core = createPortal({
		database,
		config: readConfig({ MEDIA_DIR: join(directory, 'media') }),
		secret: SECRET,
		build: 'test',
		now: Date.now,
		failed: (error) => {
			throw error;
		}
	});
	const { commands } = core.portal;
	const { person } = await commands.createPerson(SYSTEM, {
		name: 'Анна Соколова',
		email: ADMIN,
		role: 'admin',
		password: PASSWORD
	});
	await commands.createService(person, { slug: 'mail', name: 'Почта', description: '' });
	const input = {
		subject: 'С файлами',
		description: '',
		service: 'mail',
		priority: 'low'
	} as const;
	number = (await commands.createTicket(person, input)).ticket.number;
	const origin = { address: '127.0.0.1', userAgent: 'test' };
	token = (await commands.signIn('api', { email: ADMIN, password: PASSWORD }, origin)).token;
});
afterAll(async () => {
	await core.close();
	await rm(directory, { recursive: true, force: true });
});

/** A letter of some megabytes that cannot be packed; made once, for that is work. */
const LETTER = new Blob([
	new Uint8Array(
		zip([...DOCX_PARTS, { name: 'word/media/noise.bin', content: randomBytes(3 * 1024 * 1024) }])
	)
]);

/** Sends a document, or a comment with a file; rejects when the server is gone under it. */
async function send(address: string, kind: 'document' | 'comment'): Promise<number | null> {
	const form = new FormData();
	const fields =
		kind === 'document' ? { title: 'Порядок', category: 'Раздел', public: 'on' } : { body: 'Вот' };
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	form.append(kind === 'document' ? 'file' : 'files', LETTER, 'a.docx');
	const path = kind === 'document' ? '/documents' : `/tickets/${number}/comments`;
	const answer = await fetch(`${address}/api/v1${path}`, {
		method: 'POST',
		body: form,
		headers: { Authorization: `Bearer ${token}` }
	});
	const { id }: { id: number } = await answer.json();
	return answer.status === 201 ? id : null;
}

const onDisk = () =>
	globSync('media/*/*/??/*', { cwd: directory }).map((file) => join(directory, file));

/** Resolves soon after a file of such a name is begun, or has got its name. */
async function appears(name: RegExp): Promise<void> {
	const there = () => onDisk().filter((file) => name.test(file));
	const before = new Set(there());
	await expect
		.poll(() => there().some((file) => !before.has(file)), { timeout: 30_000, interval: 1 })
		.toBe(true);
}

/** Names of files that a row speaks of, and their checksums. */
async function rows(): Promise<Map<string, string>> {
	const found = await core.database.read((tx) =>
		tx.all<{ name: string; checksum: string }>(
			`SELECT stored_name AS name, checksum FROM document_versions
			UNION ALL SELECT stored_name, checksum FROM attachments`
		)
	);
	return new Map(found.map(({ name, checksum }) => [name, checksum]));
}

it('uploads of a server that is killed leave neither half a file nor a stray one after the next sweep', async () => {
	const acknowledged: Record<'document' | 'comment', number[]> = { document: [], comment: [] };
	let server: ServerProcess;
	const start = (port: number) =>
		startServerProcess({
			databaseUrl: `sqlite:${join(directory, 'portal.sqlite')}`,
			secret: SECRET,
			port,
			environment: { MEDIA_DIR: join(directory, 'media') }
		});
	server = await start(0);
	const { port, address } = server;
	let done = false;
	const uploading = Array.from({ length: UPLOADERS }, async (_, at) => {
		const kind = at % 3 === 0 ? 'document' : 'comment';
		while (!done) {
			const id = await send(address, kind).catch(() => null);
			if (id !== null) acknowledged[kind].push(id);
			else await new Promise((resolve) => setTimeout(resolve, 20));
		}
	});
	let strays = 0;
	try {
		// Until a kill has really left something behind: else nothing was proved.
		for (let kill = 0; strays === 0 || kill < 5; kill++) {
			expect(kill, 'a kill in the midst of an upload').toBeLessThan(MOST_KILLS);
			const before = acknowledged.comment.length;
			await expect
				.poll(() => acknowledged.comment.length, { timeout: 30_000, interval: 2 })
				.toBeGreaterThan(before + (kill % 3));
			// Half a file, or a whole one that waits for its row.
			await appears(kill % 2 === 0 ? /\.part$/ : /[0-9a-f]{32}$/);
			await server.kill();
			const known = await rows();
			strays += onDisk().filter((file) => !known.has(basename(file))).length;
			server = await start(port);
		}
		await expect.poll(() => acknowledged.document.length, { timeout: 60_000 }).toBeGreaterThan(0);
	} finally {
		done = true;
		await Promise.all(uploading);
		await server.kill();
	}
	server = await start(port);
	try {
		const known = await rows();
		await expect.poll(() => onDisk().length, { timeout: 10_000 }).toBe(known.size);
		for (const file of onDisk()) {
			const checksum = createHash('sha256').update(readFileSync(file)).digest('hex');
			expect(checksum, 'each row has its whole file').toBe(known.get(basename(file)));
		}
		const ids = async (table: string) =>
			(await core.database.read((tx) => tx.all<{ id: number }>(`SELECT id FROM ${table}`))).map(
				({ id }) => id
			);
		expect(await ids('documents')).toEqual(expect.arrayContaining(acknowledged.document));
		expect(await ids('comments')).toEqual(expect.arrayContaining(acknowledged.comment));
	} finally {
		expect(await server.terminate()).toBe(0);
	}
}, 600_000);
