import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mayMove, TICKET_STATUSES } from '#lib/domain/ticket.ts';
import { ReplayApi } from '#server/servicenow/replay/api.ts';
import { pathBetween, storiesOf } from '#server/servicenow/replay/plan.ts';
import { Replay } from '#server/servicenow/replay/run.ts';
import { readLog } from '#server/servicenow/read.ts';
import { isBad, type LogRow } from '#server/servicenow/row.ts';
import { FakePortal } from '../support/fake-portal.ts';

const FIXTURE = new URL('../support/servicenow-log.csv', import.meta.url).pathname;

async function fixtureRows(): Promise<LogRow[]> {
	const rows: LogRow[] = [];
	for await (const row of readLog(FIXTURE)) if (!isBad(row)) rows.push(row);
	return rows;
}

describe('the way between two statuses', () => {
	test('is allowed at each step, the shortest, and missing only from cancelled', () => {
		for (const from of TICKET_STATUSES)
			for (const to of TICKET_STATUSES) {
				const path = pathBetween(from, to);
				if (path === null) {
					expect(from).toBe('cancelled');
					continue;
				}
				let at = from;
				for (const next of path) {
					expect(mayMove(at, next)).toBe(true);
					at = next;
				}
				expect(at).toBe(to);
				if (mayMove(from, to) && from !== to) expect(path).toEqual([to]);
			}
	});

	test('leads where the log jumps', () => {
		expect(pathBetween('in_progress', 'closed')).toEqual(['resolved', 'closed']);
		expect(pathBetween('resolved', 'waiting')).toEqual(['in_progress', 'waiting']);
		expect(pathBetween('closed', 'resolved')).toEqual(['in_progress', 'resolved']);
		expect(pathBetween('waiting', 'new')).toEqual(['in_progress', 'new']);
	});
});

describe('a replay', () => {
	let portal: FakePortal;
	let rows: LogRow[];
	beforeEach(async () => {
		portal = await new FakePortal().start();
		rows = await fixtureRows();
	});
	afterEach(() => portal.stop());

	function api(signal: AbortSignal = new AbortController().signal, token = 'good') {
		return new ReplayApi({ url: portal.url, token, rate: null, signal, patience: 10_000 });
	}

	async function play(lanes = 4) {
		const replay = new Replay(api(), storiesOf(rows));
		await replay.run(lanes);
		return replay.summary();
	}

	test('ends on exactly what the log says, through allowed transitions only', async () => {
		const summary = await play();
		expect(summary.refusals).toEqual([]);
		expect(summary).toMatchObject({ filed: 8, found: 0, refused: 0, withAssignees: true });
		expect(portal.counts()).toEqual({ closed: 3, resolved: 2, waiting: 1, new: 1, in_progress: 1 });
		expect(summary.statuses).toEqual(portal.counts());
		expect(portal.moves.get('INC0900003')).toEqual([
			'new',
			'in_progress',
			'resolved',
			'in_progress',
			'waiting',
			'resolved',
			'closed',
			'in_progress',
			'resolved'
		]);
		const tickets = [...portal.tickets.values()];
		expect(tickets.find(({ externalId }) => externalId === 'INC0900001')).toMatchObject({
			externalId: 'INC0900001',
			createdAt: '2016-03-07T08:00:00.000Z',
			requester: { name: 'Caller 11', email: 'caller-11@servicenow.example' },
			assignee: { name: 'Resolver 3' },
			priority: 'high',
			service: 'category-12'
		});
	});

	test('tells each request apart by its key', async () => {
		await play();
		const keys = portal.received.map(({ key }) => key);
		expect(keys).not.toContain(undefined);
		expect(new Set(keys).size).toBe(keys.length);
	});

	test('changes nothing when it is run again', async () => {
		await play();
		const before = JSON.stringify([...portal.tickets.values()]);
		const summary = await play();
		expect(summary).toMatchObject({ filed: 0, found: 8, updates: 0, refused: 0 });
		expect(JSON.stringify([...portal.tickets.values()])).toBe(before);
	});

	test('that was broken off goes on where it stopped', async () => {
		await play();
		const expected = portal.counts();
		for (let after = 1; after < 60; after += 7) {
			const fresh = await new FakePortal().start();
			const interrupt = new AbortController();
			const options = { url: fresh.url, token: 'good', rate: null, signal: interrupt.signal };
			const broken = new Replay(new ReplayApi(options), storiesOf(rows), () => {
				if (fresh.received.length >= after) interrupt.abort();
			});
			await broken.run(3).catch(() => undefined);
			const again = { ...options, signal: new AbortController().signal };
			const rest = new Replay(new ReplayApi(again), storiesOf(rows));
			await rest.run(3);
			expect(fresh.counts()).toEqual(expected);
			expect(rest.summary().refusals).toEqual([]);
			await fresh.stop();
		}
	});

	test('has one effect for requests whose answer was lost, and waits out 503 and 429', async () => {
		const calm = await play();
		const undisturbed = structuredClone([...portal.moves.values()]);
		await portal.stop();
		portal = await new FakePortal().start();
		portal.disturb = (request) =>
			(['drop', null, 503, null, 429, null] as const)[request % 6] ?? null;
		const summary = await play(2);
		expect(summary.refused).toBe(0);
		expect(portal.counts()).toEqual(calm.statuses);
		expect([...portal.moves.values()].sort()).toEqual(undisturbed.sort());
	});

	test('finds another way when somebody else has moved the ticket meanwhile', async () => {
		let left = 3;
		portal.interfere = (ticket) => {
			if (left > 0 && ticket.status === 'new') {
				left -= 1;
				ticket.status = 'resolved';
				ticket.version += 1;
			}
		};
		const summary = await play(1);
		expect(summary.refusals).toEqual([]);
		expect(portal.counts()).toEqual({ closed: 3, resolved: 2, waiting: 1, new: 1, in_progress: 1 });
	});

	test('goes on without assignees when the token may not make accounts, and says so', async () => {
		portal.mayCreatePeople = false;
		const summary = await play();
		expect(summary).toMatchObject({ refused: 0, withAssignees: false });
		expect([...portal.tickets.values()].every(({ assignee }) => assignee === null)).toBe(true);
		const again = await play();
		expect(again).toMatchObject({ found: 8, updates: 0, refused: 0 });
	});

	test('counts what is refused and goes on with the other tickets', async () => {
		portal.interfere = (ticket) => {
			if (ticket.externalId === 'INC0900001') ticket.status = 'cancelled';
		};
		const summary = await play();
		expect(summary.refused).toBeGreaterThan(0);
		expect(summary.refusals[0]).toContain('INC0900001');
		expect(portal.counts()).toMatchObject({ cancelled: 1, closed: 2, resolved: 2 });
	});

	test('stops at once when the token is not accepted', async () => {
		const replay = new Replay(api(undefined, 'bad'), storiesOf(rows));
		await expect(replay.run(4)).rejects.toThrow('the token is not accepted');
	});
});
