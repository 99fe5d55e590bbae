import type { LiveState } from '#lib/domain/live.ts';
import { DEFAULT_TARGETS } from '#lib/domain/sla.ts';
import { isFull, isOpen, type FullTicket, type Priority } from '#lib/domain/ticket.ts';
import type { Commands } from '../portal.ts';
import type { Cast, Member } from './cast.ts';
import { CLIENT_EMAIL, MANAGER_EMAIL, SERVICES } from './company.ts';
import { detailsFor, say } from './details.ts';
import { DeskTalk } from './desk-talk.ts';
import { HOUR, MINUTE, type OfficeHours } from './office-hours.ts';
import { pick, pickWeighted, type Random } from './random.ts';
import { REPERTOIRES } from './stories/index.ts';

/** What people of the demo company do while it is looked at. */
export type PlayedCommands = Pick<
	Commands,
	| 'createTicket'
	| 'updateTicket'
	| 'commentTicket'
	| 'createIncident'
	| 'updateIncident'
	| 'acknowledgeIncident'
	| 'createMaintenance'
	| 'createPerson'
>;

/** What the simulator works with. */
export interface Workplace {
	readonly commands: PlayedCommands;
	readonly cast: Cast;
	readonly random: Random;
	readonly hours: OfficeHours;
	readonly now: () => number;
}

/** How many tickets are open when the desk is neither pressed nor idle. */
const USUAL_OPEN = 47;
/** Tickets in work that are left alone for hours, so that fuses of every length burn. */
const SHELF = 17;
const FRESH_MS = 40 * MINUTE;
/** The client of the demo account always has something open to look at. */
const KEPT_FOR_CLIENT = 3;

/** Works the queue: looks at it, chooses what is next, does it as whoever would do it. */
export class Desk {
	readonly #place: Workplace;
	readonly #talk: DeskTalk;

	constructor(place: Workplace) {
		this.#place = place;
		this.#talk = new DeskTalk(place);
	}

	/** Does one thing; false when there is nothing to do. */
	async work(state: LiveState): Promise<boolean> {
		const { random } = this.#place;
		// Tickets with an external id are somebody's import: not this company's to work on.
		const own = state.tickets.filter(isFull).filter(({ externalId }) => externalId === null);
		const open = own.filter(({ status }) => isOpen(status));
		if (random() < Math.min(0.5, 0.1 + (USUAL_OPEN - open.length) * 0.025)) {
			await this.#file();
			return true;
		}
		const weights = new Map(own.map((ticket) => [ticket, this.#weight(ticket, own)]));
		const candidates = own.filter((ticket) => (weights.get(ticket) ?? 0) > 0);
		if (candidates.length === 0) return false;
		const ticket = pickWeighted(random, candidates, (one) => weights.get(one) ?? 0);
		await this.#act(ticket, own);
		return true;
	}

	#weight(ticket: FullTicket, own: readonly FullTicket[]): number {
		const { cast, now } = this.#place;
		const idle = now() - Date.parse(ticket.updatedAt);
		const assignee = cast.member(ticket.assignee?.email);
		// What real people have taken on, or have just touched, is theirs.
		if ((ticket.assignee !== null && assignee === null) || idle < 5_000) return 0;
		const count = (status: FullTicket['status']) =>
			own.filter((one) => one.status === status).length;
		const yielding = ticket.assignee?.email === MANAGER_EMAIL ? 0.4 : 1;
		const attention = ticket.requester.email === CLIENT_EMAIL ? 1.6 : yielding;
		switch (ticket.status) {
			case 'new': {
				const unassigned = own.filter((one) => one.assignee === null && one.status === 'new');
				const pressed = ticket.assignee === null && unassigned.length <= 4 ? 0.25 : 1.4;
				return pressed * attention * (1 + idle / (4 * MINUTE));
			}
			case 'in_progress':
				return attention * this.#urge(ticket, own);
			case 'waiting': {
				const requester = cast.member(ticket.requester.email);
				// Real clients answer for themselves; the demo's own get half an hour to do so.
				if (requester === null || (requester.signsIn && idle < HOUR / 2)) return 0;
				return count('waiting') > 12 ? 2 : count('waiting') > 8 ? 0.4 : 0.08;
			}
			default:
				return Math.max(0, count('resolved') - 14) * 0.08 + 0.02;
		}
	}

	/** How soon somebody goes on with a ticket in work. */
	#urge(ticket: FullTicket, own: readonly FullTicket[]): number {
		const at = this.#place.now();
		if (ticket.sla.resolution === 'breached') {
			const late = own.filter((one) => isOpen(one.status) && one.sla.resolution === 'breached');
			return late.length > 4 ? 1.5 : 0.015;
		}
		const whole = DEFAULT_TARGETS[ticket.priority].resolutionMinutes * MINUTE;
		const left = (Date.parse(ticket.resolutionDueAt ?? ticket.createdAt) - at) / whole;
		if (left < 0.1) return 0.025;
		if (left < 0.3) return 0.008;
		const age = at - Date.parse(ticket.createdAt);
		const shelved = own.filter(
			(one) => one.status === 'in_progress' && at - Date.parse(one.createdAt) > FRESH_MS
		).length;
		const parked = /[05]$/.test(ticket.number) && age > 10 * MINUTE && shelved <= SHELF;
		if (parked || (age > FRESH_MS && shelved <= SHELF + 4)) return 0.004;
		return 1;
	}

	async #file(): Promise<void> {
		const { commands, cast, random, hours, now } = this.#place;
		const service = pick(random, SERVICES).slug;
		const story = pick(random, REPERTOIRES[service]?.stories ?? []);
		const client = cast.client(random);
		const details = detailsFor(random, now(), hours);
		const input = {
			subject: say(pick(random, [story.subject].flat()), details, client.feminine),
			description: say(story.text, details, client.feminine),
			service,
			priority: story.priority ?? 'normal'
		};
		if (random() < 0.75) await commands.createTicket(client.actor, input);
		else
			await commands.createTicket(cast.dispatcher(random).actor, {
				...input,
				requester: client.email
			});
	}

