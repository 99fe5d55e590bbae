import { describe, expect, test } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import { isOpen } from '#lib/domain/ticket.ts';
import { ADMIN_EMAIL, CLIENT_EMAIL } from '#server/demo/company.ts';
import { loadDemo } from '#server/demo/load.ts';
import { planDemo } from '#server/demo/plan.ts';
import { seeded } from '#server/demo/random.ts';
import { startSimulator } from '#server/demo/simulator.ts';
import { FakeDesk } from '../support/fake-desk.ts';

const NOON = Date.UTC(2026, 10, 18, 9, 0);
const HOUR = 3_600_000;

async function demoDesk(): Promise<FakeDesk> {
	const desk = new FakeDesk(NOON);
	const target = {
		commands: {
			...desk.commands,
			cancelTicket: (actor: Parameters<typeof desk.commands.cancelTicket>[0], number: string) =>
				desk.commands.updateTicket({ ...actor, role: 'system' }, number, { status: 'cancelled' })
		},
		createPerson: async () => ({ id: 0 }),
		createService: async () => undefined,
		setNow: (at: number) => {
			desk.at = at;
		},
		tick: async () => desk.tick(),
		actorFor: async (email: string) => desk.actor(email)
	};
	// The fake takes one command at a time, so the plan is played step by step.
	const queue = serial();
	const commands = Object.fromEntries(
		Object.entries(target.commands).map(([name, command]) => [
			name,
			(...args: unknown[]) => queue(() => Reflect.apply(command, null, args))
		])
	);
	Object.assign(target.commands, commands);
	await loadDemo(target, planDemo(NOON, 'Europe/Moscow'), { password: 'x' });
	desk.done.length = 0;
	return desk;
}

function serial() {
	let last: Promise<unknown> = Promise.resolve();
	return <T>(work: () => Promise<T>): Promise<T> => {
		const next = last.then(work, work);
		last = next;
		return next;
	};
}

/** Runs the simulator for some hours of the desk's own clock, looking in after each rest. */
async function simulate(
	desk: FakeDesk,
	hours: number,
	options: { look?: () => void; failed?: (error: unknown) => void; rests?: number[] } = {}
): Promise<void> {
	const until = desk.at + hours * HOUR;
	let finished: () => void = () => undefined;
	const over = new Promise<void>((resolve) => {
		finished = resolve;
	});
	const simulator = startSimulator({
		commands: desk.commands,
		queries: desk.queries,
		now: () => desk.at,
		random: seeded(7),
		failed: options.failed ?? ((error) => expect.fail(String(error))),
		sleep: async (ms, signal) => {
			options.rests?.push(ms);
			desk.at += ms;
			options.look?.();
			if (desk.at >= until) {
				finished();
				await new Promise((_, reject) => signal.addEventListener('abort', reject));
			}
		}
	});
	await over;
	await simulator.stop();
}

