import { describe, expect, test } from 'vitest';
import { isFull, isOpen, mayMove, type Priority, type TicketStatus } from '#lib/domain/ticket.ts';
import { advanceClocks, crossThresholds, DEFAULT_TARGETS, startClocks } from '#lib/domain/sla.ts';
import { CLIENT_EMAIL, CLIENT2_EMAIL, CLIENTS, SERVICES, STAFF } from '#server/demo/company.ts';
import { detailsFor, say } from '#server/demo/details.ts';
import { OfficeHours } from '#server/demo/office-hours.ts';
import { planDemo } from '#server/demo/plan.ts';
import { seeded } from '#server/demo/random.ts';
import { recall } from '#server/demo/recall.ts';
import { REPERTOIRES } from '#server/demo/stories/index.ts';
import type { DemoPlan, DemoStep } from '#server/demo/step.ts';
import { FakeDesk } from '../support/fake-desk.ts';

const ZONE = 'Europe/Moscow';
const DAY = 86_400_000;
/** A working noon, a night, a weekend, and an hour at which summer time began elsewhere. */
const MOMENTS = [
	'2026-11-18T09:00Z',
	'2026-11-22T22:30Z',
	'2026-08-15T12:00Z',
	'2026-03-29T01:30Z'
];

/** A ticket as the plan leaves it, every step checked against the domain on the way. */
interface Lived {
	readonly filed: DemoStep & { do: 'file' };
	status: TicketStatus;
	priority: Priority;
	assignee: string | null;
	resolutionSla: string;
	responseSla: string;
	dueAt: number;
	replies: number;
	resolvedAt: number | null;
}

function live(plan: DemoPlan): Map<string, Lived> {
	const staff = new Set(STAFF.map(({ email }) => email));
	const byTicket = Map.groupBy(
		plan.steps.filter((step) => 'ticket' in step && step.do !== 'link'),
		(step) => step.ticket
	);
	const lived = new Map<string, Lived>();
	for (const [key, steps] of byTicket) {
		const [filed] = steps;
		if (filed?.do !== 'file') throw new Error(`${key} begins with ${filed?.do}`);
		let facts: {
			createdAt: number;
			status: TicketStatus;
			firstResponseAt: number | null;
			resolvedAt: number | null;
		} = { createdAt: filed.at, status: 'new', firstResponseAt: null, resolvedAt: null };
		let priority = filed.priority;
		let assignee: string | null = null;
		let replies = 0;
		let clocks = startClocks(facts, DEFAULT_TARGETS[priority], filed.at);
		for (const step of steps.slice(1)) {
			const byStaff = step.do !== 'file' && staff.has(step.actor);
			if (step.do === 'file') throw new Error(`${key} is filed twice`);
			if (step.do === 'write') {
				expect(byStaff || (step.actor === filed.requester && !step.internal)).toBe(true);
				expect(step.body).not.toMatch(/[{}|[\]]/);
				replies += 1;
				if (byStaff && !step.internal && isOpen(facts.status))
					facts = { ...facts, firstResponseAt: facts.firstResponseAt ?? step.at };
				if (!byStaff && facts.status === 'waiting') facts = { ...facts, status: 'in_progress' };
			} else if (step.do === 'rate') {
				expect(step.actor).toBe(filed.requester);
				expect(isOpen(facts.status) || facts.status === 'cancelled', `${key} is solved`).toBe(
					false
				);
				expect([1, 2, 3, 4, 5]).toContain(step.score);
			} else {
				if (step.do === 'cancel') expect(step.actor).toBe(filed.requester);
				else expect(byStaff).toBe(true);
				const next = step.do === 'cancel' ? 'cancelled' : (step.status ?? facts.status);
				expect(mayMove(facts.status, next), `${key}: ${facts.status} → ${next}`).toBe(true);
				if (step.do === 'change') {
					priority = step.priority ?? priority;
					assignee = step.assignee ?? assignee;
					if (step.assignee) expect(staff.has(step.assignee)).toBe(true);
				}
				const resolvedAt = isOpen(next) ? null : (facts.resolvedAt ?? step.at);
				facts = { ...facts, status: next, resolvedAt };
			}
			clocks = advanceClocks(clocks, facts, DEFAULT_TARGETS[priority], step.at);
		}
		if (isOpen(facts.status))
			clocks = crossThresholds(clocks, facts, DEFAULT_TARGETS[priority], plan.now);
		lived.set(key, {
			filed,
			status: facts.status,
			priority,
			assignee,
			resolutionSla: clocks.resolutionSla,
			responseSla: clocks.responseSla,
			dueAt: clocks.resolutionDueAt,
			replies,
			resolvedAt: facts.resolvedAt
		});
	}
	return lived;
}

