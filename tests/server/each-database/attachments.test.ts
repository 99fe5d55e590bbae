import { existsSync, globSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttachmentEntry } from '#lib/domain/attachment.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { MediaStore } from '#server/media/media-store.ts';
import type { Person } from '#server/portal.ts';
import { aFile, GOOD } from '../../support/files.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let owner: Person;
let other: Person;
let manager: Person;
let ticket: FullTicket;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	owner = await world.make.aClient();
	other = await world.make.aClient();
	manager = await world.make.aManager();
	ticket = await world.make.aTicket({ by: owner });
});
afterAll(() => world.close());

/** Files of any kind that lie on the disk. */
const onDisk = () =>
	globSync('**/*', { cwd: world.mediaDir, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));

const rows = async () =>
	(
		await world.database.read((tx) =>
			tx.one<{ count: number }>(`SELECT COUNT(*) AS count FROM attachments`)
		)
	)?.count ?? 0;

async function contentOf(viewer: Person, id: number): Promise<string> {
	const file = await world.queries.attachment(viewer, id);
	const chunks: Buffer[] = [];
	for await (const chunk of await file.open()) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks).toString();
}

/** Sends a comment with files as a program would. */
async function send(
	person: Person | null,
	fields: Record<string, string>,
	files: Record<string, Buffer>,
	headers: Record<string, string> = {},
	path = `${ticket.number}/comments`
) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	for (const [name, bytes] of Object.entries(files))
		form.append('files', new Blob([new Uint8Array(bytes)]), name);
	const token = person ? await world.tokenOf(person) : '';
	const response = await fetch(`${world.url}/api/v1/tickets/${path}`, {
		method: 'POST',
		body: form,
		headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...headers }
	});
	const body: {
		id: number;
		code?: string;
		attachments: { id: number; name: string }[];
		issues?: { field: string; code: string; about?: string }[];
	} = await response.json();
	return { status: response.status, body };
}

