import type { AttachmentView } from '#lib/domain/attachment.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { NO_TOTALS } from '#lib/domain/figures.ts';
import type { IncidentUpdateView, StaffIncident } from '#lib/domain/incident.ts';
import type { Snapshot } from '#lib/domain/live.ts';
import { isStaff, type Actor } from '#lib/domain/people.ts';
import type { StaffMaintenance } from '#lib/domain/maintenance.ts';
import type { ServiceView } from '#lib/domain/service.ts';
import {
	advanceClocks,
	crossThresholds,
	DEFAULT_TARGETS,
	startClocks,
	type SlaClocks,
	type SlaFacts
} from '#lib/domain/sla.ts';
import { isListed, isOpen, mayMove, type FullTicket } from '#lib/domain/ticket.ts';
import { CLIENTS, SERVICES, STAFF } from '#server/demo/company.ts';
import type { PlayedCommands } from '#server/demo/desk.ts';
import type { DemoTarget } from '#server/demo/load.ts';
import type { Queries } from '#server/portal.ts';

interface Kept {
	ticket: FullTicket;
	facts: SlaFacts;
	clocks: SlaClocks;
}

/** The portal of the demo company in memory: domain rules and a clock, no database. */
export class FakeDesk {
	at: number;
	/** Tickets that are neither closed nor cancelled. */
	readonly tickets = new Map<string, Kept>();
	readonly incidents = new Map<string, StaffIncident>();
	services: ServiceView[];
	maintenances: StaffMaintenance[] = [];
	/** Incidents that live screens no longer show. */
	readonly #left = new Map<string, StaffIncident>();
	/** Everything that was done: verb, by whom, on what. */
	readonly done: { verb: string; actor: Actor; number: string; at: number }[] = [];
	filed = 0;
	closed = 0;
	/** Runs before each command; throws what the command is to fail with. */
	disturb: () => void = () => undefined;
	readonly #people: (Actor & { id: number; role: 'admin' | 'manager' | 'client' })[];
	#busy = false;

