import { isDomainError } from '#lib/domain/errors.ts';
import { INCIDENT_STATUSES, SEVERITIES } from '#lib/domain/incident.ts';
import { SERVICE_STATES } from '#lib/domain/service.ts';
import { nextStatuses, PRIORITIES } from '#lib/domain/ticket.ts';
import type { Person } from '#server/portal.ts';
import { Chance } from './random.ts';
import type { World } from './world.ts';

/** What colleagues may do to each other's plans when they work at the same time. */
const EXPECTED = new Set(['forbidden_transition', 'stale_version', 'not_found', 'too_late']);

const SCORES = [1, 2, 3, 4, 5];

/** Random days at work: people filing, answering, moving tickets and fighting incidents. */
export class RandomWork {
	readonly #world: World;
	readonly #chance: Chance;
	readonly #clients: readonly Person[];
	readonly #staff: readonly Person[];
	readonly #admin: Person;
	readonly #services: readonly string[];
	/** Above so many listed tickets more are finished than filed. */
	readonly #crowd: number;
	readonly #tickets: string[] = [];
	readonly #incidents: string[] = [];
	#filed = 0;

	private constructor(
		world: World,
		chance: Chance,
		cast: { clients: Person[]; staff: Person[]; admin: Person; services: string[] },
		crowd: number
	) {
		this.#world = world;
		this.#chance = chance;
		this.#clients = cast.clients;
		this.#staff = cast.staff;
		this.#admin = cast.admin;
		this.#services = cast.services;
		this.#crowd = crowd;
	}

	/** Hires the people; `clients` may be given so that the test knows them. */
	static async begin(
		world: World,
		options: { seed: number; crowd: number; clients?: Person[] }
	): Promise<RandomWork> {
		const { make } = world;
		const clients = options.clients ?? [await make.aClient(), await make.aClient()];
		const staff = [await make.aManager(), await make.aManager()];
		const services: string[] = [];
		for (let made = 0; made < 4; made++) services.push((await make.aService()).slug);
		return new RandomWork(
			world,
			new Chance(options.seed),
			{ clients, staff, admin: await make.anAdmin(), services },
			options.crowd
		);
	}

