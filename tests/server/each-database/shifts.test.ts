import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isStaffShift } from '#lib/domain/shift.ts';
import type { Person } from '#server/portal.ts';
import { DAY, HOUR } from '../../support/clock.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let admin: Person;
let client: Person;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	manager = await world.make.aManager();
	admin = await world.make.anAdmin();
	client = await world.make.aClient();
});
afterAll(() => world.close());

const now = () => world.clock.now();
const refusalOf = (command: Promise<unknown>) =>
	command.then(
		() => null,
		(refused: unknown) => refused
	);

describe('one person on two shifts at once', () => {
	it('is refused, named with the shift that is in the way', async () => {
		const { email } = await world.make.aManager();
		const first = await world.make.aShift({ from: now(), to: now() + 12 * HOUR, member: email });
		const wanted = { from: now() + 11 * HOUR, to: now() + 20 * HOUR, member: email };
		expect(await refusalOf(world.make.aShift(wanted))).toMatchObject({
			code: 'invalid_input',
			issues: [{ field: 'startsAt', code: 'overlaps', about: first.startsAt }]
		});
		await world.make.aShift({ ...wanted, overlap: true });
		await world.make.aShift({ ...wanted, from: now() + 20 * HOUR, to: now() + 22 * HOUR });
	});

	it('is refused when a shift is moved or given to somebody', async () => {
		const { email } = await world.make.aManager();
		await world.make.aShift({ from: now(), to: now() + 12 * HOUR, member: email });
		const later = { from: now() + 12 * HOUR, to: now() + 20 * HOUR };
		const own = await world.make.aShift({ ...later, member: email });
		const others = await world.make.aShift({ from: now() + HOUR, to: now() + 2 * HOUR });
		const { commands } = world;
		for (const command of [
			() => commands.updateShift(manager, own.id, { startsAt: now() + 11 * HOUR, overlap: false }),
			() => commands.updateShift(manager, others.id, { member: email, overlap: false })
		])
			expect(await refusalOf(command())).toMatchObject({
				issues: [{ field: 'startsAt', code: 'overlaps' }]
			});
		await commands.updateShift(manager, own.id, { startsAt: now() + 13 * HOUR, overlap: false });
	});

	it('is refused of two planners who press at the same time', async () => {
		const { email } = await world.make.aManager();
		const wanted = { from: now(), to: now() + HOUR, member: email, by: manager };
		const pressed = await Promise.all([1, 2, 3].map(() => refusalOf(world.make.aShift(wanted))));
		expect(pressed.filter((refused) => refused === null)).toHaveLength(1);
	});

	it('takes none of a pattern when one of them is in the way', async () => {
		const { email } = await world.make.aManager();
		await world.make.aShift({ from: now() + 3 * DAY, to: now() + 3 * DAY + HOUR, member: email });
		const times = [0, 1, 2, 3].map((day) => ({
			startsAt: now() + day * DAY,
			endsAt: now() + day * DAY + 2 * HOUR
		}));
		const input = { member: email, position: 'сети', times, overlap: false };
		expect(await refusalOf(world.commands.createShifts(manager, input))).toMatchObject({
			code: 'invalid_input'
		});
		const { items } = await world.queries.shifts(manager, { from: now(), member: email });
		expect(items).toHaveLength(1);
	});
});

describe('what a change would cause', () => {
	it('is told before it happens: the gap that a deletion leaves, and no other', async () => {
		const own = await createWorld({ database: 'sqlite' });
		try {
			const by = await own.make.aManager();
			const at = own.clock.now();
			const day = await own.make.aShift({ by, from: at, to: at + 12 * HOUR });
			const night = await own.make.aShift({ by, from: at + 12 * HOUR, to: at + DAY });
			await own.make.aShift({ by, from: at + DAY, to: at + 36 * HOUR });
			const foreseen = await own.queries.foreseeShifts(by, {
				id: night.id,
				position: '',
				times: []
			});
			expect(foreseen).toMatchObject({
				gaps: [{ from: at + 12 * HOUR, to: at + DAY, missing: 1, fresh: true }],
				gapsTotal: 1,
				closes: 0,
				overlaps: []
			});
			await own.commands.deleteShift(by, night.id);
			const roster = await own.queries.roster(by, { from: at, to: at + 7 * DAY });
			expect(roster.gaps).toMatchObject([{ from: at + 12 * HOUR, to: at + DAY }]);
			const back = await own.queries.foreseeShifts(by, {
				member: day.email,
				position: 'сети',
				times: [{ startsAt: at + 11 * HOUR, endsAt: at + DAY }]
			});
			expect(back).toMatchObject({ gaps: [], closes: 1, overlaps: [{ id: day.id }] });
		} finally {
			await own.close();
		}
	});
});

