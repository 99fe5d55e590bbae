import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORT_FORMATS, REPORT_KINDS, type StaffReport } from '#lib/domain/report.ts';
import { MOST_ATTEMPTS, reportWork } from '#server/commands/report-work.ts';
import { createReportJob, REPORT_LEASE_MS } from '#server/jobs/report-job.ts';
import { mediaFolder } from '#server/media/media-folder.ts';
import { MediaStore } from '#server/media/media-store.ts';
import type { NewReport, NewReportSchedule, Person } from '#server/portal.ts';
import { readRoster } from '#server/queries/shifts/rosters.ts';
import { iso } from '#server/records/ticket-record.ts';
import type { Make } from '#server/reports/order.ts';
import { DAY, HOUR } from '../../support/clock.ts';
import { docxText } from '../../support/docx.ts';
import { makersOf } from '../../support/make-here.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let client: Person;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager({ name: 'Злата Секретова' });
	client = await world.make.aClient({ name: 'Иван Тайный' });
});
afterAll(() => world.close());

const refused = async (doing: Promise<unknown>, told: object) =>
	expect(await doing.catch((error: unknown) => error)).toMatchObject(told);

const WANTED: NewReport = {
	kind: 'summary',
	format: 'txt',
	from: '2026-03-01',
	to: '2026-03-03',
	public: false
};
const order = async (given: Partial<NewReport> = {}) =>
	(await world.commands.createReport(manager, { ...WANTED, ...given })).report;
async function made(given: Partial<NewReport> = {}): Promise<StaffReport> {
	const { id } = await order(given);
	await world.core.reportJob.tick();
	return report(id);
}
async function report(id: number): Promise<StaffReport> {
	const found = await world.queries.report(manager, id);
	if (!('state' in found)) throw new Error('not as staff see it');
	return found;
}
async function contentOf(id: number, viewer: Person | null = manager): Promise<Buffer> {
	const file = await world.queries.reportFile(viewer, id);
	const chunks: Buffer[] = [];
	for await (const chunk of await file.open()) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}
/** From the first beginning of a shift to the last end. */
async function rostered(): Promise<{ from: number; to: number }> {
	const found = await world.database.read((tx) =>
		tx.one<{ from: number; to: number }>(
			`SELECT MIN(starts_at) AS "from", MAX(ends_at) AS "to" FROM shifts`
		)
	);
	if (!found) throw new Error('no shifts');
	return found;
}
/** Files of reports that lie on the disk. */
const onDisk = () =>
	globSync('reports/**/*', { cwd: world.mediaDir, withFileTypes: true }).filter((entry) =>
		entry.isFile()
	).length;

