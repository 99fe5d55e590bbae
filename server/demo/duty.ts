import type { AnyIncident } from '#lib/domain/incident.ts';
import type { LiveState } from '#lib/domain/live.ts';
import type { Workplace } from './desk.ts';
import { HOUR, MINUTE } from './office-hours.ts';
import { pick } from './random.ts';
import { SCRIPTS, type Script } from './scripts.ts';
import { WORKS } from './works.ts';

/** With those that real people open there may be more; the simulator adds none from here on. */
const MOST_OPEN = 3;
const BETWEEN_OPENINGS = 45 * MINUTE;
/** Works ahead or under way, beyond which the simulator plans no more. */
const MOST_WORKS = 5;
/** From planning works to their beginning. */
const LEAD = 20 * MINUTE;
const QUARTER = 15 * MINUTE;

/** The duty officer: opens incidents, tells how they go on, resolves them, plans works. */
export class Duty {
	readonly #place: Workplace;

	constructor(place: Workplace) {
		this.#place = place;
	}

	/** Does what is due, at most one thing; false when nothing is. */
	async work(state: LiveState): Promise<boolean> {
		const open = state.incidents.filter(({ status }) => status !== 'resolved');
		for (const incident of open) if (await this.#goOn(incident)) return true;
		return (await this.#plan(state)) || this.#open(state, open.length);
	}

	async #goOn(incident: AnyIncident): Promise<boolean> {
		const { commands, cast, random, now } = this.#place;
		// What a real person has opened is theirs.
		const script = SCRIPTS.find(({ title }) => title === incident.title);
		if (!script) return false;
		const { actor } = cast.expert(random, this.#service(script));
		if (incident.acknowledgedAt === null) {
			if (now() - Date.parse(incident.startedAt) < MINUTE) return false;
			await commands.acknowledgeIncident(actor, incident.number);
			return true;
		}
		// The opening is an update too.
		const next = incident.updates.length - 1;
		const update = script.updates[next] ?? script.updates.at(-1);
		if (!update || now() - Date.parse(incident.updatedAt) < pause(script, next)) return false;
		const { status, severity, message } = update;
		await commands.updateIncident(actor, incident.number, { status, severity, message });
		return true;
	}

	async #open(state: LiveState, open: number): Promise<boolean> {
		const { commands, cast, random, now } = this.#place;
		const latest = Math.max(0, ...state.incidents.map(({ startedAt }) => Date.parse(startedAt)));
		if (open >= MOST_OPEN || now() - latest < BETWEEN_OPENINGS || random() > 0.02) return false;
		const recent = new Set(state.incidents.map(({ title }) => title));
		const going = new Set(
			state.incidents.filter(({ status }) => status !== 'resolved').map(({ title }) => title)
		);
		const unheard = SCRIPTS.filter(({ title }) => !recent.has(title));
		const choice = unheard.length > 0 ? unheard : SCRIPTS.filter(({ title }) => !going.has(title));
		const script = pick(random, choice);
		const { title, severity, message, impact } = script;
		const { actor } = cast.expert(random, this.#service(script));
		const services = Object.keys(impact);
		await commands.createIncident(actor, { title, severity, services, message, impact });
		return true;
	}

	/** Plans works now and then; the clock begins and ends them. */
	async #plan(state: LiveState): Promise<boolean> {
		const { commands, cast, random, now } = this.#place;
		if (state.maintenances.length >= MOST_WORKS || random() > 0.002) return false;
		const known = new Set(state.services.map(({ slug }) => slug));
		const planned = new Set(state.maintenances.map(({ title }) => title));
		const choice = WORKS.filter(
			({ title, services }) => !planned.has(title) && services.every((slug) => known.has(slug))
		);
		if (choice.length === 0) return false;
		const { title, message, services, hours } = pick(random, choice);
		const { actor } = cast.expert(random, services[0] ?? '');
		const startsAt = Math.ceil((now() + LEAD) / QUARTER) * QUARTER;
		await commands.createMaintenance(actor, {
			title,
			message,
			services,
			startsAt: new Date(startsAt).toISOString(),
			endsAt: new Date(startsAt + hours * HOUR).toISOString()
		});
		return true;
	}

	#service({ impact }: Script): string {
		return Object.keys(impact)[0] ?? '';
	}
}

/** How long until the next word: as the script says, a little faster, never a flurry. */
function pause(script: Script, next: number): number {
	const before = script.updates[next - 1]?.after ?? 0;
	const after = script.updates[next]?.after ?? before;
	return Math.min(20, Math.max(6, (after - before) * 0.6)) * MINUTE;
}
