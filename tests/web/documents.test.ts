import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOCUMENT_LIMITS } from '#lib/domain/document.ts';
import type { Person } from '#server/portal.ts';
import { DOCX_PARTS, docxOf, GOOD, pdfOf, UNDER_PASSWORD, zip } from '../support/files.ts';
import { cookieOf, send, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let manager: Person;
let cookies: Record<'manager' | 'client', string>;

beforeAll(async () => {
	world = await startSite();
	manager = await world.make.aManager();
	cookies = {
		manager: await cookieOf(world, manager),
		client: await cookieOf(world, await world.make.aClient())
	};
});
afterAll(() => world.close());

/** Sends a form with a file as a browser without script would. */
async function upload(
	fields: Record<string, string>,
	file: [name: string, bytes: Buffer] | null,
	{ action = 'upload', language = 'ru' } = {}
): Promise<{ status: number; text: string }> {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	if (file) form.append('file', new Blob([new Uint8Array(file[1])]), file[0]);
	else form.append('file', new Blob([]), '');
	const response = await fetch(`${world.url}/panel/documents?/${action}`, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			Cookie: `${cookies.manager}; lang=${language}`,
			Accept: 'text/html',
			Origin: world.url
		},
		body: form
	});
	return { status: response.status, text: await response.text() };
}

const words = { title: 'Регламент приёма', category: 'Регламенты' };
const withPart = (name: string, content: string | Buffer) =>
	zip([...DOCX_PARTS, { name, content }]);

describe('without script', () => {
	it('a document is published, shown to everybody, renewed, hidden and taken away', async () => {
		const file: [string, Buffer] = ['приём.docx', docxOf('Заявки принимает дежурный')];
		expect((await upload({ ...words, public: 'on' }, file)).status).toBe(303);
		const { items } = await world.queries.documents(null, {});
		const id = items[0]?.id ?? 0;
		const page = await visit(world, '/docs');
		expect(page.text).toContain('Регламент приёма');
		expect(page.text).toContain(`/docs/${id}/download`);
		const found = await visit(world, `/docs?q=${encodeURIComponent('дежурным')}`);
		expect(found.text).toMatch(/<mark[^>]*>дежурный<\/mark>/);

		const renewed = await upload({ id: String(id), note: 'Новые сроки' }, ['п.pdf', pdfOf('x')], {
			action: 'renew'
		});
		expect(renewed.status).toBe(303);
		const drawer = await visit(world, `/panel/documents?edit=${id}`, cookies.manager);
		expect(drawer.text).toContain('Новые сроки');
		expect(drawer.text).toContain(`/docs/${id}/download?version=1`);

		const hidden = { id: String(id), ...words, revision: '2' };
		expect((await send(world, '/panel/documents?/update', hidden, cookies.manager)).status).toBe(
			303
		);
		expect((await visit(world, '/docs')).text).not.toContain('Регламент приёма');
		const stale = await send(
			world,
			`/panel/documents?edit=${id}&/update`,
			{ ...hidden, title: 'Набранное название' },
			cookies.manager
		);
		expect(stale.status).toBe(409);
		expect(stale.text).toContain('Набранное название');
		await send(world, '/panel/documents?/delete', { id: String(id) }, cookies.manager);
		expect((await world.queries.documents(manager, {})).total).toBe(0);
	});

	it('each bad file is told by words of its own at the field, in both languages', async () => {
		const bad: Record<string, Buffer> = {
			'вид.exe': Buffer.from('MZ'),
			'картинка.png': GOOD['снимок экрана.png'],
			'пусто.docx': Buffer.alloc(0),
			'не-то.docx': Buffer.from('<html>'),
			'обрыв.docx': docxOf('x').subarray(0, 200),
			'бомба.docx': withPart('a.bin', Buffer.alloc(101 * 1024 * 1024)),
			'макрос.docx': withPart('word/vbaProject.bin', 'x'),
			'пароль.pdf': pdfOf('x', { trailer: UNDER_PASSWORD }),
			'описания.docx': withPart('a.xml', '<!DOCTYPE x>'),
			'пути.docx': withPart('../x', 'x'),
			'архив.docx': withPart('a.zip', zip(DOCX_PARTS)),
			'двойной.pdf': Buffer.concat([pdfOf('x'), docxOf('x')]),
			'повтор.docx': withPart('word/document.xml', 'x')
		};
		for (const language of ['ru', 'en']) {
			const told = new Set<string>();
			for (const file of Object.entries(bad)) {
				const { status, text } = await upload(words, file, { language });
				expect([file[0], status]).toEqual([file[0], 400]);
				const [, line = ''] =
					/-error" role="alert">(?:<!--.*?-->)*<p[^>]*>([^<]+)/.exec(text) ?? [];
				expect(line).toContain(file[0]);
				expect(text).toContain('Регламент приёма');
				told.add(line.replace(file[0], ''));
			}
			// A picture and a program are the same here: no document.
			expect(told.size).toBe(Object.keys(bad).length - 1);
		}
		expect((await world.queries.documents(manager, {})).total).toBe(0);
	});

	it('what is missing is told where it is missing', async () => {
		const nothing = await upload({ title: '', category: '' }, null);
		expect(nothing.status).toBe(400);
		expect(nothing.text.match(/aria-invalid="true"/g)).toHaveLength(2);
		const noFile = await upload(words, null);
		expect([noFile.status, noFile.text.includes('Выберите файл')]).toEqual([400, true]);
	});

	it('a file over its limit is 413, told at the field', async () => {
		const large = Buffer.alloc(DOCUMENT_LIMITS.bytes + 1, 'a');
		const { status, text } = await upload(words, ['много.pdf', large]);
		expect(status).toBe(413);
		expect(text).toContain('«много.pdf»: больше 20 МБ');
		expect(text).toContain('Регламент приёма');
	});
});