describe('a report', () => {
	it('waits, is made, and is then a file of the size and the sum that are told', async () => {
		const waiting = await order();
		expect(waiting).toMatchObject({ state: 'queued', progress: 0, author: manager.name });
		await refused(world.queries.reportFile(manager, waiting.id), { code: 'not_found' });
		await world.core.reportJob.tick();
		const ready = await report(waiting.id);
		expect(ready).toMatchObject({ state: 'ready', progress: 100, failure: null });
		const content = await contentOf(ready.id);
		expect(ready.size).toBe(content.byteLength);
		expect(ready.checksum).toBe(createHash('sha256').update(content).digest('hex'));
		const states = (await world.events())
			.filter(({ payload }) => payload.report?.record.id === ready.id)
			.map(({ type }) => type)
			.filter((type) => type !== 'report.advanced');
		expect(states).toEqual(['report.ordered', 'report.started', 'report.ready']);
		expect(world.faults).toEqual([]);
	});

	it('is made by the time that somebody has waited who asked while it was being made', async () => {
		const { id } = await order();
		const first = world.core.reportJob.tick();
		await world.core.reportJob.tick();
		expect(await report(id)).toMatchObject({ state: 'ready' });
		await first;
	});

	it('is wanted once however often the same request comes', async () => {
		const first = await world.commands.createReport(manager, WANTED, 'once');
		const again = await world.commands.createReport(manager, WANTED, 'once');
		expect([again.created, again.report.id]).toEqual([false, first.report.id]);
	});

	it('of days that cannot be is refused at its field', async () => {
		for (const [from, to, issue] of [
			['2026-03-02', '2026-03-01', { field: 'to', code: 'before_start' }],
			['2026-03-04', '2026-03-05', { field: 'from', code: 'in_future' }],
			['2026-02-30', '2026-03-01', { field: 'from', code: 'invalid' }]
		] as const)
			await refused(order({ from, to }), { code: 'invalid_input', issues: [issue] });
	});

	it('is the staff’s to want, to show and to take away', async () => {
		const { id } = await order();
		const { commands, queries } = world;
		for (const doing of [
			() => commands.createReport(client, WANTED),
			() => commands.publishReport(client, id, true),
			() => commands.remakeReport(client, id),
			() => commands.deleteReport(client, id),
			() => commands.deleteReportSchedule(client, 1)
		])
			await refused(doing(), { code: 'forbidden' });
		await refused(queries.reportSchedules(client), { code: 'forbidden' });
		await refused(commands.publishReport(manager, 999_999, true), { code: 'not_found' });
	});

	it('of days of which nothing is known says so, and praises nothing', async () => {
		const { id } = await made({ from: '2025-01-01', to: '2025-01-31' });
		const text = (await contentOf(id)).toString();
		expect(text).toContain('За период нет данных: выводов сделать нельзя.');
		expect(text).toContain('нет данных');
		expect(text).not.toMatch(/Цель выполнена|Выполнены все цели|Лучше, чем/);
	});

	it('that is deleted leaves neither row nor file', async () => {
		const { id } = await made();
		const before = onDisk();
		await world.commands.deleteReport(manager, id);
		expect(onDisk()).toBe(before - 1);
		await refused(world.queries.report(manager, id), { code: 'not_found' });
	});
});

describe('to everybody', () => {
	it('only what is public and ready is there', async () => {
		const own = await made();
		const open = await made({ public: true });
		const waiting = await order({ public: true });
		for (const viewer of [null, client]) {
			const { items, total } = await world.queries.reports(viewer, { limit: 100 });
			expect(items.map(({ id }) => id)).toContain(open.id);
			expect(items.map(({ id }) => id)).not.toContain(own.id);
			expect(items.map(({ id }) => id)).not.toContain(waiting.id);
			expect(total).toBe(items.length);
			expect(Object.keys(await world.queries.report(viewer, open.id))).not.toContain('author');
			for (const { id } of [own, waiting]) {
				await refused(world.queries.report(viewer, id), { code: 'not_found' });
				await refused(world.queries.reportFile(viewer, id), { code: 'not_found' });
			}
		}
		await world.core.reportJob.tick();
	});

	it('a report made for staff is shown only when it was made anew for everybody', async () => {
		const { number } = await world.make.aTicket({ by: client, subject: 'zq7 секретная тема' });
		const { id } = await made({ kind: 'queue' });
		expect((await contentOf(id)).toString()).toContain('zq7 секретная');
		await world.commands.publishReport(manager, id, true);
		await refused(world.queries.reportFile(null, id), { code: 'not_found' });
		await world.core.reportJob.tick();
		const shown = (await contentOf(id, null)).toString();
		expect(shown).toContain(number);
		expect(shown).not.toContain('zq7');
	});

	it('none tells who works here, who asks, and what about', async () => {
		const colleague = await world.make.aManager({ name: 'Прасковья Скрытная' });
		const ticket = await world.make.aTicket({ by: client, subject: 'zq7 тема' });
		await world.make.aReply(ticket, colleague, 'zq7 ответ');
		await world.make.aNote(ticket, colleague, 'zq7 заметка');
		await world.commands.updateTicket(manager, ticket.number, { assignee: colleague.email });
		const { number } = await world.make.anIncident({ by: colleague });
		await world.commands.acknowledgeIncident(colleague, number);
		await world.commands.recordMetric(manager, 'zq_metric', { value: 7 });
		for (const kind of REPORT_KINDS)
			for (const format of REPORT_FORMATS) {
				const { id, state } = await made({ kind, format, public: true });
				expect(state).toBe('ready');
				const bytes = await contentOf(id, null);
				const text = format === 'docx' ? await docxText(bytes) : bytes.toString();
				expect(text).not.toMatch(/zq7|zq metric|Скрытная|Секретова|Тайный|@bazis/);
			}
	});
});

