import type { FullTicket } from '#lib/domain/ticket.ts';
import type { Member } from './cast.ts';
import type { Workplace } from './desk.ts';
import { say } from './details.ts';
import * as phrases from './phrases.ts';
import { pick } from './random.ts';
import { recall } from './recall.ts';
import { REPERTOIRES } from './stories/index.ts';
import type { Story } from './stories/story.ts';

/** How many tickets the desk remembers what was said in. */
const REMEMBERED = 300;
/** More of them, or sooner one after the other, would sound like excuses. */
const REPORTS = 4;
const BETWEEN_REPORTS_MS = 100_000;

interface Memory {
	readonly lines: Set<string>;
	asked: { readonly ask: string; readonly answer: string } | null;
	reports: number;
	reportedAt: number;
	thanked: boolean;
	relapse: { readonly again: string; readonly fix: string } | null;
}

/** What people write in tickets: to the matter where the ticket tells a known story. */
export class DeskTalk {
	readonly #place: Workplace;
	readonly #memories = new Map<string, Memory>();

	constructor(place: Workplace) {
		this.#place = place;
	}

	/** Nobody is asked twice. */
	mayAsk(ticket: FullTicket): boolean {
		return this.#memory(ticket).asked === null;
	}

	mayReport(ticket: FullTicket): boolean {
		const { reports, reportedAt } = this.#memory(ticket);
		return reports < REPORTS && this.#place.now() - reportedAt > BETWEEN_REPORTS_MS;
	}

	mayThank(ticket: FullTicket): boolean {
		return !this.#memory(ticket).thanked;
	}

	/** Only what has a cause can come back, once, and not after thanks. */
	mayRelapse(ticket: FullTicket): boolean {
		const { thanked, relapse } = this.#memory(ticket);
		return !thanked && relapse === null && this.#story(ticket)?.note !== undefined;
	}

	async opening(ticket: FullTicket, expert: Member): Promise<void> {
		const special = REPERTOIRES[ticket.service]?.openings ?? [];
		const lines = special.length > 0 && this.#place.random() < 0.4 ? special : phrases.OPENINGS;
		await this.#oneOf(ticket, expert, lines);
	}

	async question(ticket: FullTicket, assignee: Member): Promise<void> {
		const { ask, answer } = this.#story(ticket) ?? {};
		const own = ask !== undefined && answer !== undefined ? { ask, answer } : null;
		const asked = own ?? pick(this.#place.random, phrases.QUESTIONS);
		this.#memory(ticket).asked = asked;
		await this.#write(ticket, assignee, asked.ask);
	}

	/** The client's answer, which sets a waiting ticket going again. */
	async answer(ticket: FullTicket): Promise<void> {
		const requester = this.#place.cast.member(ticket.requester.email);
		if (requester === null) return;
		const { asked } = this.#memory(ticket);
		// Asked before a restart: it was the story's own question, or else a general one.
		const line =
			asked?.answer ?? this.#story(ticket)?.answer ?? 'Да, всё так. Жду, я на месте до вечера.';
		await this.#write(ticket, requester, line);
	}

	async solution(ticket: FullTicket, assignee: Member): Promise<void> {
		const fix = this.#memory(ticket).relapse?.fix ?? this.#story(ticket)?.fix;
		if (fix !== undefined) await this.#write(ticket, assignee, fix);
		else await this.#oneOf(ticket, assignee, phrases.FIXES);
	}

	async progress(ticket: FullTicket, assignee: Member): Promise<void> {
		const memory = this.#memory(ticket);
		memory.reports += 1;
		memory.reportedAt = this.#place.now();
		await this.#oneOf(ticket, assignee, phrases.PROGRESS);
	}

	async note(ticket: FullTicket, assignee: Member): Promise<void> {
		const note = this.#story(ticket)?.note;
		const lines = note === undefined ? phrases.NOTES : [note, ...phrases.NOTES];
		const fresh = lines.find((line) => !this.#memory(ticket).lines.has(line));
		if (fresh === undefined) return;
		this.#memory(ticket).lines.add(fresh);
		await this.#write(ticket, assignee, fresh, true);
	}

	async handover(ticket: FullTicket, assignee: Member): Promise<void> {
		await this.#oneOf(ticket, assignee, phrases.HANDOVERS, true);
	}

	async thanks(ticket: FullTicket, requester: Member): Promise<void> {
		this.#memory(ticket).thanked = true;
		await this.#oneOf(ticket, requester, phrases.THANKS);
	}

	async relapse(ticket: FullTicket, requester: Member): Promise<void> {
		const relapse = pick(this.#place.random, phrases.RELAPSES);
		this.#memory(ticket).relapse = relapse;
		await this.#write(ticket, requester, relapse.again);
	}

	async #oneOf(
		ticket: FullTicket,
		who: Member,
		lines: readonly string[],
		internal = false
	): Promise<void> {
		const said = this.#memory(ticket).lines;
		const fresh = lines.filter((line) => !said.has(line));
		const line = pick(this.#place.random, fresh.length > 0 ? fresh : lines);
		said.add(line);
		await this.#write(ticket, who, line, internal);
	}

	async #write(ticket: FullTicket, who: Member, line: string, internal = false): Promise<void> {
		const body = say(line, recall(ticket)?.details ?? {}, who.feminine);
		await this.#place.commands.commentTicket(who.actor, ticket.number, { body, internal });
	}

	#story(ticket: FullTicket): Story | null {
		return recall(ticket)?.story ?? null;
	}

	#memory({ number }: FullTicket): Memory {
		let memory = this.#memories.get(number);
		if (!memory) {
			memory = {
				lines: new Set(),
				asked: null,
				reports: 0,
				reportedAt: 0,
				thanked: false,
				relapse: null
			};
			this.#memories.set(number, memory);
			const [oldest] = this.#memories.keys();
			if (this.#memories.size > REMEMBERED && oldest !== undefined) this.#memories.delete(oldest);
		}
		return memory;
	}
}
