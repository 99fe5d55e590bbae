import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM, type Actor } from '#lib/domain/people.ts';
import { createPortal, type PortalCore } from '#server/create-portal.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase } from '#server/database/open.ts';
import { MIGRATIONS } from '../../migrations/index.ts';

/** A portal in a folder of its own, with a queue on which changes can be made without end. */
export interface Company {
	readonly core: PortalCore;
	readonly file: string;
	readonly manager: Actor;
	/** Numbers of open tickets. */
	readonly tickets: readonly string[];
	/** Removes the folder; the portal must be closed before. */
	remove(): Promise<void>;
}

export async function openCompany(openTickets: number): Promise<Company> {
	const folder = await mkdtemp(join(tmpdir(), 'portal-bench-'));
	const file = join(folder, 'portal.sqlite');
	const database = await openDatabase(`sqlite:${file}`);
	await migrate(database, MIGRATIONS);
	const core = createPortal({
		database,
		config: {
			TIME_ZONE: 'Europe/Moscow',
			LOCALE: 'ru',
			DEMO: false,
			DEMO_PASSWORD: '',
			EVENT_RETENTION_DAYS: 30,
			ORIGIN: undefined,
			MEDIA_DIR: join(folder, 'media')
		},
		secret: 'of the benchmark, kept nowhere, 32+',
		build: 'bench',
		now: Date.now,
		failed: (error) => {
			throw error;
		}
	});
	const { commands } = core.portal;
	const person = async (name: string, email: string, role: 'manager' | 'client') =>
		(await commands.createPerson(SYSTEM, { name, email, role })).person;
	const manager = await person('Анна Кравцова', 'manager@bazis.example', 'manager');
	const client = await person('Павел Гущин', 'client@bazis.example', 'client');
	for (const slug of ['mail', 'network', 'accounting', 'printing'])
		await commands.createService(manager, { slug, name: slug, description: '' });
	const tickets: string[] = [];
	for (let index = 0; index < openTickets; index += 1) {
		const { ticket } = await commands.createTicket(client, {
			subject: 'Не открывается общая папка отдела',
			description: 'С утра у всего отдела папка пуста, вчера вечером всё было на месте.',
			service: 'network',
			priority: 'normal'
		});
		await commands.updateTicket(manager, ticket.number, { status: 'in_progress' });
		tickets.push(ticket.number);
	}
	return {
		core,
		file,
		manager,
		tickets,
		async remove() {
			await rm(folder, { recursive: true });
		}
	};
}

/** The change everything is measured with: a ticket is put on hold, or taken up again. */
export async function changeStatus(company: Company, index: number): Promise<void> {
	const { tickets, manager, core } = company;
	const number = tickets[index % tickets.length] ?? '';
	const status = Math.floor(index / tickets.length) % 2 === 0 ? 'waiting' : 'in_progress';
	await core.portal.commands.updateTicket(manager, number, { status });
}