describe('of shifts', () => {
	it('it counts the hours that lie in its days, and names people to staff alone', async () => {
		const night = Date.parse('2026-02-10T18:00:00Z');
		const { email } = await world.make.aManager({ name: 'Фома Ночной' });
		// The roster has begun before.
		await world.make.aShift({ from: night - DAY, to: night - DAY + 3 * HOUR });
		await world.make.aShift({
			from: night,
			to: night + 12 * HOUR,
			member: email,
			position: 'сеть'
		});
		const days = { kind: 'shifts', from: '2026-02-10', to: '2026-02-10' } as const;
		const own = (await contentOf((await made(days)).id)).toString();
		// From nine in the evening to midnight in Moscow.
		expect(own).toContain('В графике 1\u00a0смена на 3\u00a0ч, 1\u00a0сотрудник.');
		expect(own).toMatch(/Фома Ночной +1 +3\u00a0ч/);
		expect(own).toContain('В покрытии 1\u00a0пробел, всего 21\u00a0ч.');
		const open = (await contentOf((await made({ ...days, public: true })).id, null)).toString();
		expect(open).toMatch(/без имени +1 +3\u00a0ч/);
		expect(open).not.toMatch(/Фома|пробел/i);
	});

	it('nothing is missing before the roster has begun and after it ends', async () => {
		const { from, to } = await rostered();
		const day = (at: number) => new Date(at).toISOString().slice(0, 10);
		const days = { kind: 'shifts', from: day(from - 9 * DAY), to: day(to + 9 * DAY) } as const;
		const told = (await contentOf((await made(days)).id)).toString();
		// Of the roster's two shifts the second begins a day after the first.
		expect(told).toContain('В покрытии 1\u00a0пробел, всего 21\u00a0ч.');
	});
});

describe('of shifts on days between others', () => {
	const days = { kind: 'shifts', from: '2026-02-13', to: '2026-02-13' } as const;
	const HOLE = Date.parse('2026-02-12T21:00:00Z');

	beforeAll(async () => {
		await world.make.aShift({ from: HOLE - HOUR, to: HOLE });
		await world.make.aShift({ from: HOLE + DAY, to: HOLE + DAY + HOUR });
	});

	it('a day on which nobody was rostered is missing, as the panel tells it', async () => {
		const told = (await contentOf((await made(days)).id)).toString();
		expect(told).toContain('Смен за период нет.\n- В покрытии 1\u00a0пробел, всего 24\u00a0ч.');
		expect(told).not.toContain('Пробелов в покрытии нет');
		const period = { from: HOLE, to: HOLE + DAY };
		const panel = await world.database.read((tx) =>
			readRoster(tx, period, { now: HOLE, zone: 'Europe/Moscow' })
		);
		expect(panel.gaps).toMatchObject([period]);
	});

	it('in English nothing is said of who was there, only of gaps', async () => {
		const told = (await contentOf((await made({ ...days, language: 'en' })).id)).toString();
		expect(told).toContain('1 gap in coverage, 24\u00a0h in all.');
	});
});

