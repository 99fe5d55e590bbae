import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBackup } from '#server/backup/archive.ts';
import { moveDatabase, restoreBackup } from '#server/backup/restore.ts';
import type { Person } from '#server/portal.ts';
import { pairedTelevision } from '../../support/televisions.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let folder: string;
let file: string;
let admin: Person;
let number: string;
/** What was handed out before the backup. */
let given: { session: string; key: string; invitation: string; television: string };

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'portal-restored-'));
	file = join(folder, 'portal.tar.gz');
	world = await createWorld();
	admin = await world.make.anAdmin();
	const { person } = await world.commands.createPerson(admin, {
		name: 'Приглашённый',
		email: 'invited@bazis.example',
		role: 'manager'
	});
	const { path } = await world.commands.inviteLink(admin, person.id);
	const key = await world.commands.createApiToken(admin, {
		name: 'Выгрузка',
		scopes: ['read'],
		days: 30
	});
	given = {
		session: await world.tokenOf(admin, 'web'),
		key: key.token,
		invitation: new URL(path, 'https://portal.example').searchParams.get('token') ?? '',
		television: (await pairedTelevision(world, admin)).token
	};
	const ticket = await world.make.aTicket();
	number = ticket.number;
	await world.make.aReply(ticket, admin, 'Готово.');
	await writeBackup({
		database: world.database,
		mediaDir: world.mediaDir,
		secret: null,
		file,
		now: world.clock.now()
	});
});
afterAll(async () => {
	await world.close();
	await rm(folder, { recursive: true, force: true });
});

/** What of it still opens something. */
async function good({ queries }: World) {
	const answers = {
		session: await queries.siteSession(given.session),
		key: await queries.session(given.key, '192.0.2.1'),
		invitation: await queries.linkOwner('invite', given.invitation),
		television: await queries.pairedScreen(given.television)
	};
	return Object.entries(answers)
		.filter(([, answer]) => answer !== null)
		.map(([name]) => name);
}

describe('a restored portal', () => {
	let other: World;
	beforeAll(async () => {
		other = await createWorld();
		await restoreBackup({
			database: other.database,
			mediaDir: other.mediaDir,
			file,
			now: other.clock.now()
		});
	});
	afterAll(() => other.close());

	it('has people sign in again and opens no old link; keys and televisions stay', async () => {
		expect(await good(world)).toEqual(['session', 'key', 'invitation', 'television']);
		expect(await good(other)).toEqual(['key', 'television']);
		await other.tokenOf(admin);
	});

	it('sends no letter of before, and those of afterwards', async () => {
		await other.post();
		expect(other.letters).toEqual([]);
		expect((await other.queries.mails()).waiting).toBe(0);
		const [mail] = await other.database.read((tx) =>
			tx.all<{ error: string }>(`SELECT error FROM mails WHERE failed_at IS NOT NULL`)
		);
		expect(mail?.error).toMatch(/restored/);
		await other.commands.commentTicket(admin, number, { body: 'Ещё раз.', internal: false });
		await other.post();
		expect(other.letters).toHaveLength(1);
	});
});

it('a portal that was moved has everything as it was', async () => {
	const other = await createWorld();
	try {
		await moveDatabase(world.database, other.database, null);
		expect(await good(other)).toEqual(['session', 'key', 'invitation', 'television']);
		await other.post();
		expect(other.letters.map(({ text }) => text.includes('> Готово.'))).toContain(true);
	} finally {
		await other.close();
	}
});