describe.each(MOMENTS)('the sixty days before %s', (moment) => {
	const now = Date.parse(moment);
	const plan = planDemo(now, ZONE);
	const tickets = [...live(plan).values()];
	const having = (status: TicketStatus) => tickets.filter((ticket) => ticket.status === status);

	test('are in order and over by then', () => {
		let before = plan.from;
		for (const { at } of plan.steps) {
			expect(at).toBeGreaterThanOrEqual(before);
			before = at;
		}
		expect(before).toBeLessThanOrEqual(now);
		expect(now - plan.from).toBeLessThan(61 * DAY);
	});

	test('have the company they should have', () => {
		expect(plan.services).toHaveLength(12);
		expect(STAFF).toHaveLength(15);
		expect(CLIENTS).toHaveLength(40);
		expect(new Set(CLIENTS.map(({ organization }) => organization)).size).toBe(12);
		expect(new Set(plan.people.map(({ email }) => email)).size).toBe(55);
		expect(plan.people.filter(({ role }) => role === 'admin')).toHaveLength(1);
		expect(plan.people.flatMap(({ signsIn, email }) => (signsIn ? [email] : [])).sort()).toEqual(
			['admin', 'client2', 'client', 'manager'].map((login) => `${login}@bazis.example`)
		);
	});

	test('leave a desk as full as a desk is', () => {
		expect(tickets).toHaveLength(400);
		const open = tickets.filter(({ status }) => isOpen(status));
		expect(open).toHaveLength(47);
		expect(having('waiting')).toHaveLength(10);
		expect(open.filter(({ assignee }) => assignee === null)).toHaveLength(5);
		expect(open.filter((ticket) => ticket.resolutionSla === 'breached')).toHaveLength(3);
		expect(open.filter((ticket) => ticket.resolutionSla === 'warning').length).toBeGreaterThan(2);
		expect(having('cancelled').length).toBeGreaterThanOrEqual(8);
		expect(having('resolved').length).toBeGreaterThan(1);
		expect(having('closed').length).toBeGreaterThan(290);
	});

	test('were mostly in time', () => {
		const month = tickets.filter(({ resolvedAt }) => (resolvedAt ?? 0) > now - 30 * DAY);
		const met = month.filter((ticket) => ticket.resolutionSla === 'met');
		expect(met.length / month.length).toBeGreaterThan(0.95);
		expect(met.length / month.length).toBeLessThan(0.995);
	});

	test('had office hours', () => {
		const hours = new OfficeHours(ZONE);
		const filed = tickets.filter(({ status }) => !isOpen(status));
		const busy = filed.filter((ticket) => hours.isOpen(ticket.filed.at));
		expect(busy.length / filed.length).toBeGreaterThan(0.85);
	});

	test('give the demo’s clients something to look at', () => {
		const of = (email: string) => tickets.filter(({ filed }) => filed.requester === email);
		const own = of(CLIENT_EMAIL);
		const statuses = own.map(({ status }) => status);
		for (const status of ['new', 'in_progress', 'waiting', 'closed'])
			expect(statuses).toContain(status);
		expect(own.filter(({ status }) => isOpen(status))).toHaveLength(4);
		expect(
			own.filter(({ status, replies }) => status === 'closed' && replies > 1).length
		).toBeGreaterThan(3);
		expect(of(CLIENT2_EMAIL).filter(({ status }) => isOpen(status))).toHaveLength(2);
	});

	test('had incidents with timelines, two of them open', () => {
		const incidents = Map.groupBy(
			plan.steps.filter((step) => 'incident' in step),
			(step) => step.incident
		);
		expect(incidents.size).toBe(14);
		const open = [...incidents.values()].filter(
			(steps) => !steps.some((step) => step.do === 'update' && step.status === 'resolved')
		);
		expect(open.map(([first]) => first?.do === 'open' && first.title).sort()).toEqual([
			'Не проходят платежи через эквайринг',
			'Почта доставляется с задержкой'
		]);
		for (const steps of incidents.values()) {
			const told = steps.filter(({ do: what }) => what === 'open' || what === 'update').length;
			expect(told).toBeGreaterThanOrEqual(4);
			expect(told).toBeLessThanOrEqual(6);
		}
	});
});

test('the same moment gives the same days', () => {
	const now = Date.parse('2026-11-18T09:00Z');
	expect(planDemo(now, ZONE)).toEqual(planDemo(now, ZONE));
});

describe('the stories', () => {
	const all = SERVICES.flatMap(({ slug }) =>
		(REPERTOIRES[slug]?.stories ?? []).map((story) => ({ slug, story }))
	);

	test('are many, each of its own', () => {
		expect(all.length).toBeGreaterThanOrEqual(120);
		const subjects = all.flatMap(({ story }) => story.subject);
		expect(new Set(subjects).size).toBe(subjects.length);
		expect(new Set(all.map(({ story }) => story.text)).size).toBe(all.length);
		for (const { slug } of SERVICES)
			expect(REPERTOIRES[slug]?.stories.length).toBeGreaterThanOrEqual(10);
	});

	test('are recognised by what a ticket says, with every detail their answers need', () => {
		const hours = new OfficeHours(ZONE);
		const random = seeded(5);
		for (const { slug, story } of all)
			for (const template of [story.subject].flat())
				for (const feminine of [true, false]) {
					const details = detailsFor(random, Date.parse('2026-11-18T09:00Z'), hours);
					const subject = say(template, details, feminine);
					const description = say(story.text, details, feminine);
					const recalled = recall({ service: slug, subject, description });
					expect(recalled?.story).toBe(story);
					for (const line of [story.ask, story.answer, story.note, story.fix])
						if (line !== undefined)
							expect(say(line, recalled?.details ?? {}, feminine)).toBe(
								say(line, details, feminine)
							);
				}
	});

	test('that nobody knows are nobody’s', () => {
		const ticket = { service: 'mail', subject: 'Привет', description: 'Не работает' };
		expect(recall(ticket)).toBeNull();
		expect(recall({ ...ticket, service: 'category-55' })).toBeNull();
	});
});

test('the fake that the simulator is tested on shows whole tickets', async () => {
	const desk = new FakeDesk(0);
	const input = { subject: 's', description: 'd', service: 'mail', priority: 'normal' } as const;
	await desk.commands.createTicket(desk.actor(CLIENT_EMAIL), input);
	const { state } = await desk.queries.live('staff');
	expect(state.tickets.every(isFull)).toBe(true);
});
