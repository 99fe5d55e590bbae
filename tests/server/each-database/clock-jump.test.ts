import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewReportSchedule, Person } from '#server/portal.ts';
import { Throttle } from '#server/sessions/throttle.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../support/clock.ts';
import { PASSWORD } from '../../support/factories.ts';
import { createWorld, type World } from '../../support/world.ts';

const DAILY: NewReportSchedule = {
	kind: 'queue',
	format: 'txt',
	public: false,
	frequency: 'daily',
	weekday: 0,
	day: 1,
	time: '10:00',
	paused: false
};

let world: World;
let manager: Person;
beforeEach(async () => {
	world = await createWorld({ now: '2026-06-01T06:00:00Z' });
	manager = await world.make.aManager();
});
afterEach(() => world.close());

/** The clock goes far ahead, something happens, and it is set right. */
async function ahead(ms: number, happens: () => Promise<unknown>): Promise<void> {
	world.clock.advance(ms);
	await happens();
	world.clock.advance(-ms);
}

describe('a clock that was far ahead for a moment', () => {
	it('silences no schedule', async () => {
		await world.commands.saveReportSchedule(manager, DAILY);
		await ahead(400 * DAY, () => world.core.reportJob.tick());
		const before = await world.seq();
		await world.core.reportJob.tick();
		const [schedule] = await world.queries.reportSchedules(manager);
		expect(schedule?.nextAt).toBe('2026-06-01T07:00:00.000Z');
		const told = (await world.events(before)).map(({ type }) => type);
		expect(told).toEqual(['report.scheduled']);
		const made = async () => (await world.queries.reports(manager, {})).total;
		const one = await made();
		world.clock.advance(2 * HOUR);
		await world.core.reportJob.tick();
		expect(await made()).toBe((one ?? 0) + 1);
	});

	it('moves no schedule that was put off rightly', async () => {
		for (const frequency of ['daily', 'weekly', 'monthly'] as const)
			await world.commands.saveReportSchedule(manager, { ...DAILY, frequency });
		const before = await world.seq();
		for (let passed = 0; passed < 3; passed++) {
			world.clock.advance(15 * MINUTE);
			await world.core.reportJob.tick();
		}
		expect(await world.seq()).toBe(before);
	});

	it('by a second, as nodes differ, has no report made twice', async () => {
		await world.commands.saveReportSchedule(manager, DAILY);
		world.clock.set('2026-06-01T07:00:00Z');
		await world.core.reportJob.tick();
		world.clock.advance(-SECOND);
		await world.core.reportJob.tick();
		world.clock.advance(SECOND);
		await world.core.reportJob.tick();
		expect((await world.queries.reports(manager, {})).total).toBe(1);
	});

	it('locks nobody out of signing in', async () => {
		const signIn = (password: string) =>
			world.commands.signIn(
				'web',
				{ email: manager.email, password },
				{ address: '192.0.2.7', userAgent: 'tests' }
			);
		await ahead(400 * DAY, async () => {
			for (let tried = 0; tried < 6; tried++) await signIn('wrong').catch(() => undefined);
		});
		expect(await signIn(PASSWORD)).toMatchObject({ viewer: { email: manager.email } });
	});

	it('uses up nothing of what may be done so often', async () => {
		const throttle = new Throttle(world.database, world.clock.now);
		const allowed = { key: 'register:192.0.2.7', limit: 1, window: HOUR };
		await ahead(400 * DAY, () => throttle.take(allowed));
		await throttle.take(allowed);
		await expect(throttle.take(allowed)).rejects.toMatchObject({ code: 'too_many_attempts' });
	});

	it('when nodes differ by seconds gives nobody another go', async () => {
		const throttle = new Throttle(world.database, world.clock.now);
		const allowed = { key: 'register:192.0.2.8', limit: 1, window: HOUR };
		await ahead(2 * SECOND, () => throttle.take(allowed));
		await expect(throttle.take(allowed)).rejects.toMatchObject({ code: 'too_many_attempts' });
	});
});

describe('a schedule that is due while it is written anew', () => {
	it('keeps its report when its timing stays', async () => {
		const { id } = await world.commands.saveReportSchedule(manager, DAILY);
		world.clock.set('2026-06-01T07:03:00Z');
		const saved = await world.commands.saveReportSchedule(manager, {
			...DAILY,
			id,
			format: 'docx'
		});
		expect(saved.nextAt).toBe('2026-06-01T07:00:00.000Z');
		await world.core.reportJob.tick();
		const { items } = await world.queries.reports(manager, {});
		expect(items).toMatchObject([{ format: 'docx', from: '2026-05-31' }]);
	});

	it('goes by its new timing when that is another', async () => {
		const { id } = await world.commands.saveReportSchedule(manager, DAILY);
		world.clock.set('2026-06-01T07:03:00Z');
		const saved = await world.commands.saveReportSchedule(manager, { ...DAILY, id, time: '11:00' });
		expect(saved.nextAt).toBe('2026-06-01T08:00:00.000Z');
	});
});
