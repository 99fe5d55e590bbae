import type { Priority } from '#lib/domain/ticket.ts';
import { thresholdsOf } from './clock-ticks.ts';
import { ADMIN_EMAIL, CLIENTS, SERVICES, STAFF, type Speaker } from './company.ts';
import { detailsFor } from './details.ts';
import { cancelledLife, finishedLife, type Scene } from './finished-ticket.ts';
import { documentSteps } from './documents/publish.ts';
import { aftermath } from './incident-after.ts';
import { incidentSteps } from './incident-life.ts';
import { metricSteps } from './metrics.ts';
import { DAY, HOUR, MINUTE, OfficeHours } from './office-hours.ts';
import { filedAt, openLife, openStates, type OpenState } from './open-ticket.ts';
import { Deck, pick, pickWeighted, seeded, type Random } from './random.ts';
import { rosterSteps } from './roster.ts';
import type { DemoPlan, DemoStep } from './step.ts';
import { REPERTOIRES } from './stories/index.ts';
import type { Story } from './stories/story.ts';
import { Thread } from './thread.ts';
import { maintenanceSteps } from './works.ts';

export type { DemoPlan, DemoStep } from './step.ts';

const DAYS = 60;
const TICKETS = 400;

/** How much of the work each service makes. */
const WORKLOAD: Readonly<Record<string, number>> = {
	'1c': 1.6,
	mail: 1.3,
	print: 1.2,
	internet: 1,
	terminals: 1,
	vpn: 0.9,
	files: 0.9,
	telephony: 0.8,
	acquiring: 0.8,
	portal: 0.8,
	video: 0.6,
	backup: 0.5
};

/**
 * Writes the last sixty days of the company, step by step in the order they happen. A pure
 * function: the same moment, zone and seed give the same days.
 */
export function planDemo(now: number, timeZone: string, seed = 1042): DemoPlan {
	const random = seeded(seed);
	const scene: Scene = { random, hours: new OfficeHours(timeZone), now };
	const from = now - DAYS * DAY - HOUR;
	const decks = new Map(
		SERVICES.map(({ slug }) => [slug, new Deck(REPERTOIRES[slug]?.stories ?? [], random)])
	);
	const open = openStates(scene);
	// The open ones are dealt first: of all stories each of them has one of its own.
	const threads = [
		...open.map((state, index) => openThread(scene, decks, state, `open${index}`)),
		...momentsOf(scene, TICKETS - open.length).map((at, index) =>
			finishedThread(scene, decks, at, index)
		)
	];
	const staff = new Set(STAFF.map(({ email }) => email));
	const ticks = new Set(
		threads.flatMap(({ steps }) => thresholdsOf(steps, (email) => staff.has(email), now))
	);
	for (let day = from + DAY; day < now; day += DAY) ticks.add(scene.hours.atHour(day, 0));
	const incidents = incidentSteps(scene, DAYS);
	const filed = threads.flatMap((thread) => thread.steps);
	const steps = [
		...[...ticks].map((at): DemoStep => ({ do: 'tick', at })),
		...filed,
		...incidents,
		...aftermath(incidents, filed, now),
		...maintenanceSteps(scene),
		...documentSteps(scene),
		...rosterSteps(now, timeZone),
		...metricSteps(now, timeZone)
	].sort((a, b) => a.at - b.at || Number(b.do === 'tick') - Number(a.do === 'tick'));
	return {
		from,
		now,
		admin: ADMIN_EMAIL,
		people: [...STAFF, ...CLIENTS].map(({ name, email, role, organization, signsIn }) => ({
			name,
			email,
			role,
			organization,
			signsIn
		})),
		services: SERVICES,
		steps
	};
}

type Decks = ReadonlyMap<string, Deck<Story>>;