describe('the simulator', () => {
	test('keeps the desk believable for a day', async () => {
		const desk = await demoDesk();
		const counts: number[] = [];
		const late: number[] = [];
		const unassigned: number[] = [];
		const warned: number[] = [];
		const incidents: number[] = [];
		await simulate(desk, 24, {
			look: () => {
				const open = desk.open();
				counts.push(open.length);
				late.push(open.filter(({ sla }) => sla.resolution === 'breached').length);
				warned.push(open.filter(({ sla }) => sla.resolution === 'warning').length);
				unassigned.push(open.filter(({ assignee }) => assignee === null).length);
				incidents.push(
					[...desk.incidents.values()].filter(({ status }) => status !== 'resolved').length
				);
			}
		});
		expect(Math.min(...counts)).toBeGreaterThanOrEqual(35);
		expect(Math.max(...counts)).toBeLessThanOrEqual(58);
		expect(Math.max(...late)).toBeLessThanOrEqual(8);
		expect(Math.max(...unassigned)).toBeLessThanOrEqual(14);
		expect(mean(warned)).toBeGreaterThan(1);
		expect(Math.max(...incidents)).toBeLessThanOrEqual(3);
		expect(mean(incidents)).toBeGreaterThan(0.3);
		expect(desk.tickets.size - desk.open().length).toBeLessThan(40);
		expect(desk.incidents.size).toBeLessThan(40);
		const rate = desk.done.length / 24;
		expect(rate).toBeGreaterThan(900);
		expect(new Set(desk.done.map(({ verb }) => verb))).toEqual(
			new Set([
				'createTicket',
				'updateTicket',
				'commentTicket',
				'createIncident',
				'updateIncident',
				'acknowledgeIncident',
				'createMaintenance'
			])
		);
		expect(desk.done.every(({ actor }) => actor.email !== ADMIN_EMAIL)).toBe(true);
	}, 120_000);

	test('moves the demo client’s tickets now and then and leaves some open', async () => {
		const desk = await demoDesk();
		const own = () => desk.open().filter(({ requester }) => requester.email === CLIENT_EMAIL);
		const fewest: number[] = [];
		await simulate(desk, 3, { look: () => fewest.push(own().length) });
		const numbers = new Set(
			[...desk.tickets.values()].flatMap(({ ticket }) =>
				ticket.requester.email === CLIENT_EMAIL ? [ticket.number] : []
			)
		);
		const moved = desk.done.filter(({ number }) => numbers.has(number));
		expect(moved.length).toBeGreaterThan(5);
		expect(Math.min(...fewest)).toBeGreaterThanOrEqual(3);
	}, 60_000);

	test('does not touch what was imported, nor what a real colleague has taken on', async () => {
		const desk = await demoDesk();
		const admin = desk.actor(ADMIN_EMAIL);
		const input = {
			subject: 'Импорт',
			description: '',
			service: 'mail',
			priority: 'normal'
		} as const;
		const imported = await desk.commands.createTicket(admin, { ...input, externalId: 'INC1' });
		const taken = await desk.commands.createTicket(admin, input);
		await desk.commands.updateTicket(admin, taken.ticket.number, { assignee: ADMIN_EMAIL });
		const untouched = [imported.ticket.number, taken.ticket.number];
		desk.done.length = 0;
		await simulate(desk, 2);
		expect(desk.done.filter(({ number }) => untouched.includes(number))).toEqual([]);
	}, 60_000);

	test('survives every refusal and goes on', async () => {
		const desk = await demoDesk();
		const random = seeded(3);
		desk.disturb = () => {
			if (random() < 0.3) throw new DomainError(random() < 0.5 ? 'stale_version' : 'not_found');
		};
		await simulate(desk, 1);
		expect(desk.done.length).toBeGreaterThan(300);
	}, 60_000);

	test('backs off while the database is down and comes back by itself', async () => {
		const desk = await demoDesk();
		const rests: number[] = [];
		const failures: unknown[] = [];
		const from = desk.at;
		desk.disturb = () => {
			if (desk.at - from < HOUR / 4) throw new DomainError('unavailable');
		};
		await simulate(desk, 1, { rests, failed: (error) => failures.push(error) });
		expect(failures.length).toBeGreaterThan(5);
		expect(failures.length).toBeLessThan(60);
		expect(Math.max(...rests)).toBe(30_000);
		expect(rests.at(-2)).toBeLessThanOrEqual(4_000);
		expect(desk.done.length).toBeGreaterThan(200);
	}, 60_000);

	test('does nothing at all where the demo company is not', async () => {
		const desk = new FakeDesk(NOON);
		const nobody = { ...desk.queries, staff: async () => [], clients: async () => [] };
		const rests: number[] = [];
		const simulator = startSimulator({
			commands: desk.commands,
			queries: nobody,
			now: () => desk.at,
			sleep: async (ms) => {
				rests.push(ms);
				if (rests.length > 5) await new Promise(() => undefined);
			}
		});
		await expect.poll(() => rests.length).toBeGreaterThan(5);
		expect(rests.slice(1).every((ms) => ms === 60_000)).toBe(true);
		expect(desk.done).toEqual([]);
		void simulator;
	});

	test('stops at once and does nothing afterwards', async () => {
		const desk = await demoDesk();
		const simulator = startSimulator({
			commands: desk.commands,
			queries: desk.queries,
			now: () => desk.at,
			intervalMs: [1, 3]
		});
		await expect.poll(() => desk.done.length).toBeGreaterThan(3);
		const startedAt = performance.now();
		await simulator.stop();
		expect(performance.now() - startedAt).toBeLessThan(500);
		const { length } = desk.done;
		await new Promise((resolve) => setImmediate(resolve));
		expect(desk.done.length).toBe(length);
		expect([...desk.tickets.values()].some(({ ticket }) => isOpen(ticket.status))).toBe(true);
	});
});

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
