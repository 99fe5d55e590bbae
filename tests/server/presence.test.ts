import { afterAll, beforeAll, expect, it } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import type { PresenceView } from '#lib/domain/presence.ts';
import type { Person } from '#server/portal.ts';
import type { Screen } from '../support/screen.ts';
import { until } from '../support/until.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let anna: Person;
let boris: Person;
let client: Person;
let number: string;

beforeAll(async () => {
	world = await createWorld({ database: 'sqlite' });
	await world.startHost();
	anna = await world.make.aManager({ name: 'Анна Соколова' });
	boris = await world.make.aManager({ name: 'Борис Ильин' });
	client = await world.make.aClient();
	number = (await world.make.aTicket({ by: client })).number;
});
afterAll(() => world.close());

const screenOf = async (person: Person | null): Promise<Screen> =>
	world.screen(person ? { token: await world.tokenOf(person) } : {}).ready();

/** Whom a screen was last told of, by name; null when it was told nothing. */
function seenBy(screen: Screen): string | null {
	const view = screen.told<PresenceView>('presence').at(-1);
	if (!view) return null;
	// In order of their names: which of two that come together is heard first is anybody's guess.
	return view.people
		.map(({ name, typing }) => (typing ? `${name}…` : name))
		.sort()
		.join(', ');
}

const sees = (screen: Screen, people: string) => until(() => seenBy(screen) === people, people);

it('those who look at one ticket see each other come, write and go', async () => {
	const [first, second] = [await screenOf(anna), await screenOf(boris)];
	first.socket.emit('looking', { ticket: number });
	await sees(first, 'Анна Соколова');
	second.socket.emit('looking', { ticket: number.toLowerCase() });
	await sees(first, 'Анна Соколова, Борис Ильин');
	await sees(second, 'Анна Соколова, Борис Ильин');
	second.socket.emit('looking', { ticket: number, typing: true });
	await sees(first, 'Анна Соколова, Борис Ильин…');
	second.socket.emit('looking', { ticket: null });
	await sees(first, 'Анна Соколова');
	second.socket.emit('looking', { ticket: number });
	await sees(first, 'Анна Соколова, Борис Ильин');
	second.close();
	await sees(first, 'Анна Соколова');
	first.close();
});

it('one person with two windows is one person, until the last of them closes', async () => {
	const [first, again, other] = [await screenOf(anna), await screenOf(anna), await screenOf(boris)];
	for (const screen of [first, again, other]) screen.socket.emit('looking', { ticket: number });
	await sees(other, 'Анна Соколова, Борис Ильин');
	again.close();
	first.close();
	await sees(other, 'Борис Ильин');
	other.close();
});

it('clients and strangers are neither heard nor told, and whoever looks elsewhere hears nothing', async () => {
	const elsewhere = (await world.make.aTicket()).number;
	const [staff, other] = [await screenOf(anna), await screenOf(boris)];
	const outside = [await screenOf(client), await screenOf(null)];
	other.socket.emit('looking', { ticket: elsewhere });
	await sees(other, 'Борис Ильин');
	for (const screen of outside) screen.socket.emit('looking', { ticket: number });
	staff.socket.emit('looking', { ticket: number });
	await sees(staff, 'Анна Соколова');
	await world.make.aReply(await world.queries.ticket(anna, number), anna);
	for (const screen of outside) await screen.heard('batch');
	expect(outside.map(seenBy)).toEqual([null, null]);
	expect(seenBy(other)).toBe('Борис Ильин');
	for (const screen of [staff, other, ...outside]) screen.close();
});

it('what is no ticket of ours or no such message changes nothing', async () => {
	const screen = await screenOf(anna);
	for (const message of [
		undefined,
		null,
		[],
		'BC-1',
		{},
		{ ticket: 'BC-999999' },
		{ ticket: 'staff' },
		{ ticket: 7 },
		{ ticket: number, room: 'staff' },
		{ ticket: number, typing: 'yes' },
		{ ticket: 'x'.repeat(1_000) }
	])
		screen.socket.emit('looking', message);
	screen.socket.emit('looking', { ticket: number });
	await sees(screen, 'Анна Соколова');
	expect(screen.told('presence')).toHaveLength(1);
	expect(world.faults).toEqual([]);
	screen.close();
});

it('a database that is away makes nobody invisible: what a page says again is heard', async () => {
	const { database } = world;
	const read = database.read.bind(database);
	const [first, second] = [await screenOf(anna), await screenOf(boris)];
	first.socket.emit('looking', { ticket: number });
	await sees(first, 'Анна Соколова');
	let refused = 0;
	Object.assign(database, {
		read: () => {
			refused += 1;
			return Promise.reject(new DomainError('unavailable'));
		}
	});
	second.socket.emit('looking', { ticket: number });
	await until(() => refused > 0, 'a read');
	Object.assign(database, { read });
	expect(seenBy(first)).toBe('Анна Соколова');
	second.socket.emit('looking', { ticket: number });
	await sees(first, 'Анна Соколова, Борис Ильин');
	expect(world.faults).toEqual([]);
	first.close();
	second.close();
});
