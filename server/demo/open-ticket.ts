import { DEFAULT_TARGETS } from '#lib/domain/sla.ts';
import type { Priority } from '#lib/domain/ticket.ts';
import { CLIENT2_EMAIL, CLIENT_EMAIL, DISPATCHERS, expertsOf } from './company.ts';
import { begin, greet, take, type Scene } from './finished-ticket.ts';
import { DAY, HOUR, MINUTE } from './office-hours.ts';
import * as phrases from './phrases.ts';
import { between, lognormal, pick } from './random.ts';
import type { Thread } from './thread.ts';

/** How an open ticket stands at the moment the demo begins. */
export interface OpenState {
	readonly stage: 'unassigned' | 'assigned' | 'in_progress' | 'waiting';
	readonly priority: Priority;
	/** Minutes until the solution is due, below zero when it is late. */
	readonly dueIn?: number;
	/** Minutes since it was filed, where that says more. */
	readonly age?: number;
	readonly service?: string;
	/** How the subject of its story begins. */
	readonly about?: string;
	readonly client?: string;
}

const STORM: readonly OpenState[] = [
	{ ...late('critical', 12), service: 'acquiring', about: 'Кассы не проводят оплату' },
	{ ...late('high', 3), service: 'mail', about: 'Письма от поставщиков' },
	{ ...late('normal', 64), service: 'internet', about: 'Филиал' },
	{ ...due('high', 19), service: '1c', about: 'Закрытие месяца' },
	{ ...due('high', 41), service: 'telephony', about: 'Нет исходящих' },
	{ ...due('normal', 65), service: 'print', about: 'МФУ на' },
	{ ...due('critical', 97), service: 'video', about: 'В переговорной нет звука' },
	{ ...fresh('high', 23), service: 'vpn', about: 'Бухгалтерия не может' },
	{ ...fresh('normal', 36), service: 'portal', about: 'Не открывается карточка' },
	{ ...fresh('normal', 9), service: '1c', about: 'Не обновляется справочник' },
	{ ...fresh('normal', 52), service: 'terminals', about: 'Зависает сеанс' },
	{ ...fresh('low', 17), service: 'telephony', about: 'Настроить телефон' },
	{ stage: 'assigned', priority: 'normal', age: 14, client: CLIENT_EMAIL },
	{ ...due('high', 168), client: CLIENT_EMAIL },
	{ ...due('normal', 905), client: CLIENT_EMAIL },
	{ stage: 'waiting', priority: 'normal', client: CLIENT_EMAIL },
	{ ...due('normal', 610), client: CLIENT2_EMAIL },
	{ stage: 'waiting', priority: 'normal', client: CLIENT2_EMAIL }
];

function due(priority: Priority, minutes: number): OpenState {
	return { stage: 'in_progress', priority, dueIn: minutes };
}

function late(priority: Priority, minutes: number): OpenState {
	return due(priority, -minutes);
}

function fresh(priority: Priority, minutes: number): OpenState {
	return { stage: 'unassigned', priority, age: minutes };
}

/** The forty-seven that are open, the urgent ones chosen by hand. */
export function openStates({ random }: Scene): readonly OpenState[] {
	const rest: OpenState[] = [];
	for (let each = 0; each < 4; each += 1)
		rest.push({ stage: 'assigned', priority: 'normal', age: between(random, 6, 70) });
	for (let each = 0; each < 8; each += 1)
		rest.push({ stage: 'waiting', priority: pick(random, ['normal', 'normal', 'low', 'high']) });
	for (let each = 0; each < 17; each += 1) {
		const priority = pick(random, ['normal', 'normal', 'normal', 'low', 'high'] as const);
		const minutes = DEFAULT_TARGETS[priority].resolutionMinutes;
		rest.push({ stage: 'in_progress', priority, dueIn: minutes * between(random, 0.36, 0.95) });
	}
	return [...STORM, ...rest];
}

/** When a ticket that stands so was filed; at a busy hour if there is a choice. */
export function filedAt({ random, hours, now }: Scene, state: OpenState): number {
	if (state.age !== undefined) return now - state.age * MINUTE;
	if (state.dueIn !== undefined) {
		const minutes = DEFAULT_TARGETS[state.priority].resolutionMinutes;
		if (state.dueIn < minutes * 0.3 || state.client !== undefined)
			return now - (minutes - state.dueIn) * MINUTE;
		const shares = Array.from({ length: 16 }, () => between(random, 0.05, 0.64));
		const moments = shares.map((share) => now - minutes * share * MINUTE);
		return moments.find((at) => hours.isOpen(at)) ?? moments[0] ?? now;
	}
	const moments = Array.from({ length: 16 }, () => now - between(random, 5 * HOUR, 3.5 * DAY));
	return moments.find((at) => hours.isOpen(at)) ?? moments[0] ?? now;
}

/** Writes the life of a ticket that is still open. */
export function openLife(
	scene: Scene,
	thread: Thread,
	state: OpenState,
	service: string,
	createdAt: number
): void {
	const { random, now } = scene;
	const start = { service, priority: state.priority, createdAt };
	begin(scene, thread, start);
	if (state.stage === 'unassigned') return;
	const age = now - createdAt;
	if (state.stage === 'assigned') {
		const assignee = pick(random, expertsOf(service));
		const at = createdAt + age * between(random, 0.2, 0.8);
		thread.change(at, pick(random, DISPATCHERS), { assignee: assignee.email });
		return;
	}
	const taken = take(scene, thread, start, createdAt + age * 0.5);
	greet(scene, thread, start, taken);
	const { assignee, at } = taken;
	if (random() < 0.5) thread.note(Math.min(now - MINUTE, at + 6 * MINUTE), assignee);
	if (state.stage === 'waiting') {
		const promised = DEFAULT_TARGETS[state.priority].resolutionMinutes * MINUTE;
		const asked = createdAt + Math.min(age * 0.6, promised * between(random, 0.04, 0.3));
		thread.ask(Math.max(at + MINUTE, asked), assignee);
		return;
	}
	const answered = age > 2 * HOUR && thread.story.ask !== undefined && random() < 0.7;
	if (answered) {
		const askedAt = at + Math.min(age * 0.2, lognormal(random, 15, 0.5) * MINUTE);
		thread.ask(askedAt, assignee);
		thread.answer(askedAt + Math.min(age * 0.05, 25 * MINUTE));
	} else if (age > 90 * MINUTE && random() < 0.7) {
		const said = scene.hours.whenOpen(between(random, at + age * 0.1, at + age * 0.4), random);
		if (said < now - 2 * MINUTE) thread.writeOneOf(said, assignee, phrases.PROGRESS);
	}
}
