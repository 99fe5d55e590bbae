import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { withReports, type AnyReport } from '#lib/domain/report.ts';
import type { Person, ReportCommands } from '#server/portal.ts';
import { DAY } from '../../support/clock.ts';
import { lawHolds } from '../../support/law.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let owner: Person;
let everyone: Audience[];
let viewers: ReadonlyMap<Audience, Viewer>;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	owner = await world.make.aClient();
	everyone = ['public', 'staff', `client:${owner.id}`];
	viewers = new Map<Audience, Viewer>([
		['public', null],
		['staff', manager],
		[`client:${owner.id}`, owner]
	]);
	await world.tick();
});
afterAll(() => world.close());

interface Case {
	readonly name: string;
	/** Makes what the command needs, outside the law; returns the command. */
	readonly prepare: () => Promise<() => Promise<unknown>>;
	/** Whose page of reports must differ afterwards. */
	readonly moves: readonly ('staff' | 'public')[];
}

const NOBODY: Case['moves'] = [];
const wanted = (isPublic: boolean) =>
	({ kind: 'kpi', format: 'txt', from: '2026-03-01', to: '2026-03-02', public: isPublic }) as const;
const ordered = async (isPublic: boolean) =>
	(await world.commands.createReport(manager, wanted(isPublic))).report.id;
async function made(isPublic: boolean): Promise<number> {
	const id = await ordered(isPublic);
	await world.core.reportJob.tick();
	return id;
}
const aSchedule = () =>
	world.commands.saveReportSchedule(manager, {
		...{ kind: 'kpi', format: 'txt', public: true, frequency: 'daily', weekday: 0, day: 1 },
		...{ time: '08:00', paused: false }
	} as const);

const CASES: Record<keyof ReportCommands, readonly Case[]> = {
	createReport: [
		{
			name: 'a report is wanted: it is nobody’s affair until it is ready',
			prepare: async () => () => ordered(true),
			moves: ['staff']
		}
	],
	publishReport: [
		{
			name: 'a report made for staff is made anew before anybody sees it',
			prepare: async () => {
				const id = await made(false);
				return () => world.commands.publishReport(manager, id, true);
			},
			moves: ['staff']
		},
		{
			name: 'a public one is hidden',
			prepare: async () => {
				const id = await made(true);
				return () => world.commands.publishReport(manager, id, false);
			},
			moves: ['staff', 'public']
		},
		{
			name: 'and shown again, as it is',
			prepare: async () => {
				const id = await made(true);
				await world.commands.publishReport(manager, id, false);
				return () => world.commands.publishReport(manager, id, true);
			},
			moves: ['staff', 'public']
		}
	],
	remakeReport: [
		{
			name: 'a public report is made once more',
			prepare: async () => {
				const id = await made(true);
				return () => world.commands.remakeReport(manager, id);
			},
			moves: ['staff', 'public']
		}
	],
	deleteReport: [
		{
			name: 'a report of staff is taken away',
			prepare: async () => {
				const id = await ordered(false);
				return () => world.commands.deleteReport(manager, id);
			},
			moves: ['staff']
		},
		{
			name: 'a public one is taken away',
			prepare: async () => {
				const id = await made(true);
				return () => world.commands.deleteReport(manager, id);
			},
			moves: ['staff', 'public']
		}
	],
	saveReportSchedule: [
		{ name: 'a schedule is made', prepare: async () => () => aSchedule(), moves: NOBODY }
	],
	deleteReportSchedule: [
		{
			name: 'a schedule is taken away',
			prepare: async () => {
				const { id } = await aSchedule();
				return () => world.commands.deleteReportSchedule(manager, id);
			},
			moves: NOBODY
		}
	]
};

const pageOf = async (audience: Audience): Promise<readonly AnyReport[]> =>
	JSON.parse(
		JSON.stringify(
			(await world.queries.reports(viewers.get(audience) ?? null, { limit: 100 })).items
		)
	);

async function pageLawHolds(command: () => Promise<unknown>): Promise<readonly Audience[]> {
	const before = await Promise.all(everyone.map(pageOf));
	// Live screens carry no reports: nothing of their state may move.
	const { changes, moved } = await lawHolds(world, everyone, command);
	expect(moved).toEqual([]);
	const differ: Audience[] = [];
	for (const [index, audience] of everyone.entries()) {
		const old = before[index] ?? [];
		const fresh = await pageOf(audience);
		const told = changes.get(audience) ?? [];
		const page = { items: old, first: true, cut: false };
		expect(withReports(page, told), audience).toEqual(fresh);
		if (JSON.stringify(fresh) !== JSON.stringify(old)) differ.push(audience);
	}
	return differ;
}

const audiences = (moves: Case['moves']) =>
	everyone.filter((audience) => moves.includes(audience === 'staff' ? 'staff' : 'public'));

describe.each(Object.entries(CASES))('%s', (_command, cases) => {
	it.each(cases)('$name: old page + changes = new page', async ({ prepare, moves }) => {
		const command = await prepare();
		const seq = await world.seq();
		expect(await pageLawHolds(command)).toEqual(audiences(moves));
		expect(await world.seq()).toBeGreaterThan(seq);
	});
});

describe('the job', () => {
	it('of a public report: old page + changes = new page, from the order to the file', async () => {
		await ordered(true);
		expect(await pageLawHolds(() => world.core.reportJob.tick())).toEqual(everyone);
	});

	it('of a report of staff tells nobody else that it is there', async () => {
		await ordered(false);
		expect(await pageLawHolds(() => world.core.reportJob.tick())).toEqual(['staff']);
	});

	it('makes what a schedule is due for', async () => {
		await aSchedule();
		world.clock.advance(DAY);
		expect(await pageLawHolds(() => world.core.reportJob.tick())).toEqual(everyone);
	});
});
