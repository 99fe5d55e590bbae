import { SYSTEM, type Actor } from '#lib/domain/people.ts';
import type { Commands, Queries } from '../portal.ts';
import { ADMIN_EMAIL, CLIENTS, STAFF, expertsOf, type Speaker } from './company.ts';
import { pick, type Random } from './random.ts';

/** Somebody of the company who is there in this portal and may act. */
export interface Member extends Speaker {
	readonly actor: Actor;
}

/** The people of the demo company as the simulator plays them. */
export class Cast {
	readonly #members: ReadonlyMap<string, Member>;

	constructor(members: readonly Member[]) {
		this.#members = new Map(members.map((member) => [member.email, member]));
	}

	/** Looks for the company in the portal; makes nobody. Null when it is not there. */
	static async assemble(
		commands: Pick<Commands, 'createPerson'>,
		queries: Pick<Queries, 'staff' | 'clients'>
	): Promise<Cast | null> {
		const [staff, clients] = await Promise.all([queries.staff(), queries.clients()]);
		const present = new Set([...staff, ...clients].map(({ email }) => email));
		const members: Member[] = [];
		for (const speaker of [...STAFF, ...CLIENTS]) {
			// The administrator belongs to whoever looks at the demo.
			if (!present.has(speaker.email) || speaker.email === ADMIN_EMAIL) continue;
			const { name, email, role } = speaker;
			// An address that exists is answered with whom it belongs to, unchanged.
			const { person } = await commands.createPerson(SYSTEM, { name, email, role });
			if (person.role === role) members.push({ ...speaker, actor: person });
		}
		const cast = new Cast(members);
		const complete = cast.#some('client') && cast.#some('manager');
		return complete ? cast : null;
	}

	member(email: string | undefined): Member | null {
		return (email !== undefined && this.#members.get(email)) || null;
	}

	/** Who solves tickets of a service; anybody of the staff when nobody else is there. */
	expert(random: Random, service: string, other?: Member): Member {
		const experts = expertsOf(service).flatMap(({ email }) => this.member(email) ?? []);
		const choice = experts.filter((one) => one !== other);
		return choice.length > 0 ? pick(random, choice) : this.#any(random, 'manager');
	}

	/** Who hands tickets out. */
	dispatcher(random: Random): Member {
		const dispatchers = STAFF.filter(({ services }) => services.length === 0);
		const present = dispatchers.flatMap(({ email }) => this.member(email) ?? []);
		return present.length > 0 ? pick(random, present) : this.#any(random, 'manager');
	}

	client(random: Random): Member {
		return this.#any(random, 'client');
	}

	#any(random: Random, role: Speaker['role']): Member {
		return pick(
			random,
			[...this.#members.values()].filter((member) => member.role === role)
		);
	}

	#some(role: Speaker['role']): boolean {
		return [...this.#members.values()].some((member) => member.role === role);
	}
}
