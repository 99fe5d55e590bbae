import type { TicketStatus } from '#lib/domain/ticket.ts';
import type { Answer, ReplayApi } from './api.ts';
import { Directory } from './directory.ts';
import { pathBetween, type Moment, type Story } from './plan.ts';
import { livedThrough, ticketIn, type TicketNow } from './ticket.ts';

export interface ReplayProgress {
	readonly done: number;
	readonly total: number;
}

export interface ReplaySummary {
	/** Tickets filed by this run, and those that had been there before. */
	readonly filed: number;
	readonly found: number;
	/** Changes made to tickets. */
	readonly updates: number;
	/** What was refused, the first ones in words. */
	readonly refused: number;
	readonly refusals: readonly string[];
	readonly withAssignees: boolean;
	/** Rows that change nothing the portal keeps. */
	readonly silent: number;
	/** Tickets by the status the portal last told of. */
	readonly statuses: Readonly<Partial<Record<TicketStatus, number>>>;
}

const REFUSALS_TOLD = 20;
/** Somebody else may move a ticket while it is replayed: then the way is looked for anew. */
const DETOURS = 5;

/** A ticket on its way through the log. */
interface Traveller {
	readonly story: Story;
	ticket: TicketNow | null;
	/** The last moment it has lived through. */
	lived: number;
}

/**
 * Plays stories as live traffic. Every ticket belongs to one lane and a lane does one thing at a
 * time, so the order of a ticket's updates holds while tickets interleave by time of update.
 */
export class Replay {
	readonly #api: Pick<ReplayApi, 'send'>;
	readonly #directory: Directory;
	readonly #onProgress: (progress: ReplayProgress) => void;
	readonly #travellers: Traveller[];
	readonly #total: number;
	#done = 0;
	#filed = 0;
	#found = 0;
	#updates = 0;
	#refused = 0;
	readonly #refusals: string[] = [];

	constructor(
		api: Pick<ReplayApi, 'send'>,
		stories: readonly Story[],
		onProgress: (progress: ReplayProgress) => void = () => undefined
	) {
		this.#api = api;
		this.#directory = new Directory(api, (what, answer) => this.#refuse(what, answer));
		this.#onProgress = onProgress;
		this.#travellers = stories.map((story) => ({ story, ticket: null, lived: -1 }));
		this.#total = stories.reduce((sum, { moments }) => sum + moments.length, 0);
	}

	/** Plays everything; rejects only when going on is pointless or it was told to stop. */
	async run(lanes: number): Promise<void> {
		const queues: { traveller: Traveller; index: number; at: number }[][] = Array.from(
			{ length: lanes },
			() => []
		);
		for (const traveller of this.#travellers) {
			const lane = queues[laneOf(traveller.story.number, lanes)];
			for (const [index, { at }] of traveller.story.moments.entries())
				lane?.push({ traveller, index, at });
		}
		await Promise.all(
			queues.map(async (queue) => {
				queue.sort((a, b) => a.at - b.at);
				for (const { traveller, index } of queue) {
					await this.#play(traveller, index);
					this.#done += 1;
					this.#onProgress({ done: this.#done, total: this.#total });
				}
			})
		);
	}

	/** What has come of it so far. */
	summary(): ReplaySummary {
		const statuses: Partial<Record<TicketStatus, number>> = {};
		for (const { ticket } of this.#travellers)
			if (ticket) statuses[ticket.status] = (statuses[ticket.status] ?? 0) + 1;
		return {
			filed: this.#filed,
			found: this.#found,
			updates: this.#updates,
			refused: this.#refused,
			refusals: this.#refusals,
			withAssignees: this.#directory.withAssignees,
			silent: this.#travellers.reduce((sum, { story }) => sum + story.silent, 0),
			statuses
		};
	}

	async #play(traveller: Traveller, index: number): Promise<void> {
		const moment = traveller.story.moments[index];
		if (!moment) return;
		if (index === 0) await this.#file(traveller, moment);
		if (traveller.ticket === null || index <= traveller.lived) return;
		await this.#reach(traveller, traveller.ticket, moment);
	}

