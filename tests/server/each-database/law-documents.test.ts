import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import type { AnyDocument } from '#lib/domain/document.ts';
import type { Change } from '#lib/domain/live.ts';
import type { Viewer } from '#lib/domain/people.ts';
import type { Person } from '#server/portal.ts';
import type { DocumentCommands } from '#server/portal/documents.ts';
import { MINUTE } from '../../support/clock.ts';
import { docxOf } from '../../support/files.ts';
import { lawHolds } from '../../support/law.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let client: Person;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	client = await world.make.aClient();
	await world.tick();
	for (const open of [true, false]) await world.make.aDocument({ by: manager, public: open });
});
afterAll(() => world.close());

const EVERYONE = ['public', 'staff', 'client'] as const;
type Watcher = (typeof EVERYONE)[number];

const audienceOf = (watcher: Watcher): Audience =>
	watcher === 'client' ? `client:${client.id}` : watcher;
const viewerOf = (watcher: Watcher): Viewer => ({ public: null, staff: manager, client })[watcher];

/** The list of documents as somebody reads it, by id. */
async function listOf(watcher: Watcher): Promise<Map<number, AnyDocument>> {
	const { items } = await world.queries.documents(viewerOf(watcher), { limit: 100 });
	return new Map(items.map((document) => [document.id, document]));
}

function applied(list: Map<number, AnyDocument>, changes: readonly Change[]) {
	const next = new Map(list);
	for (const change of changes)
		if (change.kind !== 'document') continue;
		else if (change.op === 'put') next.set(change.value.id, change.value);
		else next.delete(Number(change.id));
	return next;
}

interface Case {
	readonly name: string;
	/** Makes what the command needs, outside the law; returns the command. */
	readonly prepare: () => Promise<() => Promise<unknown>>;
	/** Whose list must differ afterwards. */
	readonly moves: readonly Watcher[];
}

const making = (name: string, open: boolean, moves: readonly Watcher[]): Case => ({
	name,
	prepare: async () => () => world.make.aDocument({ by: manager, public: open }),
	moves
});

const changing = (
	name: string,
	open: boolean,
	patch: Parameters<DocumentCommands['updateDocument']>[2],
	moves: readonly Watcher[]
): Case => ({
	name,
	prepare: async () => {
		const { id } = await world.make.aDocument({ by: manager, public: open });
		world.clock.advance(MINUTE);
		return () => world.commands.updateDocument(manager, id, patch);
	},
	moves
});

const having = (
	name: string,
	open: boolean,
	command: (id: number) => Promise<unknown>,
	moves: readonly Watcher[]
): Case => ({
	name,
	prepare: async () => {
		const { id } = await world.make.aDocument({ by: manager, public: open });
		world.clock.advance(MINUTE);
		return () => command(id);
	},
	moves
});

let made = 0;
const renew = (id: number) =>
	world.commands.addDocumentVersion(manager, id, {
		file: { name: 'новый.docx', bytes: docxOf(`Новая редакция ${++made}`) },
		note: 'Уточнены сроки'
	});
const remove = (id: number) => world.commands.deleteDocument(manager, id);
const download = async (id: number) => {
	const { versionId } = await world.queries.documentFile(manager, id);
	await world.commands.countDownload(versionId);
	await world.core.downloads.flush();
};

/** One entry for each command: a new command without one does not compile. */
const CASES: Record<keyof DocumentCommands, readonly Case[]> = {
	createDocument: [
		making('a document for everybody', true, EVERYONE),
		making('a document for staff', false, ['staff'])
	],
	addDocumentVersion: [
		having('of a public one', true, renew, EVERYONE),
		having('of one for staff', false, renew, ['staff'])
	],
	updateDocument: [
		changing('a new title', true, { title: 'Другое название' }, EVERYONE),
		changing('a new title that only staff read', false, { title: 'Иное' }, ['staff']),
		changing('it becomes public', false, { public: true }, EVERYONE),
		changing('it is public no more', true, { public: false }, EVERYONE),
		changing('nothing new', true, { public: true }, [])
	],
	deleteDocument: [
		having('a public one', true, remove, EVERYONE),
		having('one for staff', false, remove, ['staff'])
	],
	renameDocumentSection: [
		{
			name: 'documents of both kinds are told of',
			prepare: async () => {
				for (const open of [true, false])
					await world.make.aDocument({ by: manager, public: open, category: 'Прежний' });
				return () => world.commands.renameDocumentSection(manager, 'прежний', 'Новый раздел');
			},
			moves: EVERYONE
		}
	],
	countDownload: [having('staff alone see the count', true, download, ['staff'])]
};

describe.each(Object.entries(CASES))('%s', (_command, cases) => {
	it.each(cases)('$name: list + changes = list read anew', async ({ prepare, moves }) => {
		const command = await prepare();
		const before = new Map<Watcher, Map<number, AnyDocument>>();
		for (const watcher of EVERYONE) before.set(watcher, await listOf(watcher));
		const { changes, moved: states } = await lawHolds(world, EVERYONE.map(audienceOf), command);
		expect(states, 'live screens hold no documents').toEqual([]);
		const moved: Watcher[] = [];
		for (const watcher of EVERYONE) {
			const old = before.get(watcher) ?? new Map<number, AnyDocument>();
			const told = changes.get(audienceOf(watcher)) ?? [];
			const fresh = await listOf(watcher);
			const byId = (list: Map<number, AnyDocument>) => [...list].sort(([a], [b]) => a - b);
			expect(byId(applied(old, told)), watcher).toEqual(byId(fresh));
			if (JSON.stringify(byId(old)) !== JSON.stringify(byId(fresh))) moved.push(watcher);
			else expect(told, `${watcher} is not even told that something happened`).toEqual([]);
		}
		expect(moved).toEqual(moves);
	});
});