	async #act(ticket: FullTicket, own: readonly FullTicket[]): Promise<void> {
		const { commands, cast, random } = this.#place;
		const assignee = cast.member(ticket.assignee?.email);
		if (ticket.status === 'new' || assignee === null) return this.#begin(ticket, assignee);
		if (ticket.status === 'waiting') return this.#talk.answer(ticket);
		if (ticket.status === 'resolved') return this.#afterwards(ticket, assignee);
		const chance = random();
		if (chance < 0.2 && this.#mayResolve(ticket, own)) {
			await this.#talk.solution(ticket, assignee);
			await commands.updateTicket(assignee.actor, ticket.number, { status: 'resolved' });
		} else if (chance < 0.38 && this.#talk.mayAsk(ticket)) {
			await this.#talk.question(ticket, assignee);
			await commands.updateTicket(assignee.actor, ticket.number, { status: 'waiting' });
		} else if (chance < 0.5) await this.#talk.note(ticket, assignee);
		else if (chance < 0.57) await this.#handOver(ticket, assignee);
		else if (chance < 0.66) await this.#reprioritise(ticket);
		else if (this.#talk.mayReport(ticket)) await this.#talk.progress(ticket, assignee);
		else await this.#talk.note(ticket, assignee);
	}

	async #begin(ticket: FullTicket, assignee: Member | null): Promise<void> {
		const { commands, cast, random } = this.#place;
		const expert = assignee ?? cast.expert(random, ticket.service);
		if (assignee === null && ticket.status === 'new' && random() < 0.35) {
			const { actor } = cast.dispatcher(random);
			await commands.updateTicket(actor, ticket.number, { assignee: expert.email });
			return;
		}
		await commands.updateTicket(expert.actor, ticket.number, {
			assignee: expert.email,
			...(ticket.status === 'new' ? { status: 'in_progress' as const } : {})
		});
		if (ticket.firstResponseAt === null) await this.#talk.opening(ticket, expert);
	}

	async #afterwards(ticket: FullTicket, assignee: Member): Promise<void> {
		const { commands, cast, random, now } = this.#place;
		const requester = cast.member(ticket.requester.email);
		const rested = now() - Date.parse(ticket.resolvedAt ?? ticket.updatedAt);
		if (rested < 3 * MINUTE && requester !== null && !requester.signsIn) {
			if (random() < 0.15 && this.#talk.mayRelapse(ticket)) {
				await this.#talk.relapse(ticket, requester);
				await commands.updateTicket(assignee.actor, ticket.number, { status: 'in_progress' });
			} else if (this.#talk.mayThank(ticket)) await this.#talk.thanks(ticket, requester);
			return;
		}
		if (rested > 3 * MINUTE)
			await commands.updateTicket(assignee.actor, ticket.number, { status: 'closed' });
	}

	async #handOver(ticket: FullTicket, assignee: Member): Promise<void> {
		const { commands, cast, random } = this.#place;
		const next = cast.expert(random, ticket.service, assignee);
		await this.#talk.handover(ticket, assignee);
		await commands.updateTicket(assignee.actor, ticket.number, { assignee: next.email });
	}

	async #reprioritise(ticket: FullTicket): Promise<void> {
		const { commands, cast, random } = this.#place;
		const steps: Readonly<Record<Priority, readonly Priority[]>> = {
			low: ['normal'],
			normal: ['high', 'low'],
			high: ['normal', 'normal', 'critical'],
			critical: ['high']
		};
		const priority = pick(random, steps[ticket.priority]);
		await commands.updateTicket(cast.dispatcher(random).actor, ticket.number, { priority });
	}

	#mayResolve(ticket: FullTicket, own: readonly FullTicket[]): boolean {
		const { email } = ticket.requester;
		const open = own.filter((one) => one.requester.email === email && isOpen(one.status));
		return email !== CLIENT_EMAIL || open.length > KEPT_FOR_CLIENT;
	}
}