function openThread(scene: Scene, decks: Decks, state: OpenState, key: string): Thread {
	const { random } = scene;
	const service = state.service ?? chooseService(random);
	const createdAt = Math.min(scene.now - 2 * MINUTE, filedAt(scene, state));
	const story = dealOpen(decks, service, state);
	const client =
		CLIENTS.find(({ email }) => email === state.client) ??
		pick(
			random,
			CLIENTS.filter(({ signsIn }) => !signsIn)
		);
	const thread = newThread(scene, key, story, client, createdAt);
	openLife(scene, thread, state, service, createdAt);
	return thread;
}

/** The story chosen by hand, or one as urgent as the ticket, or at least nearly so. */
function dealOpen(decks: Decks, service: string, state: OpenState): Story {
	const { about, priority, stage } = state;
	const wanted = (story: Story) => {
		if (about !== undefined) return [story.subject].flat().some((one) => one.startsWith(about));
		return urgencyOf(story) === priority && (stage !== 'waiting' || story.ask !== undefined);
	};
	const nearly = (story: Story) =>
		urgencyOf(story) !== 'critical' && (stage !== 'waiting' || story.ask !== undefined);
	const { stories = [] } = REPERTOIRES[service] ?? {};
	return deal(decks, service, stories.some(wanted) ? wanted : nearly);
}

function urgencyOf({ priority = 'normal' }: Story): Priority {
	return priority;
}

function finishedThread(scene: Scene, decks: Decks, createdAt: number, index: number): Thread {
	const { random } = scene;
	const service = chooseService(random);
	const story = deal(decks, service, () => true);
	const client = pickWeighted(random, CLIENTS, ({ signsIn }) => (signsIn ? 1.4 : 1));
	const thread = newThread(scene, `past${index}`, story, client, createdAt);
	const start = { service, priority: priorityOf(random, story), createdAt, ...fateOf(index) };
	if (start.cancelled) cancelledLife(scene, thread, start);
	else finishedLife(scene, thread, start);
	return thread;
}

function newThread(
	{ random, hours }: Scene,
	key: string,
	story: Story,
	client: Speaker,
	createdAt: number
): Thread {
	const details = detailsFor(random, createdAt, hours);
	return new Thread({ key, story, client, details, random });
}

function chooseService(random: Random): string {
	return pickWeighted(random, SERVICES, ({ slug }) => WORKLOAD[slug] ?? 1).slug;
}

function deal(decks: Decks, service: string, wanted: (story: Story) => boolean): Story {
	const deck = decks.get(service);
	if (!deck) throw new Error(`nothing ever happens to ${service}`);
	return deck.deal(wanted);
}

/** The exceptions come at regular places, so that the shares of them are the same at any time. */
function fateOf(index: number): { cancelled: boolean; late?: 'answer' | 'work' } {
	const cancelled = index % 29 === 7;
	if (index % 33 === 5) return { cancelled, late: 'work' };
	return index % 41 === 11 ? { cancelled, late: 'answer' } : { cancelled };
}

/** What the story says, a step off now and then: clients judge differently. */
function priorityOf(random: Random, { priority = 'normal', unhurried }: Story): Priority {
	const chance = random();
	if (priority === 'critical' || unhurried === true) return priority;
	if (chance < 0.08) return priority === 'low' ? 'normal' : 'low';
	if (chance < 0.15) return priority === 'normal' ? 'high' : 'normal';
	return priority;
}

/** Moments at which tickets came in: by hour and weekday, more of them in recent weeks. */
function momentsOf({ random, hours, now }: Scene, count: number): number[] {
	const slots: { at: number; weight: number }[] = [];
	for (let at = now - DAYS * DAY; at < now - 2 * HOUR; at += HOUR) {
		const growth = 0.75 + (0.5 * (at - (now - DAYS * DAY))) / (DAYS * DAY);
		slots.push({ at, weight: hours.busyness(at) * growth });
	}
	const moments = Array.from(
		{ length: count },
		() => pickWeighted(random, slots, ({ weight }) => weight).at + random() * HOUR
	);
	return moments.sort((a, b) => a - b);
}
