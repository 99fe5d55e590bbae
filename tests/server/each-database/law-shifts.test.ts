import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import type { Person, ShiftCommands } from '#server/portal.ts';
import { DAY, HOUR } from '../../support/clock.ts';
import { lawHolds } from '../../support/law.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let admin: Person;
let manager: Person;
let client: Person;
let everyone: Audience[];
/** Nobody's screen changes. */
const NOBODY: Audience[] = [];

beforeAll(async () => {
	world = await createWorld();
	admin = await world.make.anAdmin();
	manager = await world.make.aManager();
	client = await world.make.aClient();
	everyone = ['public', 'staff', `client:${client.id}`];
	await world.tick();
});
afterAll(() => world.close());

interface Case {
	readonly name: string;
	/** Makes what the command needs, outside the law; returns the command. */
	readonly prepare: () => Promise<() => Promise<unknown>>;
	/** Whose state must differ afterwards. */
	readonly moves: () => readonly Audience[];
}

const now = () => world.clock.now();
const shift = (from: number, to: number, member?: string) =>
	world.make.aShift({ by: manager, from, to, ...(member ? { member } : {}) });
const onDuty = (member?: string) => shift(now() - HOUR, now() + 11 * HOUR, member);
const ruleOf = async () => {
	const [rule] = await world.queries.coverageRules(manager);
	if (!rule) throw new Error('no rule');
	return rule;
};

const CASES: Record<keyof ShiftCommands, readonly Case[]> = {
	createShifts: [
		{
			name: 'somebody is on duty from now on',
			prepare: async () => () => onDuty(),
			moves: () => everyone
		},
		{
			name: 'a pattern of many, of which live screens show the first days',
			prepare: async () => {
				const { email } = await world.make.aManager();
				const times = Array.from({ length: 20 }, (_, day) => ({
					startsAt: now() + 2 * HOUR + day * DAY,
					endsAt: now() + 14 * HOUR + day * DAY
				}));
				const input = { member: email, position: 'сети', times, overlap: false };
				return () => world.commands.createShifts(manager, input);
			},
			moves: () => everyone
		},
		{
			name: 'one before all others pushes the latest of the next ones off the screens',
			prepare: async () => {
				await shift(now() + 25 * HOUR, now() + 26 * HOUR);
				return () => shift(now() + HOUR / 2, now() + HOUR);
			},
			moves: () => everyone
		},
		{
			name: 'one that is over',
			prepare: async () => () => shift(now() - 2 * DAY, now() - 2 * DAY + HOUR),
			moves: () => NOBODY
		},
		{
			name: 'one long after the next ones',
			prepare: async () => {
				await shift(now() + HOUR, now() + 2 * HOUR);
				return () => shift(now() + 9 * DAY, now() + 9 * DAY + HOUR);
			},
			moves: () => NOBODY
		}
	],
	updateShift: [
		{
			name: 'somebody else is on duty: others see only that it was changed',
			prepare: async () => {
				const { id } = await onDuty();
				const { email } = await world.make.aManager();
				world.clock.advance(1_000);
				return () => world.commands.updateShift(manager, id, { member: email, overlap: false });
			},
			moves: () => everyone
		},
		{
			name: 'one of the next is moved far away',
			prepare: async () => {
				const { id } = await shift(now() + 10 * 60_000, now() + HOUR);
				return () =>
					world.commands.updateShift(manager, id, {
						startsAt: now() + 20 * DAY,
						endsAt: now() + 20 * DAY + HOUR,
						overlap: false
					});
			},
			moves: () => everyone
		},
		{
			name: 'one far away is brought to now',
			prepare: async () => {
				const { id } = await shift(now() + 21 * DAY, now() + 21 * DAY + HOUR);
				return () =>
					world.commands.updateShift(manager, id, {
						startsAt: now() - HOUR,
						endsAt: now() + HOUR,
						overlap: false
					});
			},
			moves: () => everyone
		}
	],
	deleteShift: [
		{
			name: 'the next one is taken away, and others come after it',
			prepare: async () => {
				const { id } = await shift(now() + 5 * 60_000, now() + HOUR);
				return () => world.commands.deleteShift(manager, id);
			},
			moves: () => everyone
		},
		{
			name: 'one on duty is taken away, with its handover',
			prepare: async () => {
				const writer = await world.make.aManager();
				const { id } = await onDuty(writer.email);
				await world.commands.writeHandover(writer, 'Всё спокойно');
				return () => world.commands.deleteShift(manager, id);
			},
			moves: () => everyone
		}
	],
	writeHandover: [
		{
			name: 'somebody hands over',
			prepare: async () => {
				const writer = await world.make.aManager();
				await onDuty(writer.email);
				return () => world.commands.writeHandover(writer, 'Почта с перебоями');
			},
			moves: () => NOBODY
		}
	],
	acceptHandover: [
		{
			name: 'somebody takes over',
			prepare: async () => {
				const writer = await world.make.aManager();
				await onDuty(writer.email);
				const { handover } = await world.commands.writeHandover(writer, 'Почта с перебоями');
				return () => world.commands.acceptHandover(manager, handover.id);
			},
			moves: () => NOBODY
		}
	],
	saveCoverageRule: [
		{
			name: 'two are wanted instead of one',
			prepare: async () => {
				const rule = await ruleOf();
				return () => world.commands.saveCoverageRule(manager, { ...rule, least: 2 });
			},
			moves: () => NOBODY
		}
	],
	deleteCoverageRule: [
		{
			name: 'a rule is taken away',
			prepare: async () => {
				const { id: _id, ...rule } = await ruleOf();
				const { id } = await world.commands.saveCoverageRule(manager, rule);
				return () => world.commands.deleteCoverageRule(manager, id);
			},
			moves: () => NOBODY
		}
	],
	setPublicName: [
		{
			name: 'somebody on duty lets itself be named: staff knew the name',
			prepare: async () => {
				const person = await world.make.aManager();
				await onDuty(person.email);
				return () => world.commands.setPublicName(person, person.id, true);
			},
			moves: () => everyone
		},
		{
			name: 'somebody who is not on duty is named by an administrator',
			prepare: async () => {
				const { id } = await world.make.aManager();
				return () => world.commands.setPublicName(admin, id, true);
			},
			moves: () => NOBODY
		}
	],
	openShiftFeed: [
		{
			name: 'a calendar gets an address',
			prepare: async () => () => world.commands.openShiftFeed(manager),
			moves: () => NOBODY
		}
	],
	closeShiftFeed: [
		{
			name: 'and loses it',
			prepare: async () => () => world.commands.closeShiftFeed(manager),
			moves: () => NOBODY
		}
	]
};