describe('a download', () => {
	const bytes = docxOf('<b>Порядок</b>');

	it('is an attachment of its own type, never shown in the name of the portal', async () => {
		const { id } = await world.make.aDocument({ file: { name: 'порядок "1".docx', bytes } });
		const { status, headers } = await visit(world, `/docs/${id}/download`);
		expect(status).toBe(200);
		expect(headers.get('content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''%D0/);
		expect(headers.get('content-type')).toContain('wordprocessingml');
		expect(headers.get('content-length')).toBe(String(bytes.length));
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('content-security-policy')).toContain('sandbox');
	});

	it('is asked for anew each time: staff-only, old and missing ones are 404 for others', async () => {
		const { id } = await world.make.aDocument({ by: manager, public: false });
		const open = await world.make.aDocument({ by: manager });
		await world.commands.addDocumentVersion(manager, open.id, {
			file: { name: 'a.docx', bytes },
			note: ''
		});
		const seen = async (path: string, cookie: string) => (await visit(world, path, cookie)).status;
		for (const cookie of ['', cookies.client])
			expect([
				await seen(`/docs/${id}/download`, cookie),
				await seen(`/docs/${open.id}/download?version=1`, cookie),
				await seen('/docs/999999/download', cookie),
				await seen('/docs/x/download', cookie),
				await seen(`/docs/${open.id}/download?version=x`, cookie),
				await seen(`/docs/${open.id}/download`, cookie)
			]).toEqual([404, 404, 404, 404, 404, 200]);
		expect(await seen(`/docs/${id}/download`, cookies.manager)).toBe(200);
		expect(await seen(`/docs/${open.id}/download?version=1`, cookies.manager)).toBe(200);
		await world.commands.updateDocument(manager, open.id, { public: false });
		expect(await seen(`/docs/${open.id}/download`, '')).toBe(404);
	});

	it('is counted; asking how large it is is not', async () => {
		const { id } = await world.make.aDocument({ by: manager });
		const head = await fetch(`${world.url}/docs/${id}/download`, { method: 'HEAD' });
		expect([head.status, Number(head.headers.get('content-length')) > 0]).toEqual([200, true]);
		await visit(world, `/docs/${id}/download`);
		await visit(world, `/docs/${id}/download`);
		await world.core.downloads.flush();
		expect(await world.queries.document(manager, id)).toMatchObject({ downloads: 2 });
	});
});

it('what people call a document is inert wherever it stands', async () => {
	const title = '</script><script>alert(7)</script>';
	await world.make.aDocument({ title, category: title });
	for (const [path, cookie] of [
		['/docs', ''],
		[`/docs?q=alert`, ''],
		[`/docs?category=${encodeURIComponent(title)}`, ''],
		['/panel/documents', cookies.manager],
		['/panel/documents?new=1', cookies.manager]
	] as const) {
		const { status, text } = await visit(world, path, cookie);
		expect([path, status, text.includes('<script>alert(7)')]).toEqual([path, 200, false]);
	}
});