describe('a file', () => {
	it('comes with a comment, lies under a random name and is given out whole', async () => {
		const { comment } = await world.commands.commentTicket(owner, ticket.number, {
			body: 'Вот снимок',
			internal: false,
			files: [{ name: '../снимок.png', bytes: GOOD['снимок экрана.png'] }, aFile()]
		});
		expect(comment.attachments.map(({ name, type }) => [name, type])).toEqual([
			['снимок.png', 'image/png'],
			['заметка.txt', 'text/plain']
		]);
		expect(await contentOf(manager, comment.attachments[1]?.id ?? 0)).toBe('Что видно на экране');
		const thread = await world.queries.thread(owner, ticket.number);
		expect(thread.comments.at(-1)?.attachments).toEqual(comment.attachments);
		for (const file of onDisk()) expect(file).toMatch(/\/[0-9a-f]{2}\/[0-9a-f]{32}$/);
	});

	it('comes with a new ticket', async () => {
		const filed = await world.commands.createTicket(owner, {
			subject: 'С файлом',
			description: 'Смотрите',
			service: ticket.service,
			priority: 'low',
			files: [aFile('журнал.log')]
		});
		const thread = await world.queries.thread(owner, filed.ticket.number);
		expect(thread.attachments.map(({ name }) => name)).toEqual(['журнал.log']);
		const [event] = (await world.events()).slice(-1);
		expect(event?.payload.attachments).toEqual(thread.attachments);
	});

	it('is given to whoever may see it, and to others is not there', async () => {
		const { comment } = await world.commands.commentTicket(owner, ticket.number, {
			body: 'Файл',
			internal: false,
			files: [aFile()]
		});
		const { comment: note } = await world.commands.commentTicket(manager, ticket.number, {
			body: 'Заметка',
			internal: true,
			files: [aFile('внутреннее.txt')]
		});
		const open = comment.attachments[0]?.id ?? 0;
		const closed = note.attachments[0]?.id ?? 0;
		for (const [person, id, sees] of [
			[owner, open, true],
			[manager, open, true],
			[manager, closed, true],
			[owner, closed, false],
			[other, open, false],
			[manager, 999_999, false],
			[manager, Number.NaN, false]
		] as const) {
			const answer = await world.queries.attachment(person, id).catch((error: unknown) => error);
			if (sees) expect(answer).toHaveProperty('name');
			else expect(answer).toMatchObject({ code: 'not_found' });
		}
		const names = async (viewer: Person) =>
			(await world.queries.attachments(viewer, ticket.number)).map(({ name }) => name);
		expect(await names(manager)).toContain('внутреннее.txt');
		expect(await names(owner)).not.toContain('внутреннее.txt');
		await expect(names(other)).rejects.toMatchObject({ code: 'not_found' });
	});

	it('of a deleted ticket is not given to anybody', async () => {
		const lost = await world.make.aTicket({ by: owner });
		const { comment } = await world.commands.commentTicket(owner, lost.number, {
			body: 'Файл',
			internal: false,
			files: [aFile()]
		});
		const admin = await world.make.anAdmin();
		await world.commands.deleteTicket(admin, lost.number, 'По ошибке');
		await expect(
			world.queries.attachment(admin, comment.attachments[0]?.id ?? 0)
		).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('over the API', () => {
	it('a form with files makes a comment, listed and downloaded as an attachment', async () => {
		const { status, body } = await send(owner, { body: 'Акт' }, { 'акт.pdf': GOOD['акт.pdf'] });
		expect([status, body.attachments.map(({ name }) => name)]).toEqual([201, ['акт.pdf']]);
		const token = await world.tokenOf(owner);
		const list = await world.call('GET', `/api/v1/tickets/${ticket.number}/attachments`, { token });
		const items = list.body['items'] as AttachmentEntry[];
		expect(items.at(-1)).toMatchObject({ comment: body.id, name: 'акт.pdf', internal: false });
		const file = await world.call('GET', `/api/v1/attachments/${body.attachments[0]?.id}`, {
			token
		});
		expect(file.text).toBe('%PDF-1.7\n');
		expect(file.headers.get('content-disposition')).toContain(
			`filename*=UTF-8''${encodeURIComponent('акт.pdf')}`
		);
		expect(file.headers.get('content-type')).toBe('application/pdf');
		expect(file.headers.get('x-content-type-options')).toBe('nosniff');
		expect(file.headers.get('content-security-policy')).toContain('sandbox');
		expect(file.headers.get('cache-control')).toContain('no-store');
	});

	it('what is refused names each file and leaves nothing, no comment either', async () => {
		const before = [onDisk().length, await rows()];
		const { comments } = await world.queries.thread(manager, ticket.number);
		const { status, body } = await send(
			owner,
			{ body: 'Плохое' },
			{ 'a.exe': Buffer.from('MZ'), 'b.png': Buffer.from('нет'), 'c.txt': Buffer.from('да') }
		);
		expect(status).toBe(400);
		expect(body.issues).toEqual([
			{ field: 'files', code: 'file_kind', about: 'a.exe' },
			{ field: 'files', code: 'file_mismatch', about: 'b.png' }
		]);
		expect([onDisk().length, await rows()]).toEqual(before);
		expect((await world.queries.thread(manager, ticket.number)).comments).toEqual(comments);
	});

	it('more than ten megabytes is 413, told at the field', async () => {
		const large = { 'a.txt': Buffer.alloc(10 * 1024 * 1024 + 1, 'a') };
		const { status, body } = await send(owner, { body: 'Много' }, large);
		expect([status, body.code, body.issues?.[0]?.code]).toEqual([
			413,
			'too_large',
			'file_too_large'
		]);
	});

	it('the same key again adds neither comment nor file', async () => {
		const file = { 'раз.txt': Buffer.from('раз') };
		const first = await send(owner, { body: 'Раз' }, file, { 'Idempotency-Key': 'files-1' });
		const before = [onDisk().length, await rows()];
		const again = await send(owner, { body: 'Раз' }, file, { 'Idempotency-Key': 'files-1' });
		expect([again.status, again.body]).toEqual([200, first.body]);
		expect([onDisk().length, await rows()]).toEqual(before);
		const changed = { 'раз.txt': Buffer.from('два') };
		const other = await send(owner, { body: 'Раз' }, changed, { 'Idempotency-Key': 'files-1' });
		expect([other.status, other.body.code]).toEqual([409, 'idempotency_conflict']);
		expect([onDisk().length, await rows()]).toEqual(before);
	});

	it('a stranger is refused before its files are looked at', async () => {
		const bad = { 'a.exe': Buffer.from('MZ') };
		expect((await send(null, { body: 'x' }, bad)).status).toBe(401);
		expect((await send(other, { body: 'x' }, bad)).status).toBe(404);
	});
});

describe('a ticket that is reopened', () => {
	it('keeps the files that show why with what is said, once', async () => {
		const { commands, queries } = world;
		const { number } = await world.make.aTicket({ by: owner });
		const path = `${number}/reopen`;
		const file = { 'снова.txt': Buffer.from('снова') };
		const key = { 'Idempotency-Key': 'reopen-1' };
		const before = [onDisk().length, await rows()];
		expect((await send(owner, { body: 'Рано' }, file, {}, path)).status).toBe(422);
		expect([onDisk().length, await rows()]).toEqual(before);
		await commands.updateTicket(manager, number, { status: 'resolved' });
		const first = await send(owner, { body: 'Снова' }, file, key, path);
		expect([first.status, first.body.attachments.map(({ name }) => name)]).toEqual([
			201,
			['снова.txt']
		]);
		const again = await send(owner, { body: 'Снова' }, file, key, path);
		expect([again.status, again.body]).toEqual([200, first.body]);
		expect([onDisk().length, await rows()]).toEqual(before.map((count) => count + 1));
		const { comments } = await queries.thread(manager, number);
		expect(comments).toMatchObject([{ body: 'Снова', attachments: [{ name: 'снова.txt' }] }]);
		expect(await contentOf(manager, comments[0]?.attachments[0]?.id ?? 0)).toBe('снова');
	});
});

describe('what is left behind', () => {
	it('by a killed upload is swept away, and nothing else is', async () => {
		const kept = onDisk();
		const folder = join(dirname(dirname(kept[0] ?? '')), 'ab');
		const stray = [`ab${'0'.repeat(30)}`, `ab${'1'.repeat(30)}.part`].map((name) =>
			join(folder, name)
		);
		await mkdir(folder, { recursive: true });
		for (const file of stray) await writeFile(file, 'half');
		// Several nodes may share the files of one PostgreSQL: there the young are left alone.
		const shared = world.database.dialect === 'postgres';
		expect(await world.core.mediaSweep.sweep()).toBe(shared ? 0 : 2);
		expect(stray.map((file) => existsSync(file))).toEqual([shared, shared]);
		for (const file of kept) expect(existsSync(file)).toBe(true);
	});

	it('is not what is just being written', async () => {
		const store = new MediaStore(() => Promise.resolve(join(world.mediaDir, 'apart')));
		const nothing = () => Promise.resolve(new Set<string>());
		await store.keep([Buffer.from('a')], async (files) => {
			expect(await store.sweep(nothing, 0)).toBe(0);
			expect(files[0]?.size).toBe(1);
			return { created: true };
		});
		expect(await store.sweep(nothing, 0)).toBe(1);
	});

	it('of a full disk is nothing, and it is told', async () => {
		const full = new MediaStore(
			() => Promise.resolve(join(world.mediaDir, 'full')),
			async (file, bytes) => {
				await file.write(bytes.subarray(0, 1));
				throw Object.assign(new Error('write'), { code: 'ENOSPC' });
			}
		);
		const before = onDisk();
		let worked = false;
		const keeping = full.keep([Buffer.from('two'), Buffer.from('files')], () => {
			worked = true;
			return Promise.resolve({ created: true });
		});
		await expect(keeping).rejects.toMatchObject({ code: 'no_room' });
		expect([worked, onDisk()]).toEqual([false, before]);
	});
});