	async #file(traveller: Traveller, { wanted }: Moment): Promise<void> {
		const { story } = traveller;
		await this.#directory.service(wanted.service);
		const body = {
			subject: story.subject,
			description: story.description,
			service: wanted.service.slug,
			priority: wanted.priority,
			requester: story.requester.email,
			requesterName: story.requester.name,
			externalId: story.number,
			createdAt: new Date(story.openedAt).toISOString()
		};
		const answer = await this.#api.send('POST', '/tickets', body, `replay:${story.number}`);
		const ticket = answer.ok ? ticketIn(answer.body) : null;
		if (ticket === null) return this.#refuse(`${story.number}: filing`, answer);
		traveller.ticket = ticket;
		if (answer.status === 201) this.#filed += 1;
		else {
			this.#found += 1;
			const { withAssignees } = this.#directory;
			traveller.lived = livedThrough(ticket, story.moments, withAssignees);
		}
	}

	/** Brings a ticket to where the log has it, by as many changes as the transitions need. */
	async #reach(traveller: Traveller, ticket: TicketNow, moment: Moment): Promise<void> {
		const { number } = traveller.story;
		const { wanted } = moment;
		await this.#directory.service(wanted.service);
		const assignee = await this.#directory.assignee(wanted.assignee);
		let now = ticket;
		let path = pathBetween(now.status, wanted.status);
		for (let step = 0, detours = 0; path !== null; step += 1) {
			const status: TicketStatus = path[0] ?? now.status;
			const rest = path.slice(1);
			const last = rest.length === 0;
			const patch = {
				...(status === now.status ? {} : { status }),
				...(last && wanted.priority !== now.priority ? { priority: wanted.priority } : {}),
				...(last && wanted.service.slug !== now.service ? { service: wanted.service.slug } : {}),
				...(last && this.#directory.withAssignees && assignee !== now.assignee ? { assignee } : {})
			};
			if (Object.keys(patch).length === 0) return;
			const key = `replay:${number}:${moment.modCount}.${moment.ordinal}:${step}-${status}`;
			const answer = await this.#api.send('PATCH', `/tickets/${now.number}`, patch, key);
			const changed = answer.ok ? ticketIn(answer.body) : null;
			if (changed !== null) {
				this.#updates += 1;
				traveller.ticket = now = changed;
				if (last) return;
				path = rest;
			} else if (!answer.ok && mayBeElsewhere(answer.status) && detours < DETOURS) {
				detours += 1;
				const found = await this.#api.send('GET', `/tickets/${now.number}`, undefined, null);
				const fresh = found.ok ? ticketIn(found.body) : null;
				if (fresh === null || fresh.status === now.status)
					return this.#refuse(`${number} (${now.number}) → ${status}`, answer);
				traveller.ticket = now = fresh;
				path = pathBetween(now.status, wanted.status);
			} else return this.#refuse(`${number} (${now.number}) → ${status}`, answer);
		}
		this.#count(`${number} (${now.number}): no way from ${now.status} to ${wanted.status}`);
	}

	#refuse(what: string, answer: Answer): void {
		this.#count(
			answer.ok
				? `${what}: the answer ${answer.status} is not what was asked for`
				: `${what}: ${answer.status} ${answer.code} ${answer.detail}`.trimEnd()
		);
	}

	#count(refusal: string): void {
		this.#refused += 1;
		if (this.#refusals.length < REFUSALS_TOLD) this.#refusals.push(refusal);
	}
}

/** Answers that mean «the ticket is not where you think it is». */
function mayBeElsewhere(status: number): boolean {
	return status === 409 || status === 422;
}

/** Which lane a ticket belongs to: FNV-1a of its number. */
function laneOf(number: string, lanes: number): number {
	let hash = 0x811c9dc5;
	for (const letter of number) {
		hash ^= letter.codePointAt(0) ?? 0;
		hash = Math.imul(hash, 0x01000193) >>> 0;
	}
	return hash % lanes;
}
