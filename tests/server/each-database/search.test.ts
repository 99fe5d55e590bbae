import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { MIGRATIONS } from '../../../migrations/index.ts';
import { migrate } from '#server/database/migrate.ts';
import type { Person, TicketFilter } from '#server/portal.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let anna: Person;
let boris: Person;
let mail: FullTicket;
let printer: FullTicket;
let report: FullTicket;

beforeAll(async () => {
	world = await createWorld();
	const { make } = world;
	manager = await make.aManager();
	anna = await make.aClient({ name: 'Анна Соколова', email: 'anna.sokolova@romashka.example' });
	boris = await make.aClient({ name: 'Борис Орлов', email: 'boris@vasilek.example' });
	const service = (await make.aService({ slug: 'mail' })).slug;
	mail = await make.aTicket({
		by: anna,
		service,
		subject: 'Не открывается почта',
		description: 'Ошибка 0x8004010F после обновления.'
	});
	printer = await make.aTicket({
		by: boris,
		service,
		subject: 'Printers on the 3rd floor print blank pages',
		description: 'Kyocera M2040dn, письма из почтового ящика тоже.',
		priority: 'high'
	});
	report = await make.aTicket({
		by: boris,
		service,
		subject: 'Отчёт по кассам не сходится',
		description: 'Смена №42, «Касса-3».'
	});
});
afterAll(() => world.close());

async function find(q: string, viewer: Person = manager, filter: TicketFilter = {}) {
	const page = await world.queries.tickets(viewer, { ...filter, q });
	expect(page.total).toBe(page.items.length);
	return page.items.map(({ number }) => number);
}

describe('a search', () => {
	it('finds the forms of a Russian word, the newest first', async () => {
		for (const q of ['почта', 'почты', 'ПОЧТОЙ', 'почт', 'почтовый'])
			expect(await find(q)).toContain(printer.number);
		expect(await find('почта')).toEqual([printer.number, mail.number]);
		expect(await find('касса')).toEqual([report.number]);
	});

	it('finds English words by their beginning and in their forms', async () => {
		for (const q of ['printer', 'PRINTERS', 'print', 'pri', 'blank page', 'kyoc'])
			expect(await find(q)).toEqual([printer.number]);
	});

	it('takes «ё» and «е» for the same', async () => {
		for (const q of ['отчёт', 'отчет', 'ОТЧЕТЫ']) expect(await find(q)).toEqual([report.number]);
	});

	it('wants all of the words, in any order, from subject and description alike', async () => {
		expect(await find('обновление почта')).toEqual([mail.number]);
		expect(await find('почта принтер касса')).toEqual([]);
	});

	it('finds a ticket by its number', async () => {
		const digits = mail.number.slice('BC-'.length);
		for (const q of [mail.number, mail.number.toLowerCase(), digits, ` ${digits} `])
			expect(await find(q)).toEqual([mail.number]);
		expect(await find('BC-999999')).toEqual([]);
		expect(await find('0x8004010F')).toEqual([mail.number]);
		expect(await find('m2040')).toEqual([printer.number]);
		expect(await find('42')).toEqual([report.number]);
	});

	it('finds by requester, and by a number of another system', async () => {
		expect(await find('соколова')).toEqual([mail.number]);
		expect(await find('anna.sokolova@romashka.example')).toEqual([mail.number]);
		expect(await find('vasilek')).toEqual([report.number, printer.number]);
		const { ticket } = await world.commands.createTicket(manager, {
			subject: 'Из журнала',
			description: '',
			service: 'mail',
			priority: 'low',
			requester: anna.email,
			externalId: 'INC0012345'
		});
		expect(await find('inc0012345')).toEqual([ticket.number]);
	});

	it('takes no sign for a command', async () => {
		for (const q of [
			'"',
			'"почта',
			`'почта'`,
			'почта*',
			'почта OR',
			'NEAR(почта',
			'words:почта',
			'-почта',
			'почта & !',
			'почта:* <->',
			'\\',
			'%',
			'_',
			'()',
			'^',
			'🙂',
			'\u0000'
		])
			await find(q);
		for (const q of ['«почта»', '"почта"*', '(почта)', '-почта', "почта'"])
			expect(await find(q)).toEqual([printer.number, mail.number]);
		for (const q of ['%', '"', '()', '🙂']) expect(await find(q)).toEqual([]);
	});

	it('goes together with filters and other orders', async () => {
		expect(await find('почта', manager, { priority: ['high'] })).toEqual([printer.number]);
		expect(await find('почта', manager, { requester: anna.email })).toEqual([mail.number]);
		expect(await find('почта', manager, { service: 'elsewhere' })).toEqual([]);
		expect(await find('почта', manager, { sort: 'oldest' })).toEqual([mail.number, printer.number]);
		expect(await find(mail.number, manager, { priority: ['high'] })).toEqual([]);
	});

	it('of a client finds its own tickets and nothing of others, not even by number', async () => {
		expect(await find('почта', anna)).toEqual([mail.number]);
		expect(await find('почта', boris)).toEqual([printer.number]);
		expect(await find(printer.number, anna)).toEqual([]);
		expect(await find('boris', anna)).toEqual([]);
		for (const sort of ['newest', 'urgency'] as const)
			expect(await find('почта', anna, { sort })).toEqual([mail.number]);
	});

	it('is not led by what internal notes say', async () => {
		await world.make.aNote(mail, manager, 'Подозреваем саботаж.');
		expect(await find('саботаж', anna)).toEqual([]);
	});

	it('knows what was changed since, and forgets what is gone', async () => {
		const before = await find('переименованный');
		expect(before).toEqual([]);
		await world.database.write(async (tx) => {
			await tx.run(`UPDATE tickets SET subject = $2 WHERE id = $1`, [
				Number(report.number.slice(3)),
				'Инвентаризация'
			]);
			await tx.run(`UPDATE users SET name = $2 WHERE id = $1`, [boris.id, 'Переименованный Борис']);
		});
		expect(await find('инвентаризация')).toEqual([report.number]);
		expect(await find('отчёт')).toEqual([]);
		expect(await find('переименованный')).toEqual([report.number, printer.number]);
		const gone = await world.make.aTicket({ subject: 'Мимолётность' });
		expect(await find('мимолетность')).toEqual([gone.number]);
		const admin = await world.make.anAdmin();
		await world.commands.deleteTicket(admin, gone.number, 'Заведена по ошибке');
		for (const q of ['мимолетность', gone.number]) expect(await find(q)).toEqual([]);
	});
});

