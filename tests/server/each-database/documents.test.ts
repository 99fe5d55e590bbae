import { globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '#lib/domain/people.ts';
import { createDocument } from '#server/commands/documents.ts';
import { MediaStore } from '#server/media/media-store.ts';
import type { Person } from '#server/portal.ts';
import { HOUR } from '../../support/clock.ts';
import { docxOf, pdfOf, xlsxOf } from '../../support/files.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let client: Person;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	client = await world.make.aClient();
});
afterAll(() => world.close());

const onDisk = () =>
	globSync('docs/**/*', { cwd: world.mediaDir, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));

async function contentOf(viewer: Viewer, id: number, version?: number): Promise<Buffer> {
	const file = await world.queries.documentFile(viewer, id, version);
	const chunks: Buffer[] = [];
	for await (const chunk of await file.open()) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}

const titles = async (viewer: Viewer, filter: Parameters<World['queries']['documents']>[1]) =>
	(await world.queries.documents(viewer, filter)).items.map(({ title }) => title);

const refused = (command: Promise<unknown>) => command.catch((error: unknown) => error);

describe('a document', () => {
	it('has versions: everybody gets the latest, staff the old ones too', async () => {
		const [first, second] = [docxOf('Первая редакция'), pdfOf('Second edition')];
		const { id } = await world.make.aDocument({ file: { name: 'порядок.docx', bytes: first } });
		world.clock.advance(HOUR);
		const renewed = await world.commands.addDocumentVersion(manager, id, {
			file: { name: 'порядок.pdf', bytes: second },
			note: 'Теперь в PDF'
		});
		expect(renewed).toMatchObject({ version: 2, kind: 'pdf', name: 'порядок.pdf' });
		expect(await contentOf(null, id)).toEqual(second);
		expect(await contentOf(null, id, 2)).toEqual(second);
		expect(await contentOf(manager, id, 1)).toEqual(first);
		for (const viewer of [null, client])
			expect(await refused(contentOf(viewer, id, 1))).toMatchObject({ code: 'not_found' });
		for (const version of [0, 3, 1.5])
			expect(await refused(contentOf(manager, id, version))).toMatchObject({ code: 'not_found' });
		expect(await world.queries.documentVersions(manager, id)).toMatchObject([
			{ version: 2, note: 'Теперь в PDF', createdBy: manager.name },
			{ version: 1, note: '' }
		]);
		expect(await titles(manager, { q: 'edition' })).toEqual([renewed.title]);
		expect(await titles(manager, { q: 'первая редакция' })).toEqual([]);
	});

	it('is not renewed by the very file it has', async () => {
		const file = { name: 'раз.docx', bytes: docxOf('Раз') };
		const { id } = await world.make.aDocument({ file });
		const before = onDisk();
		const again = world.commands.addDocumentVersion(manager, id, { file, note: '' });
		expect(await refused(again)).toMatchObject({
			issues: [{ field: 'file', code: 'same_file', about: 'раз.docx' }]
		});
		expect(onDisk()).toEqual(before);
	});

	it('for staff does not exist for others: neither by id nor in list, search, count or sections', async () => {
		const { id } = await world.make.aDocument({
			title: 'Тайный порядок',
			category: 'Служебные',
			public: false,
			file: { name: 'тайна.docx', bytes: docxOf('Пароль от сейфа лежит в шкафу') }
		});
		for (const viewer of [null, client]) {
			expect(await refused(world.queries.document(viewer, id))).toMatchObject({
				code: 'not_found'
			});
			expect(await refused(contentOf(viewer, id))).toMatchObject({ code: 'not_found' });
			for (const filter of [{}, { q: 'сейф' }, { q: 'тайный' }, { category: 'Служебные' }])
				expect(await titles(viewer, filter)).not.toContain('Тайный порядок');
			expect((await world.queries.documents(viewer, { q: 'сейф' })).total).toBe(0);
			const sections = await world.queries.documentSections(viewer, 5);
			expect(sections.map(({ name }) => name)).not.toContain('Служебные');
		}
		expect(await titles(manager, { q: 'сейфом' })).toEqual(['Тайный порядок']);
	});

	it('that was edited meanwhile is not overwritten, and who did it is told', async () => {
		const before = await world.make.aDocument({ by: manager });
		await world.commands.updateDocument(manager, before.id, { title: 'Новое', revision: 1 });
		const late = world.commands.updateDocument(manager, before.id, { title: 'Иное', revision: 1 });
		expect(await refused(late)).toMatchObject({
			code: 'stale_version',
			stale: { currentVersion: 2, changedBy: manager.name, current: { title: 'Новое' } }
		});
	});

	it('goes with its files, and nobody finds it any more', async () => {
		const before = onDisk();
		const { id } = await world.make.aDocument({ title: 'Лишний стеклярус' });
		await world.commands.addDocumentVersion(manager, id, {
			file: { name: 'ещё.xlsx', bytes: xlsxOf('Стеклярус') },
			note: ''
		});
		expect(onDisk()).toHaveLength(before.length + 2);
		await world.commands.deleteDocument(manager, id);
		expect(onDisk()).toEqual(before);
		expect(await titles(manager, { q: 'стеклярус' })).toEqual([]);
		expect(await refused(world.queries.document(manager, id))).toMatchObject({ code: 'not_found' });
	});

	it('sent twice with one key is published once', async () => {
		const before = onDisk().length;
		const input = {
			title: 'Однажды',
			category: 'Регламенты',
			public: true,
			file: { name: 'однажды.docx', bytes: docxOf('Однажды') }
		};
		const first = await world.commands.createDocument(manager, input, 'once');
		const second = await world.commands.createDocument(manager, input, 'once');
		expect([first.created, second.created]).toEqual([true, false]);
		expect(second.document).toEqual(first.document);
		expect(onDisk()).toHaveLength(before + 1);
	});

	it('is nobody’s to write but the staff’s', async () => {
		const { id } = await world.make.aDocument();
		const before = onDisk();
		const file = { name: 'x.exe', bytes: Buffer.from('MZ') };
		const { commands, queries } = world;
		for (const command of [
			() => commands.createDocument(client, { title: 'x', category: 'x', public: true, file }),
			() => commands.addDocumentVersion(client, id, { file, note: '' }),
			() => commands.updateDocument(client, id, { title: 'x' }),
			() => commands.deleteDocument(client, id),
			() => commands.renameDocumentSection(client, 'Регламенты', 'x'),
			() => queries.documentVersions(client, id)
		])
			expect(await refused(command())).toMatchObject({ code: 'forbidden' });
		expect(onDisk()).toEqual(before);
	});
});