describe.each(Object.entries(CASES))('%s', (_command, cases) => {
	it.each(cases)('$name: old snapshot + changes = new snapshot', async ({ prepare, moves }) => {
		const command = await prepare();
		const { moved, events } = await lawHolds(world, everyone, command);
		expect(moved).toEqual(moves());
		expect(events.length).toBeGreaterThan(0);
	});
});

describe('what the clock records', () => {
	it('one shift relieves the other in one step: no screen ever shows an empty watch', async () => {
		const late = await createWorld();
		try {
			const by = await late.make.aManager();
			const at = late.clock.now();
			const first = await late.make.aShift({ by, from: at - HOUR, to: at + HOUR });
			const second = await late.make.aShift({ by, from: at + HOUR, to: at + 9 * HOUR });
			await late.tick();
			const { events, changes } = await lawHolds(late, ['public', 'staff'], () => late.pass(HOUR));
			expect(events.map(({ type }) => type)).toEqual(['shift.ended', 'shift.began']);
			const told = changes.get('public') ?? [];
			expect(told.map(({ op, kind, id }) => `${op} ${kind} ${id}`)).toEqual([
				`put shift ${second.id}`,
				`drop shift ${first.id}`
			]);
			const { state } = await late.snapshot('public');
			expect(state.shifts).toMatchObject([{ id: second.id, status: 'on_duty' }]);
		} finally {
			await late.close();
		}
	});

	it('what was slept through has begun and ended, and is on no screen', async () => {
		const { id } = await shift(now() + HOUR, now() + 2 * HOUR);
		const { events, moved } = await lawHolds(world, everyone, () => world.pass(40 * DAY));
		const its = events.filter(({ payload }) => payload.rostered?.some((one) => one.id === id));
		expect(its.map(({ type }) => type)).toEqual(['shift.began', 'shift.ended']);
		expect(moved).toEqual(everyone);
		expect(await world.queries.shift(null, id)).toMatchObject({ status: 'done' });
		expect((await world.snapshot('staff')).state.shifts).toEqual([]);
	});

	it('a member of staff who is called otherwise is so on the watch', async () => {
		const person = await world.make.aManager();
		await onDuty(person.email);
		await world.commands.setPublicName(person, person.id, true);
		const { moved } = await lawHolds(world, everyone, () =>
			world.commands.updatePerson(admin, person.id, { name: 'Имя после свадьбы' })
		);
		expect(moved).toEqual(everyone);
	});
});
