import { describe, expect, it } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import { TICKET_STATUSES, type FullTicket } from '#lib/domain/ticket.ts';
import { changeAll } from '../../src/routes/panel/queue/bulk.ts';
import {
	actionAddress,
	addressWith,
	databaseFilter,
	isNarrowed,
	listedBy,
	leavesWindow,
	readView,
	shows
} from '../../src/routes/panel/queue/view.ts';
import { WaitingList } from '../../src/routes/panel/queue/waiting-list.svelte.ts';
import { believableServices, believableTickets } from '../support/believable.ts';

const ME = 'manager@bazis.example';
const MANAGER = { id: 2, name: 'Анна Соколова', email: ME, role: 'manager' } as const;
const ticket = (changes: Partial<FullTicket>): FullTicket => {
	const now = Date.UTC(2026, 10, 22, 12);
	const [first] = believableTickets(1, believableServices(2, now), now);
	if (!first) throw new Error('no ticket');
	return { ...first, ...changes };
};
const view = (text: string) => readView(new URLSearchParams(text), 'Europe/Moscow');

describe('the queue’s address', () => {
	it('is read by allow-lists', () => {
		expect(view('tab=hack&status=x&priority=1&sort=drop&shown=9999')).toMatchObject({
			tab: 'all',
			status: '',
			priority: '',
			sort: 'urgency',
			shown: 100
		});
	});

	it('asks the database only for what the live window does not hold', () => {
		const leaves = (text: string) => leavesWindow(new URLSearchParams(text));
		const live = [
			'',
			'tab=mine',
			'status=resolved',
			'service=mail&priority=high',
			'requester=anna@firma.example&overdue=1',
			'createdFrom=2026-03-01&createdTo=2026-03-02'
		];
		expect(live.filter(leaves)).toEqual([]);
		expect(
			['q=почта', 'status=closed', 'status=any', 'list=all', 'sort=newest'].map(leaves)
		).toEqual([true, true, true, true, true]);
	});

	it('lists the same whatever is open beside it and however much of it is drawn', () => {
		const listed = (text: string) => listedBy(new URLSearchParams(text));
		expect(listed('tab=mine&new=1&shown=200&/bulk=')).toBe(listed('tab=mine'));
		expect(listed('tab=mine&q=vpn&cursor=abc')).toBe('tab=mine&q=vpn&cursor=abc');
	});

	it('searches everywhere, lists the open by urgency and the rest by their last change', () => {
		expect(databaseFilter(view('q=vpn'), ME).status).toContain('closed');
		expect(databaseFilter(view('status=closed'), ME).sort).toBe('updated');
		expect(databaseFilter(view('list=all'), ME)).toMatchObject({
			status: ['new', 'in_progress', 'waiting'],
			sort: 'urgency'
		});
		expect(databaseFilter(view('tab=mine&list=all'), ME).assignee).toBe(ME);
	});

	it('names a requester, what is overdue, and days of the portal’s zone, both belonging to it', () => {
		const asked = view(
			'requester=Anna@Firma.Example&overdue=1&createdFrom=2026-03-01&createdTo=2026-03-02'
		);
		expect(asked.created).toMatchObject({ first: '2026-03-01', last: '2026-03-02' });
		expect(databaseFilter(asked, ME)).toMatchObject({
			requester: 'anna@firma.example',
			overdue: true,
			createdFrom: Date.parse('2026-02-28T21:00:00Z'),
			createdTo: Date.parse('2026-03-02T21:00:00Z'),
			status: ['new', 'in_progress', 'waiting'],
			sort: 'urgency'
		});
		expect(isNarrowed(asked)).toBe(true);
	});

	it('takes days either way round and one end alone; what is no date is not said', () => {
		expect(view('createdFrom=2026-03-09&createdTo=2026-03-01').created).toMatchObject({
			first: '2026-03-01',
			last: '2026-03-09'
		});
		expect(databaseFilter(view('createdTo=2026-03-01'), ME)).toMatchObject({
			createdTo: Date.parse('2026-03-01T21:00:00Z')
		});
		for (const text of ['2026-02-30', '0001-01-01', '9999-12-31', '1', '%00'])
			expect([text, view(`createdFrom=${text}&overdue=yes`).created.span]).toEqual([text, {}]);
		expect(isNarrowed(view('createdFrom=2026-02-30&overdue=0&requester='))).toBe(false);
	});

	it('reads all that was filed on some days along those days, whatever became of it', () => {
		expect(databaseFilter(view('createdFrom=2026-03-01&status=any'), ME).sort).toBe('newest');
		expect(databaseFilter(view('createdFrom=2026-03-01&status=any&sort=updated'), ME).sort).toBe(
			'updated'
		);
	});

	it('keeps the view when a form is sent and forgets old actions and pages', () => {
		const query = new URLSearchParams('/bulk=&tab=mine&cursor=abc&new=1');
		expect(actionAddress(query, 'bulk')).toBe('?/bulk&tab=mine&cursor=abc');
		expect(addressWith(query, { service: 'mail' })).toBe('/panel/queue?tab=mine&service=mail');
	});
});

