import { describe, expect, it } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import { TICKET_STATUSES, type FullTicket } from '#lib/domain/ticket.ts';
import { changeAll } from '../../src/routes/panel/queue/bulk.ts';
import {
	actionAddress,
	addressWith,
	databaseFilter,
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
const view = (text: string) => readView(new URLSearchParams(text));

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
		expect(['', 'tab=mine', 'status=resolved', 'service=mail&priority=high'].map(leaves)).toEqual([
			false,
			false,
			false,
			false
		]);
		expect(
			['q=почта', 'status=closed', 'status=any', 'list=all', 'sort=newest'].map(leaves)
		).toEqual([true, true, true, true, true]);
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

	it('are not asked for by an address that is not well formed', () => {
		expect(view('resolvedFrom=yesterday&rated=1').figure).toEqual({});
		expect(view('').figure).toEqual({});
	});
});
