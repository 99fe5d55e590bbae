import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let anna: Person;
let boris: Person;
let client: Person;
let admin: Person;

beforeAll(async () => {
	world = await createWorld();
	anna = await world.make.aManager();
	boris = await world.make.aManager();
	client = await world.make.aClient();
	admin = await world.make.anAdmin();
});
afterAll(() => world.close());

const refused = async (doing: Promise<unknown>, code: string) =>
	expect(await doing.catch((error: unknown) => error)).toMatchObject({ code });

describe('a canned reply', () => {
	it('of one’s own is nobody else’s, a shared one is everybody’s to use and to mend', async () => {
		const { commands, queries } = world;
		const own = await commands.saveReply(anna, { title: 'Б', body: 'Моё', shared: false });
		const shared = await commands.saveReply(anna, { title: 'А', body: 'Общее', shared: true });
		expect(await queries.replies(anna)).toEqual([own, shared]);
		expect(await queries.replies(boris)).toEqual([shared]);
		await refused(commands.saveReply(boris, { ...own, body: 'Чужое' }), 'not_found');
		await refused(commands.deleteReply(boris, own.id), 'not_found');
		await commands.saveReply(boris, { ...shared, body: 'Лучше' });
		expect((await queries.replies(anna)).map(({ body }) => body)).toEqual(['Моё', 'Лучше']);
		await commands.deleteReply(boris, shared.id);
		expect(await queries.replies(anna)).toEqual([own]);
	});

	it('is the staff’s, and its words are not in the raw stream', async () => {
		const { commands, queries } = world;
		await refused(commands.saveReply(client, { title: 'x', body: 'x', shared: true }), 'forbidden');
		await refused(queries.replies(client), 'forbidden');
		await commands.saveReply(anna, { title: 'Тихо', body: 'zq7zq7canned', shared: false });
		const { items } = await queries.events(admin, 0, 500);
		expect(JSON.stringify(items)).not.toContain('zq7zq7canned');
	});
});

describe('a view of the queue', () => {
	it('is kept in one order of parameters, without what is passing', async () => {
		const { query } = await world.commands.saveView(anna, {
			name: 'Почта',
			query: '?service=mail&cursor=abc&assignee=&priority=high&shown=200'
		});
		expect(query).toBe('priority=high&service=mail');
		for (const bad of ['a=1&a=2', 'a%5B%5D=1', '__proto__=1', `q=${'x'.repeat(1_001)}`])
			await refused(world.commands.saveView(anna, { name: 'x', query: bad }), 'invalid_input');
	});

	it('is named, moved and taken away by its owner alone', async () => {
		const { commands, queries } = world;
		const names = async () => (await queries.views(boris)).map(({ name }) => name);
		const made = [];
		for (const name of ['Один', 'Два', 'Три'])
			made.push(await commands.saveView(boris, { name, query: `q=${name}` }));
		const [, second, third] = made.map(({ id }) => id);
		await commands.moveView(boris, third ?? 0, 'up');
		expect(await names()).toEqual(['Один', 'Три', 'Два']);
		await commands.moveView(boris, second ?? 0, 'down');
		await commands.saveView(boris, { id: second ?? 0, name: 'Последний' });
		expect(await names()).toEqual(['Один', 'Три', 'Последний']);
		for (const doing of [
			() => commands.saveView(anna, { id: second ?? 0, name: 'x' }),
			() => commands.moveView(anna, second ?? 0, 'up'),
			() => commands.deleteView(anna, second ?? 0)
		])
			await refused(doing(), 'not_found');
		await commands.deleteView(boris, third ?? 0);
		expect(await names()).toEqual(['Один', 'Последний']);
		await refused(commands.saveView(client, { name: 'x', query: '' }), 'forbidden');
		await refused(queries.views(client), 'forbidden');
	});

	it('is one of twenty at most', async () => {
		for (let left = 20 - (await world.queries.views(admin)).length; left > 0; left--)
			await world.commands.saveView(admin, { name: `Вид ${left}`, query: '' });
		await refused(world.commands.saveView(admin, { name: 'Ещё', query: '' }), 'invalid_input');
	});
});

it('what is left of a deleted ticket is read by administrators, page by page', async () => {
	const { commands, queries } = world;
	const numbers: string[] = [];
	for (let made = 0; made < 52; made++) {
		const { number } = await world.make.aTicket({ by: client, service: await serviceSlug() });
		await commands.deleteTicket(admin, number, `Причина ${made}`);
		numbers.unshift(number);
	}
	const first = await queries.deletedTickets(admin);
	const second = await queries.deletedTickets(admin, first.nextCursor ?? '');
	expect([...first.items, ...second.items].map(({ number }) => number)).toEqual(numbers);
	expect([first.items.length, second.nextCursor]).toEqual([50, null]);
	const deleted = await queries.deletedTicket(admin, numbers[0] ?? '');
	expect(deleted).toMatchObject({ reason: 'Причина 51', deletedBy: admin.name });
	for (const person of [anna, client])
		await refused(queries.deletedTicket(person, numbers[0] ?? ''), 'forbidden');
	const { number } = await world.make.aTicket({ by: client });
	await refused(queries.deletedTicket(admin, number), 'not_found');
});

let slug: string | undefined;
async function serviceSlug(): Promise<string> {
	slug ??= (await world.make.aService()).slug;
	return slug;
}