describe('the tabs', () => {
	const running = { response: 'met', resolution: 'running' } as const;

	it('show what they are named for', () => {
		const mine = ticket({ status: 'new', assignee: { name: 'А', email: ME }, sla: running });
		const free = ticket({ status: 'new', assignee: null, sla: running });
		const late = ticket({
			status: 'in_progress',
			assignee: null,
			sla: { response: 'met', resolution: 'breached' }
		});
		const over = ticket({ status: 'closed', assignee: null, sla: running });
		const under = (tab: string) =>
			[mine, free, late, over].map((one) => shows(view(`tab=${tab}`), one, ME));
		expect(under('all')).toEqual([true, true, true, false]);
		expect(under('mine')).toEqual([true, false, false, false]);
		expect(under('unassigned')).toEqual([false, true, true, false]);
		expect(under('burning')).toEqual([false, false, true, false]);
		expect(under('waiting')).toEqual([false, false, false, false]);
	});
});

describe('the live list', () => {
	const calm = { response: 'met', resolution: 'running' } as const;
	const late = { response: 'met', resolution: 'breached' } as const;
	const anna = { name: 'Анна', email: 'anna@firma.example' };
	const open = (changes: Partial<FullTicket>) => ticket({ status: 'in_progress', ...changes });

	it('shows the tickets of a requester alone', () => {
		const of = (requester: FullTicket['requester']) =>
			shows(view('requester=anna@firma.example'), open({ requester }), ME);
		expect([of(anna), of({ name: 'Анна', email: 'other@firma.example' })]).toEqual([true, false]);
	});

	it('loses what is no longer overdue: answered in place of late, solved, or given more time', () => {
		const overdue = (changes: Partial<FullTicket>) => shows(view('overdue=1'), open(changes), ME);
		const unanswered = { response: 'breached', resolution: 'running' } as const;
		expect(overdue({ sla: late })).toBe(true);
		expect(overdue({ sla: calm })).toBe(false);
		expect(overdue({ sla: unanswered, firstResponseAt: null })).toBe(true);
		expect(overdue({ sla: unanswered, firstResponseAt: '2026-11-22T10:00:00.000Z' })).toBe(false);
		expect(shows(view('overdue=1'), ticket({ status: 'resolved', sla: late }), ME)).toBe(false);
		expect(shows(view('overdue=1&status=resolved'), ticket({ status: 'resolved' }), ME)).toBe(
			false
		);
	});

	it('shows what was filed on the days of the zone, from midnight to midnight', () => {
		const filed = (createdAt: string) =>
			shows(view('createdFrom=2026-03-01&createdTo=2026-03-01'), open({ createdAt }), ME);
		expect(
			[
				'2026-02-28T20:59:59.999Z',
				'2026-02-28T21:00:00.000Z',
				'2026-03-01T20:59:59.999Z',
				'2026-03-01T21:00:00.000Z'
			].map(filed)
		).toEqual([false, true, true, false]);
	});
});

