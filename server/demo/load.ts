import type { Actor, Role } from '#lib/domain/people.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import type { Commands } from '../portal.ts';
import type { Publish } from './documents/publish.ts';
import type { DemoPerson, DemoPlan, DemoService, DemoStep } from './step.ts';

/** An account to be made; without a password nobody can sign in with it. */
export interface DemoAccount {
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly organization: string;
	readonly password?: string;
}

/** Where a demo company is loaded: the portal's own commands behind a clock that can be wound. */
export interface DemoTarget {
	readonly commands: Pick<
		Commands,
		| 'createTicket'
		| 'updateTicket'
		| 'cancelTicket'
		| 'rateTicket'
		| 'commentTicket'
		| 'createIncident'
		| 'updateIncident'
		| 'acknowledgeIncident'
		| 'setServiceState'
		| 'linkTicket'
		| 'writePostmortem'
		| 'createMaintenance'
	>;
	/** Where there is a roster to be filled. */
	readonly roster?: Pick<
		Commands,
		'createShifts' | 'saveCoverageRule' | 'setPublicName' | 'writeHandover' | 'acceptHandover'
	>;
	/** Where business processes are measured. */
	readonly metrics?: Pick<Commands, 'saveMetric' | 'recordMetric'>;
	createPerson(actor: Actor, account: DemoAccount): Promise<{ readonly id: number }>;
	createService(actor: Actor, service: DemoService): Promise<unknown>;
	/** Publishes documents; without it none are there. */
	readonly publish?: Publish;
	/** Winds the clock that the commands see. */
	setNow(ms: number): void;
	/** Runs the clock job (SLA thresholds, turns of the day) at the time the clock is wound to. */
	tick(): Promise<void>;
	actorFor(email: string): Promise<Actor>;
}

export interface LoadOptions {
	/** Password of the accounts that may sign in. */
	readonly password: string;
	/** Called now and then with how many steps of how many are done. */
	readonly onProgress?: (done: number, total: number) => void;
}

/** Lives through the plan. Numbers given by the portal are kept by the plan's own keys. */
export async function loadDemo(
	target: DemoTarget,
	plan: DemoPlan,
	options: LoadOptions
): Promise<void> {
	target.setNow(plan.from);
	await createPeople(target, plan, options.password);
	const admin = await target.actorFor(plan.admin);
	await Promise.all(plan.services.map((service) => target.createService(admin, service)));

	const stage = new Stage(target);
	let done = 0;
	for (const instant of instants(plan.steps)) {
		target.setNow(instant.at);
		if (instant.ticks) await target.tick();
		await Promise.all(instant.threads.map((steps) => stage.play(steps)));
		done += instant.size;
		options.onProgress?.(done, plan.steps.length);
	}
	target.setNow(plan.now);
	await target.tick();
}

async function createPeople(target: DemoTarget, plan: DemoPlan, password: string): Promise<void> {
	const create = (actor: Actor, person: DemoPerson) => {
		const { name, email, role, organization, signsIn } = person;
		const account = { name, email, role, organization };
		return target.createPerson(actor, signsIn ? { ...account, password } : account);
	};
	const first = plan.people.find(({ email }) => email === plan.admin);
	if (!first) throw new Error(`the plan has no administrator ${plan.admin}`);
	await create(SYSTEM, first);
	const admin = await target.actorFor(plan.admin);
	await Promise.all(
		plan.people.filter((person) => person !== first).map((person) => create(admin, person))
	);
}

/** Everything that happens at one moment: threads run side by side, each in its own order. */
interface Instant {
	readonly at: number;
	readonly ticks: boolean;
	readonly threads: readonly (readonly DemoStep[])[];
	readonly size: number;
}

function* instants(steps: readonly DemoStep[]): Generator<Instant> {
	for (let from = 0; from < steps.length;) {
		const at = steps[from]?.at ?? 0;
		let to = from;
		while (steps[to]?.at === at) to += 1;
		const present = steps.slice(from, to);
		const threads = new Map<string, DemoStep[]>();
		for (const step of present) {
			if (step.do === 'tick') continue;
			const key = threadOf(step);
			const thread = threads.get(key);
			if (thread) thread.push(step);
			else threads.set(key, [step]);
		}
		const ticks = present.some((step) => step.do === 'tick');
		yield { at, ticks, threads: [...threads.values()], size: present.length };
		from = to;
	}
}

/** What a step belongs to: steps of one thread keep their order. */
function threadOf(step: Exclude<DemoStep, { do: 'tick' }>): string {
	if ('ticket' in step) return step.ticket;
	if ('incident' in step) return step.incident;
	if ('works' in step) return step.works;
	if ('service' in step) return step.service;
	if ('document' in step) return step.document;
	if ('handover' in step) return step.handover;
	if ('metric' in step) return step.metric;
	return 'member' in step ? step.member : `${step.do} ${step.actor}`;
}