describe('a schedule', () => {
	const WEEKLY: NewReportSchedule = {
		kind: 'kpi',
		format: 'txt',
		public: false,
		frequency: 'weekly',
		weekday: 0,
		day: 1,
		time: '08:00',
		paused: false
	};
	const made = async () =>
		(await world.queries.reports(manager, { limit: 100 })).items.filter(
			(one) => 'schedule' in one && one.schedule !== null
		);

	it('makes one report however many times were slept through, of the last of them', async () => {
		world.clock.set('2026-03-03T09:00:00Z');
		const schedule = await world.commands.saveReportSchedule(manager, WEEKLY);
		expect(schedule.nextAt).toBe('2026-03-09T05:00:00.000Z');
		const before = (await made()).length;
		world.clock.set('2026-03-25T10:00:00Z');
		await world.core.reportJob.tick();
		await world.core.reportJob.tick();
		const all = await made();
		expect(all.length).toBe(before + 1);
		// The Monday of the 23rd tells of the week before it.
		expect(all[0]).toMatchObject({ from: '2026-03-16', to: '2026-03-22', state: 'ready' });
		const [next] = await world.queries.reportSchedules(manager);
		expect(next).toMatchObject({ nextAt: '2026-03-30T05:00:00.000Z' });
		await world.commands.deleteReportSchedule(manager, schedule.id);
	});

	it('is there once however often its form is sent', async () => {
		const send = (input: NewReportSchedule, key: string) =>
			world.commands.saveReportSchedule(manager, input, key);
		const { id } = await send(WEEKLY, 'a schedule');
		const seq = await world.queries.cursor();
		expect((await send(WEEKLY, 'a schedule')).id).toBe(id);
		expect(await world.queries.cursor()).toEqual(seq);
		await expect(send({ ...WEEKLY, kind: 'queue' }, 'a schedule')).rejects.toMatchObject({
			code: 'idempotency_conflict'
		});
		expect(await world.queries.reportSchedules(manager)).toHaveLength(1);
		await world.commands.deleteReportSchedule(manager, id);
	});

	it('that is paused makes none, and goes on with the next time to come', async () => {
		const { id } = await world.commands.saveReportSchedule(manager, { ...WEEKLY, paused: true });
		const before = (await made()).length;
		world.clock.advance(21 * DAY);
		await world.core.reportJob.tick();
		expect((await made()).length).toBe(before);
		const again = await world.commands.saveReportSchedule(manager, { ...WEEKLY, id });
		expect(Date.parse(again.nextAt)).toBeGreaterThan(world.clock.now());
		await world.core.reportJob.tick();
		expect((await made()).length).toBe(before);
		await world.commands.deleteReportSchedule(manager, id);
	});
});

describe('whoever makes a report', () => {
	const bytes = new TextEncoder().encode('отчёт');
	const done: Make = () => ({ made: Promise.resolve(bytes), stop: () => Promise.resolve() });
	const store = (write?: ConstructorParameters<typeof MediaStore>[1]) =>
		new MediaStore(mediaFolder(world.database, world.mediaDir, 'reports'), write);
	const work = (kept = store()) => reportWork(world.core.execute, kept);
	const job = (make: Make, kept = store(), faults: unknown[] = []) =>
		createReportJob({
			database: world.database,
			execute: world.core.execute,
			work: work(kept),
			makers: makersOf(make),
			now: world.clock.now,
			zone: 'Europe/Moscow',
			failed: (error) => faults.push(error)
		});

	it('is one of several that want to', async () => {
		const { id } = await order();
		const taken = await Promise.all(
			['a', 'b', 'c', 'd'].map((run) => work().take(run, REPORT_LEASE_MS))
		);
		const [mine, ...others] = taken.filter((one) => one !== null);
		expect(others).toEqual([]);
		expect(mine).toMatchObject({ id });
		if (mine && mine !== 'given_up') await work().release(mine);
		await world.core.reportJob.tick();
	});

	it('and was given up for dead writes nothing when it comes back', async () => {
		const { id } = await order();
		const slow = await work().take('slow', REPORT_LEASE_MS);
		expect(await work().take('early', REPORT_LEASE_MS)).toBeNull();
		world.clock.advance(REPORT_LEASE_MS + 1);
		await job(done).tick();
		const { checksum } = await report(id);
		const files = onDisk();
		if (slow === null || slow === 'given_up') throw new Error('nothing to make');
		expect(await work().advance(slow, 50, REPORT_LEASE_MS)).toBe(false);
		await work().finish(slow, new TextEncoder().encode('другой'));
		await work().fail(slow, 'fault');
		expect(await report(id)).toMatchObject({ state: 'ready', checksum });
		expect(onDisk()).toBe(files);
	});

	it('and dies of it again and again has it given up', async () => {
		const { id } = await order();
		for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
			await work().take(`run ${attempt}`, REPORT_LEASE_MS);
			world.clock.advance(HOUR);
		}
		await job(done).tick();
		expect(await report(id)).toMatchObject({ state: 'failed', failure: 'interrupted' });
		await world.commands.remakeReport(manager, id);
		await job(done).tick();
		expect(await report(id)).toMatchObject({ state: 'ready', failure: null });
	});

	it('says so when the disk is full, and nothing half-written stays', async () => {
		const { id } = await order();
		const full = store(() =>
			Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
		);
		const files = onDisk();
		const faults: unknown[] = [];
		await job(done, full, faults).tick();
		expect(await report(id)).toMatchObject({ state: 'failed', failure: 'no_room' });
		expect([onDisk(), faults.length]).toEqual([files, 1]);
	});

	it('says so when it breaks, and tells the log why', async () => {
		const { id } = await order();
		const faults: unknown[] = [];
		const broken: Make = () => ({
			made: Promise.reject(new Error('SELECT nothing')),
			stop: () => Promise.resolve()
		});
		await job(broken, store(), faults).tick();
		expect(await report(id)).toMatchObject({ state: 'failed', failure: 'fault' });
		expect(String(faults[0])).toContain('SELECT nothing');
	});

	it('keeps nothing of one that was deleted meanwhile', async () => {
		const { id } = await order();
		const files = onDisk();
		const deleting: Make = () => ({
			made: world.commands.deleteReport(manager, id).then(() => bytes),
			stop: () => Promise.resolve()
		});
		await job(deleting).tick();
		expect(onDisk()).toBe(files);
		await refused(world.queries.report(manager, id), { code: 'not_found' });
	});

	it('makes it again when it was shown to everybody meanwhile', async () => {
		const { id } = await order();
		const readers: string[] = [];
		const publishing: Make = (asked) => {
			readers.push(asked.readers);
			return {
				made: world.commands.publishReport(manager, id, true).then(() => bytes),
				stop: () => Promise.resolve()
			};
		};
		await job(publishing).tick();
		expect(readers).toEqual(['staff', 'public']);
		expect(await report(id)).toMatchObject({ state: 'ready', public: true });
	});
});