describe('changing many tickets at once', () => {
	const commands = (refused: Readonly<Record<string, DomainError>>) => {
		const patches: unknown[] = [];
		return {
			patches,
			updateTicket: async (_actor: unknown, number: string, patch: unknown) => {
				if (refused[number]) throw refused[number];
				patches.push(patch);
				return ticket({ number });
			}
		};
	};

	it('does what can be done and says why the rest was refused', async () => {
		const fake = commands({ 'BC-2': new DomainError('forbidden_transition') });
		const report = await changeAll(fake, MANAGER, {
			numbers: ['BC-1', 'BC-2', 'BC-3', 'BC-1'],
			status: 'closed',
			assignee: '',
			priority: ''
		});
		expect(report.done).toEqual(['BC-1', 'BC-3']);
		expect(report.refused).toEqual([{ number: 'BC-2', code: 'forbidden_transition' }]);
		expect(fake.patches[0]).toEqual({ status: 'closed' });
	});

	it('takes an assignee away only when that is what was asked for', async () => {
		const fake = commands({});
		await changeAll(fake, MANAGER, { numbers: ['BC-1'], assignee: '' });
		await changeAll(fake, MANAGER, { numbers: ['BC-1'], assignee: 'none', status: '' });
		expect(fake.patches).toEqual([{ assignee: '' }, { assignee: '' }]);
	});

	it('refuses to begin without tickets, without a change, or with far too many', async () => {
		const many = Array.from({ length: 201 }, (_, index) => `BC-${index + 1}`);
		const codes = [
			{ status: 'closed' },
			{ numbers: ['BC-1'], status: '', assignee: '', priority: '' },
			{ numbers: many, status: 'closed' },
			{ numbers: ['BC-1'], status: 'bogus' }
		].map((input) =>
			changeAll(commands({}), MANAGER, input).catch((error: DomainError) => error.issues[0]?.code)
		);
		expect(await Promise.all(codes)).toEqual([
			'nothing_chosen',
			'nothing_to_change',
			'too_many',
			'invalid'
		]);
	});
});

describe('the list staff work from', () => {
	function listOf(...first: string[]) {
		let rows = first;
		const list = new WaitingList<string>(
			() => rows,
			(row) => row,
			() => undefined
		);
		list.admit();
		return { list, become: (...next: string[]) => (rows = next) };
	}
	const keys = (list: WaitingList<string>) => list.rows.map(({ key }) => key);

	it('lets new rows wait until they are asked for', () => {
		const { list, become } = listOf('a', 'b');
		become('c', 'a', 'b');
		expect(keys(list)).toEqual(['a', 'b']);
		expect(list.fresh).toBe(1);
		list.admit();
		expect(keys(list)).toEqual(['c', 'a', 'b']);
		expect(list.fresh).toBe(0);
	});

	it('takes in what was read anew, and moves nothing while it is held', () => {
		const { list, become } = listOf('a', 'b');
		list.hold();
		become('c', 'a');
		list.takeIn();
		expect(list.rows.map(({ key, gone }) => [key, gone])).toEqual([
			['a', false],
			['b', true]
		]);
		list.release();
		expect(keys(list)).toEqual(['c', 'a']);
		expect(list.fresh).toBe(0);
	});

	it('moves nothing while it is held and settles afterwards', () => {
		const { list, become } = listOf('a', 'b', 'c');
		list.hold();
		become('c', 'b');
		expect(list.rows.map(({ key, gone }) => [key, gone])).toEqual([
			['a', true],
			['b', false],
			['c', false]
		]);
		list.release();
		expect(keys(list)).toEqual(['c', 'b']);
	});

	it('shows the first rows of an empty list at once', () => {
		const { list, become } = listOf();
		become('a');
		expect(keys(list)).toEqual(['a']);
		expect(list.fresh).toBe(0);
	});
});

describe('the tickets behind a figure', () => {
	const of = 'resolvedFrom=2026-03-01T00:00:00.000Z&resolvedTo=2026-03-02T00:00:00.000Z&rated=1';

	it('are looked for in the database, whatever became of them', () => {
		expect(leavesWindow(new URLSearchParams(of))).toBe(true);
		expect(databaseFilter(view(of), 'me@bazis.example')).toMatchObject({
			resolvedFrom: Date.parse('2026-03-01T00:00:00Z'),
			resolvedTo: Date.parse('2026-03-02T00:00:00Z'),
			rated: true,
			status: TICKET_STATUSES
		});
	});

	it('may be narrowed to a requester, and keep their own moments beside a day that was chosen', () => {
		const narrowed = `${of}&requester=anna@firma.example&createdFrom=2026-02-01`;
		expect(databaseFilter(view(narrowed), ME)).toMatchObject({
			resolvedFrom: Date.parse('2026-03-01T00:00:00Z'),
			createdFrom: Date.parse('2026-01-31T21:00:00Z'),
			requester: 'anna@firma.example'
		});
		const moment = view('createdFrom=2026-03-01T00:00:00.000Z');
		expect([moment.figure.createdFrom, moment.created.first]).toEqual([
			Date.parse('2026-03-01T00:00:00Z'),
			''
		]);
	});

	it('are not asked for by an address that is not well formed', () => {
		expect(view('resolvedFrom=yesterday&rated=1').figure).toEqual({});
		expect(view('').figure).toEqual({});
	});
});
