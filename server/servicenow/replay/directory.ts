import type { Wanted } from './plan.ts';
import type { Answer, ReplayApi } from './api.ts';

/** Services and assignees of the log, made in the portal when they are first met. */
export class Directory {
	readonly #api: Pick<ReplayApi, 'send'>;
	readonly #refuse: (what: string, answer: Answer) => void;
	readonly #services = new Map<string, Promise<void>>();
	readonly #people = new Map<string, Promise<string | null>>();
	#withAssignees = true;

	constructor(api: Pick<ReplayApi, 'send'>, refuse: (what: string, answer: Answer) => void) {
		this.#api = api;
		this.#refuse = refuse;
	}

	/** False once the portal said that this token may not make accounts. */
	get withAssignees(): boolean {
		return this.#withAssignees;
	}

	/** Sees to it that a service exists. */
	service({ slug, name }: Wanted['service']): Promise<void> {
		let made = this.#services.get(slug);
		if (!made) this.#services.set(slug, (made = this.#makeService(slug, name)));
		return made;
	}

	/** Sees to it that an assignee exists; null when there is nobody to assign. */
	async assignee(person: Wanted['assignee']): Promise<string | null> {
		if (person === null || !this.#withAssignees) return null;
		let made = this.#people.get(person.email);
		if (!made) this.#people.set(person.email, (made = this.#makePerson(person)));
		return made;
	}

	async #makeService(slug: string, name: string): Promise<void> {
		const answer = await this.#api.send('POST', '/services', { slug, name }, `replay:${slug}`);
		if (!answer.ok) this.#refuse(`service ${slug}`, answer);
	}

	async #makePerson({ email, name }: NonNullable<Wanted['assignee']>): Promise<string | null> {
		const body = { name, email, role: 'manager' };
		const answer = await this.#api.send('POST', '/people', body, `replay:${email}`);
		if (answer.ok) return email;
		if (answer.status === 403) this.#withAssignees = false;
		else this.#refuse(`account ${email}`, answer);
		return null;
	}
}