describe('two planners of one shift', () => {
	it('the second is told what the first made of it, and nothing is lost', async () => {
		const shift = await world.make.aShift({ from: now() + DAY, to: now() + DAY + HOUR });
		const { version } = shift;
		const change = { position: 'старший смены', overlap: false, version };
		await world.commands.updateShift(admin, shift.id, change);
		expect(await refusalOf(world.commands.updateShift(manager, shift.id, change))).toMatchObject({
			code: 'stale_version',
			stale: {
				currentVersion: version + 1,
				changedBy: admin.name,
				current: { position: 'старший смены', member: shift.email }
			}
		});
		expect(
			await refusalOf(world.commands.deleteShift(manager, shift.id, { version }))
		).toMatchObject({ code: 'stale_version' });
	});

	it('a shift that has begun meanwhile is no other version: the clock edits nothing', async () => {
		const shift = await world.make.aShift({ from: now() + HOUR, to: now() + 3 * HOUR });
		await world.pass(2 * HOUR);
		const moved = await world.commands.updateShift(manager, shift.id, {
			endsAt: now() + 5 * HOUR,
			overlap: false,
			version: shift.version
		});
		expect(moved).toMatchObject({ status: 'on_duty', version: shift.version + 1 });
	});
});

describe('a series', () => {
	it('goes from one shift on, and what is past stays', async () => {
		const { email } = await world.make.aManager();
		const times = [-2, 1, 2, 3].map((day) => ({
			startsAt: now() + day * DAY,
			endsAt: now() + day * DAY + HOUR
		}));
		const input = { member: email, position: 'сети', times, overlap: false };
		const { shifts } = await world.commands.createShifts(manager, input, 'a series');
		const again = await world.commands.createShifts(manager, input, 'a series');
		expect(again).toEqual({ shifts, created: false });
		const second = shifts[2]?.id ?? 0;
		expect(await world.commands.deleteShift(manager, second, { following: true })).toEqual({
			deleted: 2
		});
		const { items } = await world.queries.shifts(manager, { from: now() - 9 * DAY, member: email });
		expect(items.map(({ status }) => status)).toEqual(['done', 'planned']);
	});
});

describe('a name in the public schedule', () => {
	it('is there only as long as its owner wants', async () => {
		const person = await world.make.aManager({ name: 'Зинаида Тихая' });
		const { id } = await world.make.aShift({
			from: now() - HOUR,
			to: now() + HOUR,
			member: person.email
		});
		const seen = async () => {
			const views = [];
			for (const viewer of [null, client]) {
				views.push(await world.queries.shift(viewer, id));
				const { state } = await world.snapshot(viewer ? `client:${client.id}` : 'public');
				views.push(state.shifts.find((shift) => shift.id === id));
			}
			return views.map((view) => [view?.name, view && isStaffShift(view)]);
		};
		const none = Array.from({ length: 4 }, () => [null, false]);
		expect(await seen()).toEqual(none);
		await world.commands.setPublicName(person, person.id, true);
		expect(await seen()).toEqual(none.map(() => ['Зинаида Тихая', false]));
		await world.commands.setPublicName(admin, person.id, false);
		expect(await seen()).toEqual(none);
	});

	it('may not be asked for by an e-mail by who does not see it', async () => {
		for (const viewer of [null, client])
			expect(
				await refusalOf(world.queries.shifts(viewer, { from: 0, member: manager.email }))
			).toMatchObject({ issues: [{ field: 'member', code: 'staff_only' }] });
	});

	it('stays within the staff live and replayed, where it is not allowed', async () => {
		const person = await world.make.aManager({ name: 'Сентинелла Скрытная' });
		const { epoch, seq } = await world.snapshot('public');
		const token = await world.tokenOf(client);
		const screens = [
			await world.screen({}).ready(),
			await world.screen({ token }).ready(),
			await world.screen({ token: await world.tokenOf(manager) }).ready()
		];
		const { id } = await world.make.aShift({
			from: now() - HOUR,
			to: now() + HOUR,
			member: person.email
		});
		await world.commands.writeHandover(person, 'Сентинелла: пароль от стойки у охраны');
		await world.commands.deleteShift(manager, id);
		const last = await world.seq();
		await world.host.sockets.settled();
		const cursor = { epoch, after: seq };
		const replayed = [world.screen({ cursor }), world.screen({ cursor, token })];
		for (const screen of [...screens, ...replayed]) await screen.reached(last - 0).catch(() => 0);
		const [anonymous, ofClient, ofStaff] = screens;
		expect(JSON.stringify(ofStaff?.said)).toContain('Сентинелла');
		for (const screen of [anonymous, ofClient, ...replayed]) {
			expect(JSON.stringify(screen?.said)).toContain(`"id":${id}`);
			expect(JSON.stringify(screen?.said)).not.toMatch(/Сентинелла|manager\d+@/);
		}
	});
});