/** Carries steps out and remembers which number stands for which key. */
class Stage {
	readonly #target: DemoTarget;
	readonly #numbers = new Map<string, string>();
	readonly #actors = new Map<string, Promise<Actor>>();

	constructor(target: DemoTarget) {
		this.#target = target;
	}

	async play(steps: readonly DemoStep[]): Promise<void> {
		for (const step of steps) await this.#carryOut(step);
	}

	#actor(email: string): Promise<Actor> {
		let actor = this.#actors.get(email);
		if (!actor) this.#actors.set(email, (actor = this.#target.actorFor(email)));
		return actor;
	}

	#number(key: string): string {
		const number = this.#numbers.get(key);
		if (number === undefined) throw new Error(`the plan speaks of ${key} before it exists`);
		return number;
	}

	async #carryOut(step: DemoStep): Promise<void> {
		if (step.do === 'tick') return;
		const { commands } = this.#target;
		const actor = await this.#actor(step.actor);
		switch (step.do) {
			case 'file': {
				const { subject, description, service, priority, requester } = step;
				const input = { subject, description, service, priority };
				const own = requester === step.actor;
				const { ticket } = await commands.createTicket(
					actor,
					own ? input : { ...input, requester }
				);
				this.#numbers.set(step.ticket, ticket.number);
				return;
			}
			case 'change': {
				const { status, priority, assignee } = step;
				await commands.updateTicket(actor, this.#number(step.ticket), {
					status,
					priority,
					assignee
				});
				return;
			}
			case 'cancel':
				await commands.cancelTicket(actor, this.#number(step.ticket));
				return;
			case 'rate': {
				const { score } = step;
				await commands.rateTicket(actor, this.#number(step.ticket), { score, comment: '' });
				return;
			}
			case 'write': {
				const { body, internal } = step;
				await commands.commentTicket(actor, this.#number(step.ticket), { body, internal });
				return;
			}
			case 'open': {
				const { title, severity, message, impact } = step;
				const services = Object.keys(impact);
				const input = { title, severity, services, message, impact };
				const { incident } = await commands.createIncident(actor, input);
				this.#numbers.set(step.incident, incident.number);
				return;
			}
			case 'update': {
				const { status, severity, message } = step;
				const patch = { status, severity, message };
				await commands.updateIncident(actor, this.#number(step.incident), patch);
				return;
			}
			case 'acknowledge':
				await commands.acknowledgeIncident(actor, this.#number(step.incident));
				return;
			case 'service':
				await commands.setServiceState(actor, step.service, step.state);
				return;
			case 'link':
				await commands.linkTicket(actor, this.#number(step.incident), this.#number(step.ticket));
				return;
			case 'lesson': {
				const { body, published } = step;
				await commands.writePostmortem(actor, this.#number(step.incident), { body, published });
				return;
			}
			case 'plan': {
				const { title, message, services } = step;
				const [startsAt, endsAt] = [iso(step.startsAt), iso(step.endsAt)];
				await commands.createMaintenance(actor, { title, message, services, startsAt, endsAt });
				return;
			}
			case 'publish':
				await this.#target.publish?.(actor, step.document, step.edition);
				return;
			case 'define':
				await this.#target.metrics?.saveMetric(actor, step.metric, step.definition);
				return;
			case 'measure':
				await this.#target.metrics?.recordMetric(actor, step.metric, { value: step.value });
				return;
			case 'roster':
			case 'wanted':
			case 'named':
			case 'handover':
			case 'accept':
				await this.#watch(actor, step);
				return;
		}
	}

	async #watch(actor: Actor, step: WatchStep): Promise<void> {
		const { roster } = this.#target;
		if (!roster) return;
		switch (step.do) {
			case 'roster': {
				const { member, position, times } = step;
				await roster.createShifts(actor, { member, position, times, overlap: false });
				return;
			}
			case 'wanted':
				await roster.saveCoverageRule(actor, step.rule);
				return;
			case 'named':
				if (actor.id !== null) await roster.setPublicName(actor, actor.id, true);
				return;
			case 'handover': {
				const { handover } = await roster.writeHandover(actor, step.body);
				this.#numbers.set(step.handover, String(handover.id));
				return;
			}
			case 'accept':
				await roster.acceptHandover(actor, Number(this.#number(step.handover)));
		}
	}
}

/** What happens to the roster. */
type WatchStep = Extract<DemoStep, { do: 'roster' | 'wanted' | 'named' | 'handover' | 'accept' }>;

function iso(at: number): string {
	return new Date(at).toISOString();
}
