import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import type { Person } from '#server/portal.ts';
import { cookieOf, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let manager: Person;
let cookie: string;
let annas: FullTicket;
let closed: FullTicket;
let others: FullTicket;

beforeAll(async () => {
	world = await startSite();
	const { make, commands } = world;
	manager = await make.aManager();
	cookie = await cookieOf(world, manager);
	const anna = await make.aClient({ name: 'Анна Тёплая', email: 'anna@firma.example' });
	const { slug: service } = await make.aService();
	annas = await make.aTicket({ by: anna, service, subject: 'Не открывается почта' });
	closed = await make.aTicket({ by: anna, service, subject: 'Давно сделано' });
	for (const status of ['in_progress', 'resolved', 'closed'] as const)
		await commands.updateTicket(manager, closed.number, { status });
	others = await make.aTicket({ service, subject: 'Касса не печатает чек' });
});
afterAll(() => world.close());

/** Numbers of the tickets that the queue shows at an address. */
async function shown(query: string): Promise<string[]> {
	const { status, text } = await visit(world, `/panel/queue?${query}`, cookie);
	expect(status).toBe(200);
	const rows = text.matchAll(/<tr[^>]*data-ticket="(BC-\d+)"/g);
	return [...rows].map(([, number = '']) => number).sort();
}

describe('the queue without script', () => {
	it('has fields for the requester, what is overdue and the days', async () => {
		const { text } = await visit(world, '/panel/queue', cookie);
		const [, form = ''] =
			/<form action="\/panel\/queue" aria-label="Отбор заявок"(.*?)<\/form>/s.exec(text) ?? [];
		for (const field of ['requester', 'overdue', 'createdFrom', 'createdTo', 'priority'])
			expect(form).toContain(`name="${field}"`);
		expect(form).toContain('type="submit"');
	});

	it('finds those of a requester, and tells the name', async () => {
		expect(await shown('requester=anna%40firma.example')).toEqual([annas.number]);
		expect(await shown('requester=Anna%40Firma.Example&status=any')).toEqual(
			[annas.number, closed.number].sort()
		);
		const { text } = await visit(world, '/panel/queue?requester=anna%40firma.example', cookie);
		expect(text).toContain('Клиент: Анна Тёплая');
		expect(text).toContain('name="requester" value="anna@firma.example"');
	});

	it('finds nothing by an e-mail that nobody has, and says how to go on', async () => {
		const { status, text } = await visit(world, '/panel/queue?requester=x%00%40y', cookie);
		expect(status).toBe(200);
		expect(text).not.toContain(`data-ticket="${others.number}"`);
		expect(text).toContain('href="/panel/queue"');
	});

	it('finds those filed on days of the portal’s zone, with every other filter', async () => {
		const { timeZone } = world.portal.installation;
		const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(world.clock.now());
		const all = [annas, closed, others].map(({ number }) => number).sort();
		expect(await shown(`createdFrom=${today}&createdTo=${today}&status=any`)).toEqual(all);
		expect(await shown(`createdTo=${today}&requester=anna@firma.example`)).toEqual([annas.number]);
		expect(await shown('createdTo=2001-01-01&status=any')).toEqual([]);
	});

	it('finds what is overdue', async () => {
		expect(await shown('overdue=1')).toEqual([]);
		const { text } = await visit(world, '/panel/queue?overdue=1', cookie);
		expect(text).toMatch(/name="overdue"[^>]*checked/);
	});

	it('offers people by a part of their name or e-mail', async () => {
		const offered = async (q: string): Promise<unknown> => {
			const path = `/panel/queue/clients?q=${encodeURIComponent(q)}`;
			return JSON.parse((await visit(world, path, cookie)).text);
		};
		const anna = { name: 'Анна Тёплая', email: 'anna@firma.example' };
		for (const q of ['теплая', 'АННА Т', 'anna@', ' firma.example '])
			expect(await offered(q)).toEqual([anna]);
		expect(await offered('нет такого')).toEqual([]);
	});

	it('is where the name of a requester leads to', async () => {
		const { text } = await visit(world, `/panel/queue/${annas.number}`, cookie);
		expect(text).toMatch(
			/href="\/panel\/queue\?requester=anna%40firma\.example&(amp;)?status=any"/
		);
	});
});