describe('a handover', () => {
	it('is written by who is on duty or was lately, and by nobody else', async () => {
		const person = await world.make.aManager();
		expect(await refusalOf(world.commands.writeHandover(person, 'Рано'))).toMatchObject({
			issues: [{ field: 'body', code: 'not_on_duty' }]
		});
		await world.make.aShift({ from: now() - HOUR, to: now() + HOUR, member: person.email });
		await world.commands.writeHandover(person, 'На смене');
		await world.pass(4 * HOUR);
		await world.commands.writeHandover(person, 'После смены');
		await world.pass(2 * HOUR);
		expect(await world.queries.mayHandOver(person)).toBe(false);
		expect(await refusalOf(world.commands.writeHandover(person, 'Поздно'))).not.toBeNull();
	});

	it('is taken over once, and not by its author', async () => {
		const person = await world.make.aManager();
		await world.make.aShift({ from: now() - HOUR, to: now() + HOUR, member: person.email });
		const { handover } = await world.commands.writeHandover(person, 'Наблюдайте почту');
		expect(await refusalOf(world.commands.acceptHandover(person, handover.id))).toMatchObject({
			code: 'forbidden'
		});
		const first = await world.commands.acceptHandover(manager, handover.id);
		expect(first.acceptedBy).toBe(manager.name);
		expect(await world.commands.acceptHandover(admin, handover.id)).toEqual(first);
	});
});

describe('what has to be covered', () => {
	it('is told to the staff who look at the roster, and to nobody else', async () => {
		const token = await world.tokenOf(client);
		const staff = await world.screen({ token: await world.tokenOf(manager) }).ready();
		const others = [await world.screen({}).ready(), await world.screen({ token }).ready()];
		const rule = await world.commands.saveCoverageRule(manager, {
			position: 'связь',
			days: Array.from({ length: 7 }, () => true),
			fromMinute: 0,
			toMinute: 1_440,
			least: 1
		});
		await world.commands.deleteCoverageRule(manager, rule.id);
		const last = await world.seq();
		await staff.reached(last);
		await world.host.sockets.settled();
		expect(JSON.stringify(staff.said).match(/"kind":"roster"/g)).toHaveLength(2);
		for (const screen of others) expect(JSON.stringify(screen.said)).not.toContain('"roster"');
	});
});

describe('the address of one’s own calendar', () => {
	it('opens one’s own shifts until it is replaced, taken away, or its owner is blocked', async () => {
		const person = await world.make.aManager();
		const { id } = await world.make.aShift({
			from: now() + HOUR,
			to: now() + 2 * HOUR,
			member: person.email
		});
		await world.make.aShift({ from: now() + HOUR, to: now() + 2 * HOUR });
		const keyOf = async () => (await world.queries.ownSchedule(person)).feed ?? '';
		const opened = async (key: string) => (await world.queries.shiftsByFeed(key))?.shifts;
		expect(await keyOf()).toBe('');
		await world.commands.openShiftFeed(person);
		const first = await keyOf();
		expect((await opened(first))?.map((shift) => shift.id)).toEqual([id]);
		await world.commands.openShiftFeed(person);
		const second = await keyOf();
		expect([await opened(first), (await opened(second))?.length]).toEqual([undefined, 1]);
		for (const forged of ['', 'x', second.slice(0, -1), second.replace(/^\d+/, '1')])
			expect(await opened(forged)).toBeUndefined();
		await world.commands.closeShiftFeed(person);
		expect([await opened(second), await keyOf()]).toEqual([undefined, '']);
		await world.commands.openShiftFeed(person);
		const third = await keyOf();
		expect([await opened(second), (await opened(third))?.length]).toEqual([undefined, 1]);
		await world.commands.blockPerson(admin, person.id);
		expect(await opened(third)).toBeUndefined();
	});

	it('is in no event', async () => {
		const person = await world.make.aManager();
		await world.commands.openShiftFeed(person);
		const { feed } = await world.queries.ownSchedule(person);
		expect(JSON.stringify(await world.events())).not.toContain(feed?.split('-').at(-1));
	});
});
