import { globSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTACHMENT_LIMITS, UPLOAD_BYTES } from '#lib/domain/attachment.ts';
import { readConfig } from '#server/config.ts';
import { BUILD_DIRECTORY } from '#server/host/pages.ts';
import type { Person } from '#server/portal.ts';
import { GOOD } from '../support/files.ts';
import { cookieOf, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let owner: Person;
let manager: Person;
let number: string;
let cookies: Record<'owner' | 'other' | 'manager', string>;

beforeAll(async () => {
	world = await startSite();
	owner = await world.make.aClient();
	manager = await world.make.aManager();
	cookies = {
		owner: await cookieOf(world, owner),
		other: await cookieOf(world, await world.make.aClient()),
		manager: await cookieOf(world, manager)
	};
	number = (await world.make.aTicket({ by: owner })).number;
});
afterAll(() => world.close());

/** Sends a form with files as a browser without script would. */
async function send(
	path: string,
	cookie: string,
	fields: Record<string, string>,
	files: Record<string, Buffer>,
	field = 'files'
): Promise<{ status: number; text: string; location: string }> {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	// A browser sends an empty file where none was chosen.
	if (Object.keys(files).length === 0) form.append(field, new Blob([]), '');
	for (const [name, bytes] of Object.entries(files))
		form.append(field, new Blob([new Uint8Array(bytes)]), name);
	const response = await fetch(`${world.url}${path}`, {
		method: 'POST',
		redirect: 'manual',
		headers: { Cookie: cookie, Accept: 'text/html', Origin: world.url },
		body: form
	});
	const location = response.headers.get('location') ?? '';
	return { status: response.status, text: await response.text(), location };
}

const named = async (viewer: Person) =>
	(await world.queries.attachments(viewer, number)).map(({ name }) => name);

const isCutOff = (fault: unknown): boolean =>
	fault instanceof Error && String(fault.cause).includes('ECONNRESET');

/**
 * The server stops reading what is too large: whoever is still writing may be cut off before it
 * has read why, as it is with every server, and asks again.
 */
async function readingAnyway<T>(ask: () => Promise<T>): Promise<T> {
	for (let more = 4; ; more -= 1)
		try {
			return await ask();
		} catch (cut) {
			if (more === 0 || !isCutOff(cut)) throw cut;
		}
}

describe('files in forms, without script', () => {
	it('come with a new ticket, with a reply of its client and of staff', async () => {
		const fields = { subject: 'С файлом', description: 'x', priority: 'low' };
		const { slug: service } = await world.make.aService();
		const filed = await send(
			'/cabinet?/create',
			cookies.owner,
			{ ...fields, service },
			{
				'акт.pdf': GOOD['акт.pdf']
			}
		);
		expect(filed.status).toBe(303);
		// A dispatcher who took the call has the letter and its picture at hand.
		const called = await send(
			'/panel/queue?/create',
			cookies.manager,
			{ ...fields, service, requester: owner.email },
			{ 'письмо.pdf': GOOD['акт.pdf'] }
		);
		expect(called.status).toBe(303);
		const { pathname } = new URL(called.location, world.url);
		const [attached] = await world.queries.attachments(owner, pathname.split('/').at(-1) ?? '');
		expect(attached?.name).toBe('письмо.pdf');
		for (const [path, cookie, name, field] of [
			[`/cabinet/tickets/${number}?/comment`, cookies.owner, 'клиент.txt', 'files'],
			[`/panel/queue/${number}?/comment`, cookies.manager, 'ответ.txt', 'files[]']
		] as const) {
			const file = { [name]: Buffer.from('текст') };
			expect((await send(path, cookie, { body: 'Вот' }, file, field)).status).toBe(200);
			expect(await named(owner)).toContain(name);
		}
	});

	it('are not needed', async () => {
		const path = `/cabinet/tickets/${number}?/comment`;
		expect((await send(path, cookies.owner, { body: 'Без файла' }, {})).status).toBe(200);
	});

	it('that are bad are told at the field, each by its name, and the text is kept', async () => {
		const before = await named(manager);
		const { status, text } = await send(
			`/cabinet/tickets/${number}?/comment`,
			cookies.owner,
			{ body: 'Длинный рассказ' },
			{
				'вирус.exe': Buffer.from('MZ'),
				'хорошо.txt': Buffer.from('да'),
				'нет.pdf': Buffer.from('x')
			}
		);
		expect(status).toBe(400);
		expect(text).toContain('«вирус.exe»');
		expect(text).toContain('«нет.pdf»');
		expect(text).not.toContain('«хорошо.txt»');
		expect(text).toContain('Длинный рассказ');
		expect(await named(manager)).toEqual(before);
	});

	it('that are too large are 413, one by itself with the text kept, all together without', async () => {
		const path = `/cabinet/tickets/${number}?/comment`;
		const one = { 'много.log': Buffer.alloc(ATTACHMENT_LIMITS.bytes + 1, 'a') };
		const single = await readingAnyway(() => send(path, cookies.owner, { body: 'Рассказ' }, one));
		expect(single.status).toBe(413);
		expect(single.text).toContain('«много.log»');
		expect(single.text).toContain('Рассказ');
		const all = { 'всё.log': Buffer.alloc(UPLOAD_BYTES + 1, 'a') };
		const together = await readingAnyway(() => send(path, cookies.owner, { body: 'Рассказ' }, all));
		expect(together.status).toBe(413);
		expect(together.text).toContain('data-files');
	});

	it('are not taken by pages that have none', async () => {
		const large = { 'a.txt': Buffer.alloc(600 * 1024, 'a') };
		expect((await send('/login', '', { email: 'x' }, large)).status).toBe(413);
	});
});

describe('a file', () => {
	it('is given out as an attachment, never shown in the name of the portal', async () => {
		const { comment } = await world.commands.commentTicket(owner, number, {
			body: 'x',
			internal: false,
			files: [{ name: 'страница "1".txt', bytes: Buffer.from('<script>alert(1)</script>') }]
		});
		const path = `/attachments/${comment.attachments[0]?.id}`;
		const { status, text, headers } = await visit(world, path, cookies.owner);
		expect([status, text]).toEqual([200, '<script>alert(1)</script>']);
		expect(headers.get('content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''%D1/);
		expect(headers.get('content-type')).toBe('text/plain');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('content-security-policy')).toContain('sandbox');
		expect(headers.get('cache-control')).toContain('no-store');
	});

	it('is for those who may see what it is attached to; foreign and missing look the same', async () => {
		const { comment } = await world.commands.commentTicket(manager, number, {
			body: 'x',
			internal: true,
			files: [{ name: 'a.txt', bytes: Buffer.from('a') }]
		});
		const path = `/attachments/${comment.attachments[0]?.id}`;
		expect((await visit(world, path, cookies.manager)).status).toBe(200);
		const refused = [];
		for (const [address, cookie] of [
			[path, cookies.owner],
			[path, cookies.other],
			['/attachments/999999', cookies.manager],
			['/attachments/x', cookies.manager]
		])
			refused.push((await visit(world, address ?? '', cookie)).status);
		expect(refused).toEqual([404, 404, 404, 404]);
		const stranger = await visit(world, path);
		expect([stranger.status, stranger.headers.get('location')]).toEqual([
			303,
			`/login?next=${encodeURIComponent(path)}`
		]);
	});

	it('lies where no address of the site leads', async () => {
		await world.commands.commentTicket(owner, number, {
			body: 'x',
			internal: false,
			files: [{ name: 'a.txt', bytes: Buffer.from('zq7zq7 lies here') }]
		});
		const files = globSync('**/*', { cwd: world.mediaDir, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name));
		expect(files.length).toBeGreaterThan(0);
		for (const file of files) {
			const within = relative(world.mediaDir, file);
			for (const path of [
				file,
				`/${within}`,
				`/media/${within}`,
				`/_app/..%2f..%2fmedia%2f${within}`,
				`/%2e%2e${file}`,
				`/attachments/${basename(file)}`,
				`/attachments/..%2f..%2fmedia%2f${within}`
			]) {
				const { status, text } = await visit(world, path, cookies.manager);
				expect([path, status, text.includes('zq7zq7')]).toEqual([path, 404, false]);
			}
		}
		// Neither is the folder of a real portal among those whose files are sent as they are.
		const folder = resolve(readConfig({}).MEDIA_DIR);
		for (const served of ['static', BUILD_DIRECTORY])
			expect(relative(resolve(served), folder)).toMatch(/^\.\./);
	});
});