describe('sections', () => {
	it('that differ by capitals and «ё» alone are one, and stand by their names', async () => {
		for (const category of ['Учёт', 'УЧЕТ', 'Аварии']) await world.make.aDocument({ category });
		const sections = await world.queries.documentSections(null, 1);
		const names = sections.map(({ name }) => name);
		expect(names.indexOf('Аварии')).toBeLessThan(names.indexOf('Учёт'));
		expect(names).not.toContain('УЧЕТ');
		const accounting = sections.find(({ name }) => name === 'Учёт');
		expect([accounting?.documents, accounting?.items.length]).toEqual([2, 1]);
		expect((await world.queries.documents(null, { category: 'учет' })).total).toBe(2);
	});

	it('of one name become one', async () => {
		await world.make.aDocument({ title: 'Из первого', category: 'Первый' });
		await world.make.aDocument({ title: 'Из второго', category: 'Второй' });
		await world.commands.renameDocumentSection(manager, 'Первый', 'второй');
		expect((await titles(null, { category: 'Второй' })).sort()).toEqual([
			'Из второго',
			'Из первого'
		]);
		const names = (await world.queries.documentSections(null, 1)).map(({ name }) => name);
		expect(names.filter((name) => /^(первый|второй)$/i.test(name))).toEqual(['второй']);
		const missing = world.commands.renameDocumentSection(manager, 'Первый', 'x');
		expect(await refused(missing)).toMatchObject({
			issues: [{ field: 'from', code: 'unknown_section' }]
		});
	});
});