	/** Files so many tickets at once. */
	async fill(count: number): Promise<void> {
		for (let done = 0; done < count; done += 64)
			await Promise.all(Array.from({ length: Math.min(64, count - done) }, () => this.#file()));
	}

	/** Does one random thing; what another did meanwhile may stand in its way. */
	async step(): Promise<void> {
		try {
			await this.#choose()();
		} catch (error) {
			if (!isDomainError(error) || !EXPECTED.has(error.code)) throw error;
		}
	}

	#choose(): () => Promise<unknown> {
		const { commands } = this.#world;
		const chance = this.#chance;
		const staff = chance.pick(this.#staff);
		const roll = chance.next();
		const crowded = this.#tickets.length >= this.#crowd;
		if (this.#tickets.length === 0 || roll < (crowded ? 0.04 : 0.2)) return () => this.#file();
		const number = chance.pick(this.#tickets);
		if (roll < 0.02) return () => this.#delete(number);
		if (roll < 0.06) return () => this.#rate(number);
		if (roll < 0.1) return () => this.#read(number);
		if (roll < 0.55) return () => this.#move(number, staff, crowded);
		if (roll < 0.65) {
			const priority = chance.pick(PRIORITIES);
			return () => commands.updateTicket(staff, number, { priority });
		}
		if (roll < 0.75) {
			const assignee = chance.happens(0.3) ? null : chance.pick(this.#staff).email;
			return () => commands.updateTicket(staff, number, { assignee });
		}
		if (roll < 0.9) {
			const internal = chance.happens(0.3);
			return () => commands.commentTicket(staff, number, { body: 'Ответ', internal });
		}
		if (roll < 0.93) {
			const state = chance.pick(SERVICE_STATES);
			const service = chance.pick(this.#services);
			return () => commands.setServiceState(staff, service, state);
		}
		if (roll < 0.94) return () => this.#plan(staff);
		if (roll < 0.95) return this.#seldom(number, staff);
		if (roll < 0.96 && this.#incidents.length > 0) {
			const incident = chance.pick(this.#incidents);
			return () => commands.linkTicket(staff, incident, number);
		}
		if (this.#incidents.length < 3) return () => this.#openIncident(staff);
		return () => this.#moveIncident(staff);
	}

	/** What happens once a day: names, words and promises change, links are undone. */
	#seldom(number: string, staff: Person): () => Promise<unknown> {
		const { commands, queries } = this.#world;
		const chance = this.#chance;
		const word = `${++this.#filed}`;
		const slug = chance.pick(this.#services);
		const incident = this.#incidents[0];
		return chance.pick([
			() => commands.updateProfile(chance.pick(this.#clients), { name: `Имя ${word}` }),
			() => commands.updateTicket(staff, number, { subject: `Тема ${word}` }),
			() => commands.updateTicket(staff, number, { service: slug }),
			() => commands.updateService(staff, slug, { name: `Услуга ${word}` }),
			async () => {
				if (incident) await commands.unlinkTicket(staff, incident, number);
			},
			async () => {
				const { policies } = await queries.slaBook();
				const { id } = chance.pick(policies);
				await commands.updateSlaPolicy(this.#admin, id, {
					resolutionMinutes: 600 + chance.below(600)
				});
				if (chance.happens(0.2)) await commands.recalculateSla(this.#admin);
			}
		]);
	}

	async #file(): Promise<void> {
		const chance = this.#chance;
		const { ticket } = await this.#world.commands.createTicket(chance.pick(this.#clients), {
			subject: `Заявка ${++this.#filed}`,
			description: 'Текст',
			service: chance.pick(this.#services),
			priority: chance.pick(PRIORITIES)
		});
		this.#tickets.push(ticket.number);
	}

	async #move(number: string, staff: Person, crowded: boolean): Promise<void> {
		const { queries, commands } = this.#world;
		const { status: from } = await queries.ticket(staff, number);
		const ways = nextStatuses(from);
		if (ways.length === 0) return this.#forget(number);
		const finishing = ways.filter((to) => to === 'closed' || to === 'cancelled');
		const status = this.#chance.pick(crowded && finishing.length > 0 ? finishing : ways);
		await commands.updateTicket(staff, number, { status });
		// A closed one stays among those that may be reopened, but not for ever.
		if (status === 'cancelled' || (status === 'closed' && this.#chance.happens(0.7)))
			this.#forget(number);
	}

	/** Somebody else may be moving it at this very moment, and then finds nothing. */
	async #delete(number: string): Promise<void> {
		this.#forget(number);
		await this.#world.commands.deleteTicket(this.#admin, number, 'Заведена по ошибке');
	}

	async #rate(number: string): Promise<void> {
		const { queries, commands } = this.#world;
		const { requester } = await queries.ticket(this.#admin, number);
		const client = this.#clients.find(({ email }) => email === requester.email);
		if (!client) return;
		await commands.rateTicket(client, number, { score: this.#chance.pick(SCORES), comment: '' });
		if (this.#chance.happens(0.3))
			await commands.reopenTicket(client, number, { body: 'Снова то же' });
	}

	/** Its client looks at it, or at a part of what is new. */
	async #read(number: string): Promise<void> {
		const { queries, commands } = this.#world;
		const { requester } = await queries.ticket(this.#admin, number);
		const client = this.#clients.find(({ email }) => email === requester.email);
		if (!client) return;
		const { news = 0 } = await queries.ticket(client, number);
		await commands.readTicket(client, number, this.#chance.happens(0.3) ? news - 1 : news);
	}

	#forget(number: string): void {
		const at = this.#tickets.indexOf(number);
		if (at >= 0) this.#tickets.splice(at, 1);
	}

	/** Plans works, or begins, ends and cancels those that are planned. */
	async #plan(staff: Person): Promise<void> {
		const { commands, queries, clock } = this.#world;
		const ahead = await queries.maintenances(staff, { status: ['planned', 'in_progress'] });
		const [works] = ahead.items;
		if (works && this.#chance.happens(0.6)) {
			const ways =
				works.status === 'planned' ? (['in_progress', 'cancelled'] as const) : ['done' as const];
			await commands.updateMaintenance(staff, works.number, { status: this.#chance.pick(ways) });
			return;
		}
		await commands.createMaintenance(staff, {
			title: 'Работы',
			message: '',
			services: [this.#chance.pick(this.#services)],
			startsAt: new Date(clock.now() + 3_600_000).toISOString(),
			endsAt: new Date(clock.now() + 7_200_000).toISOString()
		});
	}

	async #openIncident(staff: Person): Promise<void> {
		const chance = this.#chance;
		const { incident } = await this.#world.commands.createIncident(staff, {
			title: 'Сбой',
			severity: chance.pick(SEVERITIES),
			services: [chance.pick(this.#services)],
			message: 'Разбираемся'
		});
		this.#incidents.push(incident.number);
	}

	async #moveIncident(staff: Person): Promise<void> {
		const { commands } = this.#world;
		const number = this.#chance.pick(this.#incidents);
		if (this.#chance.happens(0.2)) {
			await commands.acknowledgeIncident(staff, number);
			return;
		}
		const status = this.#chance.pick(INCIDENT_STATUSES);
		const severity = this.#chance.pick(SEVERITIES);
		const impact = this.#chance.happens(0.4)
			? { [this.#chance.pick(this.#services)]: this.#chance.pick(SERVICE_STATES) }
			: undefined;
		await commands.updateIncident(staff, number, { status, severity, message: 'Дальше', impact });
		if (status === 'resolved' && this.#chance.happens(0.5))
			this.#incidents.splice(this.#incidents.indexOf(number), 1);
	}
}