it('pages of a search follow each other without a gap, in every order', async () => {
	const { make, queries } = world;
	const { slug: service } = await make.aService();
	for (let made = 0; made < 23; made++) {
		world.clock.advance(60_000);
		await make.aTicket({ by: anna, service, subject: `Сканер ${made % 2 ? 'гудит' : 'молчит'}` });
	}
	for (const viewer of [manager, anna])
		for (const sort of [undefined, 'newest', 'oldest', 'updated', 'urgency'] as const) {
			const seen: string[] = [];
			let cursor: string | undefined;
			do {
				const page = await queries.tickets(viewer, {
					q: 'сканер',
					sort,
					service,
					limit: 7,
					cursor
				});
				expect(page.total).toBe(23);
				seen.push(...page.items.map(({ number }) => number));
				cursor = page.nextCursor ?? undefined;
			} while (cursor !== undefined);
			expect(new Set(seen).size).toBe(23);
			expect(seen).toHaveLength(23);
		}
	const both = await queries.tickets(manager, { q: 'сканер гудит', limit: 5 });
	expect(both.total).toBe(11);
	await expect(
		queries.tickets(manager, { q: 'сканер', cursor: 'bm9uc2Vuc2U' })
	).rejects.toMatchObject({ code: 'invalid_input' });
});

it('tickets that were there before the index are found too', async () => {
	const old = await createWorld();
	try {
		const before = await old.make.aTicket({ subject: 'Старая заявка о ксероксе' });
		const { dialect } = old.database;
		// As the database stood before: without the index and what keeps it.
		await old.database.write(async (tx) => {
			const drop =
				dialect === 'sqlite'
					? ['filed', 'edited', 'taken_away', 'deleted', 'renamed'].map(
							(name) => `DROP TRIGGER ticket_search_${name}`
						)
					: [
							'DROP TRIGGER ticket_search_edited ON tickets',
							'DROP TRIGGER ticket_search_taken_away ON tickets',
							'DROP TRIGGER ticket_search_renamed ON users',
							...['ticket()', 'person()', 'removal()'].map(
								(name) => `DROP FUNCTION ticket_search_${name}`
							),
							'DROP FUNCTION ticket_words(TEXT)'
						];
			for (const statement of [...drop, 'DROP TABLE ticket_search']) await tx.run(statement);
			await tx.run(`DELETE FROM migrations WHERE name = '0004-ticket-search'`);
		});
		await migrate(old.database, MIGRATIONS);
		const manager = await old.make.aManager();
		const { items } = await old.queries.tickets(manager, { q: 'ксерокс' });
		expect(items.map(({ number }) => number)).toEqual([before.number]);
	} finally {
		await old.close();
	}
});