describe('the search', () => {
	it('finds all words by their beginnings in title and text, those in titles first', async () => {
		await world.make.aDocument({
			title: 'Резервное копирование',
			file: { name: 'a.docx', bytes: docxOf('Ежедневно в 02:00 на ленту') }
		});
		world.clock.advance(HOUR);
		await world.make.aDocument({
			title: 'График работ',
			file: {
				name: 'b.xlsx',
				bytes: xlsxOf('Копирование резервных ЛЕНТ', 'Ещё одна строка &amp; знак')
			}
		});
		expect(await titles(null, { q: 'резервные копирования' })).toEqual([
			'Резервное копирование',
			'График работ'
		]);
		expect(await titles(null, { q: 'лента' })).toEqual(['График работ', 'Резервное копирование']);
		expect(await titles(null, { q: 'график лента' })).toEqual(['График работ']);
		expect(await titles(null, { q: 'еще' })).toEqual(['График работ']);
		for (const nothing of ['график стекло', '«»', `' OR 1=1 --`, '"', '*', 'NOT'])
			expect(await titles(null, { q: nothing })).toEqual([]);
	});

	it('shows where the words stand, marked, and nothing of the text as markup', async () => {
		const filler = 'Обычные слова этого порядка. '.repeat(40);
		await world.make.aDocument({
			title: 'Порядок с примерами',
			file: {
				name: 'c.docx',
				bytes: docxOf(filler, 'Заявка &lt;b&gt;амфора&lt;/b&gt; принимается', filler)
			}
		});
		const { items } = await world.queries.documents(null, { q: 'амфоры' });
		const excerpt = items[0]?.excerpt ?? [];
		expect(excerpt.filter(({ found }) => found)).toEqual([{ text: 'амфора', found: true }]);
		const whole = excerpt.map(({ text }) => text).join('');
		expect(whole).toContain('Заявка <b>амфора</b> принимается');
		expect(whole.length).toBeLessThan(250);
		expect([whole.startsWith('…'), whole.endsWith('…')]).toEqual([true, true]);
	});

	it('and the list go page by page, no document twice and none left out', async () => {
		for (let made = 0; made < 5; made++) {
			if (made % 2) world.clock.advance(HOUR);
			await world.make.aDocument({ title: `Страница ${made}`, category: 'Постранично' });
		}
		for (const filter of [{ category: 'Постранично' }, { q: 'страница' }]) {
			const seen: string[] = [];
			let cursor: string | undefined;
			do {
				const page = await world.queries.documents(null, { ...filter, limit: 2, cursor });
				expect(page.total).toBe(5);
				seen.push(...page.items.map(({ title }) => title));
				cursor = page.nextCursor ?? undefined;
			} while (cursor !== undefined);
			expect(seen).toHaveLength(5);
			expect(new Set(seen).size).toBe(5);
		}
		const forged = world.queries.documents(null, { q: 'страница', cursor: 'x' });
		expect(await refused(forged)).toMatchObject({ issues: [{ field: 'cursor' }] });
	});

	it('finds a document whose text cannot be read by its title', async () => {
		const document = await world.make.aDocument({
			title: 'Скан договора',
			file: { name: 'скан.pdf', bytes: Buffer.from('%PDF-1.7\n') }
		});
		expect(document.searchable).toBe(false);
		expect(await titles(null, { q: 'скан' })).toEqual(['Скан договора']);
	});
});

describe('downloads', () => {
	it('are counted together, and no reader waits for a write', async () => {
		const document = await world.make.aDocument({ by: manager });
		const { versionId } = await world.queries.documentFile(null, document.id);
		const seq = await world.seq();
		for (let times = 0; times < 3; times++) await world.commands.countDownload(versionId);
		expect(await world.seq()).toBe(seq);
		await world.core.downloads.flush();
		expect((await world.events(seq)).map(({ type }) => type)).toEqual(['document.downloaded']);
		expect(await world.queries.document(manager, document.id)).toMatchObject({ downloads: 3 });
		expect(await world.queries.document(null, document.id)).not.toHaveProperty('downloads');
	});

	it('of a document that went meanwhile are forgotten', async () => {
		const document = await world.make.aDocument({ by: manager });
		const { versionId } = await world.queries.documentFile(null, document.id);
		await world.commands.countDownload(versionId);
		await world.commands.deleteDocument(manager, document.id);
		const seq = await world.seq();
		await world.core.downloads.flush();
		expect([await world.seq(), world.faults]).toEqual([seq, []]);
	});
});

describe('what cannot be kept', () => {
	it('because the disk is full leaves neither file nor row nor event', async () => {
		const full = new MediaStore(
			() => Promise.resolve(join(world.mediaDir, 'docs', 'full')),
			async (file, bytes) => {
				await file.write(bytes.subarray(0, 1));
				throw Object.assign(new Error('write'), { code: 'ENOSPC' });
			}
		);
		const [seq, files] = [await world.seq(), onDisk()];
		const publishing = createDocument(world.core.execute, full)(manager, {
			title: 'Не поместился',
			category: 'Регламенты',
			public: true,
			file: { name: 'a.docx', bytes: docxOf('Не поместился') }
		});
		expect(await refused(publishing)).toMatchObject({ code: 'no_room' });
		expect([await world.seq(), onDisk()]).toEqual([seq, files]);
		expect(await titles(manager, { q: 'поместился' })).toEqual([]);
	});

	it('because a command failed behind it is gone at once', async () => {
		const files = onDisk();
		const missing = world.commands.addDocumentVersion(manager, 999_999, {
			file: { name: 'a.docx', bytes: docxOf('Некуда') },
			note: ''
		});
		expect(await refused(missing)).toMatchObject({ code: 'not_found' });
		expect(onDisk()).toEqual(files);
	});
});
