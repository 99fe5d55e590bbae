import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import { writeBackup } from '#server/backup/archive.ts';
import { checkInstallation } from '#server/backup/check.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import { openDatabase } from '#server/database/open.ts';
import { Tailer } from '#server/events/tailer.ts';
import type { Person } from '#server/portal.ts';
import { HOUR, MINUTE } from '../../support/clock.ts';
import { aFile } from '../../support/files.ts';
import { PASSWORD } from '../../support/factories.ts';
import { createWorld, SECRET, type World } from '../../support/world.ts';

let world: World;
let folder: string;
let file: string;
let manager: Person;
let client: Person;
let number: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'portal-backup-'));
	file = join(folder, 'portal.tar.gz');
	world = await createWorld();
	const { make } = world;
	manager = await make.aManager();
	client = await make.aClient({ name: 'Ёлкина «Мария» 😀' });
	await world.startHost();
	for (let made = 0; made < 12; made++) {
		await world.pass(MINUTE);
		number = (await make.aTicket({ by: client, files: [aFile(`накладная ${made}.txt`)] })).number;
		if (made % 3 === 0) await world.commands.updateTicket(manager, number, { status: 'resolved' });
	}
	await make.anIncident({ by: manager });
	await world.pass(HOUR);
	await write();
});
afterAll(async () => {
	await world.close();
	await rm(folder, { recursive: true, force: true });
});

function write() {
	return writeBackup({
		database: world.database,
		mediaDir: world.mediaDir,
		secret: SECRET,
		file,
		now: world.clock.now()
	});
}

const restore = (into: World, from = file) =>
	restoreBackup({
		database: into.database,
		mediaDir: into.mediaDir,
		file: from,
		now: into.clock.now()
	});

async function stateOf(portal: World, audience: Audience) {
	const { state, seq, epoch } = await portal.snapshot(audience);
	return { told: { state, seq }, epoch };
}

describe('a restored backup', () => {
	it('holds for every audience what was backed up, as another history', async () => {
		const other = await createWorld();
		try {
			await other.make.aTicket({ subject: 'Была здесь до того' });
			await restore(other);
			for (const audience of ['staff', 'public', `client:${client.id}`] as const) {
				const [before, after] = [await stateOf(world, audience), await stateOf(other, audience)];
				expect(after.told).toEqual(before.told);
				expect(after.epoch).not.toBe(before.epoch);
			}
			expect(await checkInstallation(other.database, other.mediaDir)).toSatisfy(
				(findings: { problems: string[] }[]) =>
					findings.length > 2 && findings.every(({ problems }) => problems.length === 0)
			);
			const found = await other.queries.tickets(manager, { q: 'ёлкина' });
			expect(found.total).toBe(12);
		} finally {
			await other.close();
		}
	});

	it('goes on where it stood: numbers, files and passwords', async () => {
		const other = await createWorld();
		try {
			await restore(other);
			const last = Number(number.slice(3));
			const service = (await other.queries.services())[0]?.slug ?? '';
			const next = await other.commands.createTicket(client, {
				subject: 'Следующая',
				description: '',
				service,
				priority: 'low'
			});
			expect(next.ticket.number).toBe(`BC-${last + 1}`);
			const [attachment] = await other.queries.attachments(client, number);
			const stored = await other.queries.attachment(client, attachment?.id ?? 0);
			expect(await buffer(await stored.open())).toHaveLength(stored.size);
			await other.commands.signIn(
				'api',
				{ email: manager.email, password: PASSWORD },
				{ address: '192.0.2.1', userAgent: 'tests' }
			);
		} finally {
			await other.close();
		}
	});

	it('is refused whole when a byte of it was changed, and changes nothing', async () => {
		const before = await world.answered('staff');
		const bytes = await readFile(file);
		const damaged = join(folder, 'damaged.tar.gz');
		for (const place of [0.2, 0.5, 0.9]) {
			const copy = Buffer.from(bytes);
			const at = Math.floor(copy.length * place);
			copy[at] = (copy[at] ?? 0) ^ 0xff;
			await writeFile(damaged, copy);
			await expect(restore(world, damaged)).rejects.toThrow(/no good backup/);
		}
		expect((await world.answered('staff')).epoch).toBe(before.epoch);
	});

	it('under a running portal has every screen begin anew with what was restored', async () => {
		await world.commands.updateTicket(manager, number, { priority: 'critical' });
		const screen = world.screen({ token: await world.tokenOf(manager) });
		await screen.ready();
		const { epoch } = await world.snapshot('staff');
		await restore(world);
		await screen.closed();
		await expect
			.poll(async () => (await world.answered('staff')).epoch, { timeout: 15_000 })
			.not.toBe(epoch);
		const answered = await world.answered('staff');
		expect(answered.state).toEqual((await world.snapshot('staff')).state);
		const again = await world.screen({ token: await world.tokenOf(manager) }).ready();
		expect(again.told<{ epoch: string }>('hello')[0]?.epoch).toBe(answered.epoch);
		await world.commands.updateTicket(manager, number, { priority: 'low' });
		await expect.poll(() => again.batches.length, { timeout: 15_000 }).toBeGreaterThan(0);
		expect(again.batches.at(-1)?.epoch).toBe(answered.epoch);
	});

	it('by another process is what is answered, though nothing is committed here after it', async () => {
		const portal = await createWorld();
		const tailer = new Tailer({ database: portal.database, deliver: () => undefined });
		try {
			await tailer.start();
			portal.core.follow(tailer);
			for (let made = 0; made < 20; made++) await portal.make.aTicket();
			await portal.answered('staff');
			const other = await openDatabase(portal.databaseUrl);
			await restoreBackup({
				database: other,
				mediaDir: portal.mediaDir,
				file,
				now: portal.clock.now()
			});
			await other.close();
			const restored = await portal.snapshot('staff');
			await expect.poll(() => tailer.epoch, { timeout: 15_000 }).toBe(restored.epoch);
			expect(await portal.answered('staff')).toEqual(restored);
			expect(await portal.answered('public')).toEqual(await portal.snapshot('public'));
		} finally {
			await tailer.stop();
			await portal.close();
		}
	});

	it('by another process, under a running portal, is where files are kept from then on', async () => {
		const other = await openDatabase(world.databaseUrl);
		await restoreBackup({
			database: other,
			mediaDir: world.mediaDir,
			file,
			now: world.clock.now()
		});
		await other.close();
		const restored = (await world.snapshot('staff')).epoch;
		await expect.poll(() => world.host.sockets.tailer.epoch, { timeout: 15_000 }).toBe(restored);
		const written = await world.make.aTicket({ by: client, files: [aFile('после.txt')] });
		await world.restart();
		const [attachment] = await world.queries.attachments(client, written.number);
		const stored = await world.queries.attachment(client, attachment?.id ?? 0);
		expect(await buffer(await stored.open())).toHaveLength(stored.size);
	});
});

describe('a check', () => {
	it('finds a counter that lies and a file that is gone', async () => {
		const other = await createWorld();
		try {
			await other.make.aTicket({ files: [aFile('смета.txt')] });
			await other.database.write(async (tx) => {
				await tx.run(`UPDATE figures SET new = new + 1`);
			});
			await rm(join(other.mediaDir, 'attachments'), { recursive: true });
			const findings = await checkInstallation(other.database, other.mediaDir);
			const bad = findings.filter(({ problems }) => problems.length > 0).map(({ what }) => what);
			expect(bad).toEqual(['counters', 'files']);
		} finally {
			await other.close();
		}
	});
});
