import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBackup, writeBackup } from '#server/backup/archive.ts';
import { checkInstallation } from '#server/backup/check.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import type { Database } from '#server/database/database.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let folder: string;
let file: string;
beforeEach(async () => {
	world = await createWorld();
	folder = await mkdtemp(join(tmpdir(), 'portal-backup-files-'));
	file = join(folder, 'portal.tar.gz');
});
afterEach(async () => {
	await world.close();
	await rm(folder, { recursive: true, force: true });
});

/** A database beside which something happens each time its rows were read. */
function andThen(database: Database, happens: () => Promise<void>): Database {
	return {
		dialect: database.dialect,
		url: database.url,
		sequelize: database.sequelize,
		whispers: database.whispers,
		async read(work) {
			const found = await database.read(work);
			await happens();
			return found;
		},
		write: (work) => database.write(work),
		onCommit: (listener) => database.onCommit(listener),
		close: () => database.close()
	};
}

const write = (happens: () => Promise<void>) =>
	writeBackup({
		database: andThen(world.database, happens),
		mediaDir: world.mediaDir,
		secret: null,
		file,
		now: world.clock.now()
	});

describe('a document that is deleted between rows and files', () => {
	it('has the backup begun again, and what is restored is whole', async () => {
		const stays = await world.make.aDocument();
		const goes = await world.make.aDocument();
		const admin = await world.make.anAdmin();
		let deleted = false;
		await write(async () => {
			if (!deleted) await world.commands.deleteDocument(admin, goes.id);
			deleted = true;
		});
		const other = await createWorld();
		try {
			await restoreBackup({
				database: other.database,
				mediaDir: other.mediaDir,
				file,
				now: other.clock.now()
			});
			const findings = await checkInstallation(other.database, other.mediaDir);
			expect(findings.flatMap(({ problems }) => problems)).toEqual([]);
			const { items } = await other.queries.documents(admin, {});
			expect(items.map(({ id }) => id)).toEqual([stays.id]);
		} finally {
			await other.close();
		}
	});

	it('is named when one goes each time, and the backup before stays', async () => {
		await write(async () => undefined);
		const before = (await openBackup(file)).manifest.madeAt;
		const admin = await world.make.anAdmin();
		world.clock.advance(60_000);
		await world.make.aDocument();
		await expect(
			write(async () => {
				const { items } = await world.queries.documents(admin, {});
				for (const { id } of items) await world.commands.deleteDocument(admin, id);
				await world.make.aDocument();
			})
		).rejects.toThrow(/^document_versions: [0-9a-f]{32} is missing/);
		expect((await openBackup(file)).manifest.madeAt).toBe(before);
	});
});

describe('a file that was lost', () => {
	it('is told, and all the rest is backed up', async () => {
		await world.make.aDocument();
		await rm(join(world.mediaDir, 'docs'), { recursive: true });
		await world.make.aDocument();
		const { manifest, lost } = await write(async () => undefined);
		expect(lost.map(({ table }) => table)).toEqual(['document_versions']);
		expect(Object.keys(manifest.files)).toHaveLength(1);
		expect((await openBackup(file)).manifest.files).toEqual(manifest.files);
	});
});
