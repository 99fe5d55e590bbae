import type { Priority } from '#lib/domain/ticket.ts';
import { NOTES, QUESTIONS } from './phrases.ts';
import { say, type Details } from './details.ts';
import { pick, type Random } from './random.ts';
import type { DemoAction, DemoStep } from './step.ts';
import type { Speaker } from './company.ts';
import type { Story } from './stories/story.ts';

/** A ticket of the plan while its life is being written: who speaks, about what, and when. */
export class Thread {
	readonly key: string;
	readonly story: Story;
	readonly client: Speaker;
	readonly steps: DemoStep[] = [];
	readonly #random: Random;
	readonly #details: Details;
	readonly #said = new Set<string>();
	readonly #question: { readonly ask: string; readonly answer: string };

	constructor(options: {
		key: string;
		story: Story;
		client: Speaker;
		details: Details;
		random: Random;
	}) {
		this.key = options.key;
		this.story = options.story;
		this.client = options.client;
		this.#details = options.details;
		this.#random = options.random;
		this.#question = pick(options.random, QUESTIONS);
	}

	file(at: number, actor: Speaker, service: string, priority: Priority): void {
		const { subject, text } = this.story;
		const heading = typeof subject === 'string' ? subject : pick(this.#random, subject);
		this.#add(at, {
			do: 'file',
			ticket: this.key,
			actor: actor.email,
			requester: this.client.email,
			subject: say(heading, this.#details, this.client.feminine),
			description: say(text, this.#details, this.client.feminine),
			service,
			priority
		});
	}

	change(
		at: number,
		actor: Speaker,
		change: Pick<DemoAction & { do: 'change' }, 'status' | 'priority' | 'assignee'>
	): void {
		this.#add(at, { do: 'change', ticket: this.key, actor: actor.email, ...change });
	}

	cancel(at: number): void {
		this.#add(at, { do: 'cancel', ticket: this.key, actor: this.client.email });
	}

	/** The client's mark, one to five. */
	rate(at: number, score: number): void {
		this.#add(at, { do: 'rate', ticket: this.key, actor: this.client.email, score });
	}

	write(at: number, actor: Speaker, line: string, internal = false): void {
		const body = say(line, this.#details, actor.feminine);
		this.#add(at, { do: 'write', ticket: this.key, actor: actor.email, body, internal });
	}

	/** Writes one of the lines that was not yet used here. */
	writeOneOf(at: number, actor: Speaker, lines: readonly string[], internal = false): void {
		const fresh = lines.filter((line) => !this.#said.has(line));
		const line = pick(this.#random, fresh.length > 0 ? fresh : lines);
		this.#said.add(line);
		this.write(at, actor, line, internal);
	}

	note(at: number, actor: Speaker): void {
		if (this.story.note === undefined) this.writeOneOf(at, actor, NOTES, true);
		else this.write(at, actor, this.story.note, true);
	}

	/** Asks the story's own question or, when it has none, one of everybody's. */
	ask(at: number, actor: Speaker): void {
		this.write(at, actor, this.story.ask ?? this.#question.ask);
		this.change(at, actor, { status: 'waiting' });
	}

	answer(at: number): void {
		this.write(at, this.client, this.story.answer ?? this.#question.answer);
	}

	solve(at: number, actor: Speaker, line: string = this.story.fix): void {
		this.write(at, actor, line);
		this.change(at, actor, { status: 'resolved' });
	}

	#add(at: number, action: DemoAction): void {
		const moment = Math.floor(at / 1000) * 1000;
		const last = this.steps.at(-1)?.at ?? 0;
		// A life is lived forwards, whatever chance said.
		this.steps.push({ ...action, at: Math.max(moment, last) });
	}
}
