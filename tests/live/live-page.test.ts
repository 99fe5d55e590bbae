import { expect, it } from 'vitest';
import type { Change } from '#lib/domain/live.ts';
import type { FullTicket, TicketStatus } from '#lib/domain/ticket.ts';
import { LivePage } from '#lib/tickets/live-page.svelte.ts';
import { batch, snapshot, Stage, stateOf, ticket } from './scripted-transport.ts';

function full(status: TicketStatus): FullTicket {
	return {
		...ticket(1, status),
		subject: 'Почта',
		description: '',
		requester: { name: 'Ирина Белова', email: 'client@bazis.example' },
		assignee: null,
		externalId: null,
		firstResponseAt: null,
		closedAt: null,
		responseDueAt: null,
		resolutionDueAt: null,
		pausedAt: null,
		pauses: [],
		promise: null,
		rating: null,
		version: 1
	};
}

const changed = (status: TicketStatus): Change => ({
	op: 'put',
	kind: 'ticket',
	id: 'BC-1',
	value: full(status)
});

it('a row shows what was changed of it while its page was on its way', () => {
	const stage = new Stage(snapshot(10, stateOf([ticket(1)])));
	stage.hello(10);
	const rows = [full('new')];
	// Read at 10, told at 11, followed only now.
	stage.server.batch(batch(10, 11, [changed('in_progress')]));
	const page = new LivePage(stage.feed, () => expect.unreachable('nothing is missing'));
	page.follow(new Set(['BC-1']), { epoch: 'one', seq: 10 });
	expect(page.over(rows).map(({ status }) => status)).toEqual(['in_progress']);
	stage.server.batch(batch(11, 12, [changed('waiting')]));
	expect(page.over(rows).map(({ status }) => status)).toEqual(['waiting']);
});

it('a row that left the live screens while its page was on its way is asked for again', () => {
	const stage = new Stage(snapshot(10, stateOf([ticket(1)])));
	stage.hello(10);
	stage.server.batch(batch(10, 11, [{ op: 'drop', kind: 'ticket', id: 'BC-1' }]));
	let dropped = 0;
	const page = new LivePage(
		stage.feed,
		() => expect.unreachable('nothing is missing'),
		() => (dropped += 1)
	);
	page.follow(new Set(['BC-1']), { epoch: 'one', seq: 10 });
	expect(dropped).toBe(1);
});