	constructor(at: number) {
		this.at = at;
		this.#people = [...STAFF, ...CLIENTS].map(({ name, email, role }, index) => ({
			id: index + 1,
			name,
			email,
			role
		}));
		this.services = SERVICES.map((service) => ({
			...service,
			state: 'operational',
			since: this.#iso()
		}));
	}

	open(): FullTicket[] {
		return [...this.tickets.values()].flatMap(({ ticket }) =>
			isOpen(ticket.status) ? [ticket] : []
		);
	}

	actor(email: string): Actor & { id: number } {
		const person = this.#people.find((one) => one.email === email);
		if (!person) throw new DomainError('not_found');
		return person;
	}

	/** Records the thresholds that have passed, as the clock job does. */
	tick(): void {
		for (const kept of this.tickets.values()) {
			const due = kept.clocks.nextThresholdAt;
			if (due === null || due > this.at) continue;
			const target = DEFAULT_TARGETS[kept.ticket.priority];
			this.#settle(kept, crossThresholds(kept.clocks, kept.facts, target, this.at));
		}
		this.maintenances = this.maintenances.filter(({ endsAt }) => Date.parse(endsAt) > this.at);
		for (const [number, incident] of this.incidents)
			if (incident.resolvedAt !== null && this.at - Date.parse(incident.resolvedAt) > 86_400_000) {
				this.#left.set(number, incident);
				this.incidents.delete(number);
			}
	}

	readonly queries: Pick<Queries, 'live' | 'staff' | 'clients'> = {
		live: async (): Promise<Snapshot> => {
			this.tick();
			return {
				epoch: 'e',
				seq: this.done.length,
				now: this.#iso(),
				audience: 'staff',
				state: {
					tickets: [...this.tickets.values()].map(({ ticket }) => ticket),
					totals: NO_TOTALS,
					incidents: [...this.incidents.values()],
					services: this.services,
					maintenances: this.maintenances,
					news: [],
					kpis: [],
					shifts: []
				}
			};
		},
		staff: async () => this.#people.filter(isStaff),
		clients: async () => this.#people.filter((person) => !isStaff(person))
	};

	readonly commands: PlayedCommands & DemoTarget['commands'] = {
		createTicket: (actor, input) =>
			this.#alone('createTicket', actor, () => {
				this.filed += 1;
				const createdAt = this.at;
				const facts = {
					createdAt,
					status: 'new',
					firstResponseAt: null,
					resolvedAt: null
				} as const;
				const clocks = startClocks(facts, DEFAULT_TARGETS[input.priority], this.at);
				const number = `BC-${1000 + this.filed}`;
				const ticket: FullTicket = {
					number,
					subject: input.subject,
					description: input.description,
					service: input.service,
					priority: input.priority,
					status: 'new',
					requester: this.actor(input.requester ?? actor.email),
					assignee: null,
					externalId: input.externalId ?? null,
					createdAt: this.#iso(),
					updatedAt: this.#iso(),
					firstResponseAt: null,
					resolvedAt: null,
					closedAt: null,
					responseDueAt: null,
					resolutionDueAt: null,
					pausedAt: null,
					pauses: [],
					promise: null,
					rating: null,
					sla: { response: 'running', resolution: 'running' },
					version: 1
				};
				this.#settle({ ticket, facts, clocks }, clocks);
				return { number, result: { ticket: this.#find(number).ticket, created: true } };
			}),
		updateTicket: (actor, number, { status, priority, assignee }) =>
			this.#alone('updateTicket', actor, () => {
				if (!isStaff(actor)) throw new DomainError('forbidden');
				const kept = this.#find(number);
				const next = status ?? kept.ticket.status;
				if (!mayMove(kept.ticket.status, next)) throw new DomainError('forbidden_transition');
				const resolvedAt = isOpen(next) ? null : (kept.facts.resolvedAt ?? this.at);
				kept.facts = { ...kept.facts, status: next, resolvedAt };
				kept.ticket = {
					...kept.ticket,
					status: next,
					priority: priority ?? kept.ticket.priority,
					assignee: assignee ? this.actor(assignee) : kept.ticket.assignee
				};
				this.#advance(kept);
				return { number, result: kept.ticket };
			}),
		cancelTicket: () => Promise.reject(new DomainError('forbidden')),
		rateTicket: (actor, number) =>
			this.#alone('rateTicket', actor, () => {
				const { ticket } = this.#find(number);
				if (ticket.requester.email !== actor.email || isOpen(ticket.status))
					throw new DomainError('forbidden_transition');
				return { number, result: ticket };
			}),
		commentTicket: (actor, number, { body, internal }) =>
			this.#alone('commentTicket', actor, () => {
				const kept = this.#find(number);
				if (!isStaff(actor) && kept.ticket.requester.email !== actor.email)
					throw new DomainError('not_found');
				if (/[{}|[\]]/.test(body)) throw new Error(`unfinished words: ${body}`);
				if (!internal && isStaff(actor) && isOpen(kept.facts.status))
					kept.facts = { ...kept.facts, firstResponseAt: kept.facts.firstResponseAt ?? this.at };
				if (!isStaff(actor) && kept.facts.status === 'waiting') {
					kept.facts = { ...kept.facts, status: 'in_progress' };
					kept.ticket = { ...kept.ticket, status: 'in_progress' };
				}
				if (!internal) this.#advance(kept);
				const author = { name: actor.name, staff: isStaff(actor) };
				const createdAt = this.#iso();
				const attachments: AttachmentView[] = [];
				const comment = { id: 1, ticket: number, author, body, internal, createdAt, attachments };
				return { number, result: { comment, created: true } };
			}),
		createIncident: (actor, { title, severity, message, services, impact }) =>
			this.#alone('createIncident', actor, () => {
				const number = `INC-${this.done.length}`;
				const first = this.#update('investigating', severity, message);
				const incident: StaffIncident = {
					number,
					title,
					severity,
					status: 'investigating',
					services: services.map((slug) => ({
						slug,
						name: slug,
						impact: impact?.[slug] ?? 'degraded'
					})),
					startedAt: this.#iso(),
					updatedAt: this.#iso(),
					acknowledgedAt: null,
					acknowledgedBy: null,
					resolvedAt: null,
					updates: [first],
					corrections: [],
					postmortemAt: null,
					postmortem: 'none',
					tickets: [],
					version: 1
				};
				this.incidents.set(number, incident);
				return { number, result: { incident, created: true } };
			}),
		updateIncident: (actor, number, { status, severity, message }) =>
			this.#alone('updateIncident', actor, () => {
				const before = this.incidents.get(number);
				if (!before) throw new DomainError('not_found');
				const next = status ?? before.status;
				const update = this.#update(next, severity ?? before.severity, message ?? '');
				const incident: StaffIncident = {
					...before,
					status: next,
					severity: update.severity,
					updatedAt: this.#iso(),
					resolvedAt: next === 'resolved' ? this.#iso() : null,
					updates: [update, ...before.updates]
				};
				this.incidents.set(number, incident);
				return { number, result: incident };
			}),
		acknowledgeIncident: (actor, number) =>
			this.#alone('acknowledgeIncident', actor, () => {
				const before = this.incidents.get(number);
				if (!before) throw new DomainError('not_found');
				const incident = { ...before, acknowledgedAt: this.#iso(), acknowledgedBy: actor };
				this.incidents.set(number, incident);
				return { number, result: incident };
			}),
		setServiceState: (actor, slug, state) =>
			this.#alone('setServiceState', actor, () => {
				const service = this.services.find((one) => one.slug === slug);
				if (!service) throw new DomainError('not_found');
				const since = this.#iso();
				const result = { ...service, state: state ?? 'operational', since };
				this.services = this.services.map((one) => (one.slug === slug ? result : one));
				return { number: slug, result: { ...result, hidden: false, manual: null } };
			}),
		createPerson: async (_actor, { email }) => {
			const person = this.#people.find((one) => one.email === email);
			if (!person) throw new Error('the simulator makes nobody');
			return { person, created: false };
		},
		linkTicket: (actor, number, ticket) =>
			this.#alone('linkTicket', actor, () => {
				const before = this.incidents.get(number) ?? this.#left.get(number);
				if (!before) throw new DomainError('not_found');
				const incident = { ...before, tickets: [...before.tickets, ticket] };
				if (this.incidents.has(number)) this.incidents.set(number, incident);
				return { number, result: incident };
			}),
		writePostmortem: (actor, number, { published }) =>
			this.#alone('writePostmortem', actor, () => {
				const before = this.incidents.get(number) ?? this.#left.get(number);
				if (!before) throw new DomainError('not_found');
				const incident: StaffIncident = {
					...before,
					postmortem: published ? 'published' : 'draft',
					postmortemAt: published ? this.#iso() : null
				};
				if (this.incidents.has(number)) this.incidents.set(number, incident);
				return { number, result: incident };
			}),
		createMaintenance: (actor, { title, message, services, startsAt, endsAt }) =>
			this.#alone('createMaintenance', actor, () => {
				const number = `MW-${this.maintenances.length + 1}`;
				const maintenance: StaffMaintenance = {
					number,
					title,
					message,
					status: 'planned',
					services: services.map((slug) => ({ slug, name: slug })),
					startsAt,
					endsAt,
					startedAt: null,
					endedAt: null,
					updatedAt: this.#iso(),
					createdBy: actor.name,
					version: 1
				};
				this.maintenances = [...this.maintenances, maintenance];
				return { number, result: { maintenance, created: true } };
			})
	};

	/** Proves that nothing runs beside anything else, and writes down what was done. */
	async #alone<T>(
		verb: string,
		actor: Actor,
		work: () => { number: string; result: T }
	): Promise<T> {
		if (this.#busy) throw new Error(`${verb} while something else is being done`);
		this.#busy = true;
		try {
			await Promise.resolve();
			this.disturb();
			const { number, result } = work();
			this.done.push({ verb, actor, number, at: this.at });
			return result;
		} finally {
			this.#busy = false;
		}
	}

	#update(
		status: IncidentUpdateView['status'],
		severity: IncidentUpdateView['severity'],
		message: string
	): IncidentUpdateView {
		return { id: this.done.length, at: this.#iso(), status, severity, message };
	}

	#find(number: string): Kept {
		const kept = this.tickets.get(number);
		if (!kept) throw new DomainError('not_found');
		return kept;
	}

	#advance(kept: Kept): void {
		const target = DEFAULT_TARGETS[kept.ticket.priority];
		kept.ticket = { ...kept.ticket, updatedAt: this.#iso(), version: kept.ticket.version + 1 };
		this.#settle(kept, advanceClocks(kept.clocks, kept.facts, target, this.at));
	}

	#settle(kept: Kept, clocks: SlaClocks): void {
		const { facts } = kept;
		kept.clocks = clocks;
		kept.ticket = {
			...kept.ticket,
			firstResponseAt: this.#isoOrNull(facts.firstResponseAt),
			resolvedAt: this.#isoOrNull(facts.resolvedAt),
			responseDueAt: new Date(clocks.responseDueAt).toISOString(),
			resolutionDueAt: new Date(clocks.resolutionDueAt).toISOString(),
			pausedAt: this.#isoOrNull(clocks.pausedAt),
			sla: { response: clocks.responseSla, resolution: clocks.resolutionSla }
		};
		if (isListed(facts.status)) this.tickets.set(kept.ticket.number, kept);
		else {
			this.tickets.delete(kept.ticket.number);
			this.closed += 1;
		}
	}

	#iso(): string {
		return new Date(this.at).toISOString();
	}

	#isoOrNull(at: number | null): string | null {
		return at === null ? null : new Date(at).toISOString();
	}
}