describe('of what began before its days', () => {
	it('names incidents and works that went on in them, and does not say that there were none', async () => {
		const began = world.clock.now();
		// By the clock in Moscow.
		const [from, day] = [began + HOUR, new Date(began + DAY + 3 * HOUR).toISOString().slice(0, 10)];
		const open = await world.make.anIncident();
		const over = await world.make.anIncident({ title: 'Недолгая беда' });
		await world.commands.updateIncident(manager, over.number, {
			status: 'resolved',
			message: 'Всё работает.'
		});
		const works = await world.make.aMaintenance({
			startsAt: iso(from),
			endsAt: iso(from + 2 * DAY)
		});
		const short = await world.make.aMaintenance({ startsAt: iso(from), endsAt: iso(from + HOUR) });
		await world.pass(2 * HOUR);
		await world.pass(2 * DAY);
		const { id } = await made({ kind: 'incidents', from: day, to: day });
		const told = (await contentOf(id)).toString();
		expect(told).toContain(open.number);
		expect(told).toContain(works.number);
		expect(told).not.toContain(over.number);
		expect(told).not.toContain(short.number);
		expect(told).toMatch(/Новых инцидентов за период не было[^]*раньше и продолжал/);
		expect(told).not.toMatch(/(?:Инцидентов|Плановых работ) за период не было/);
	});

	it('says how many works it leaves out of a long list', async () => {
		const { slug } = await world.make.aService();
		// Past the days that the works of other tests went on in.
		await world.pass(2 * DAY);
		const began = world.clock.now();
		const [startsAt, endsAt] = [iso(began + HOUR), iso(began + 2 * HOUR)];
		for (let planned = 0; planned < 203; planned += 1)
			await world.make.aMaintenance({ services: [slug], startsAt, endsAt });
		await world.pass(DAY);
		const day = new Date(began + HOUR + 3 * HOUR).toISOString().slice(0, 10);
		const { id } = await made({ kind: 'incidents', from: day, to: day });
		expect((await contentOf(id)).toString()).toContain('И ещё 3.');
	});
});
