import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '#lib/domain/history.ts';
import type { Change } from '#lib/domain/live.ts';
import type { CommentView, FullTicket } from '#lib/domain/ticket.ts';
import { ThreadFeed, type Thread } from '#lib/live/thread.svelte.ts';
import { batch, snapshot, Stage, stateOf, ticket } from './scripted-transport.ts';

function full(status: FullTicket['status'] = 'new', version = 1): FullTicket {
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
		version
	};
}

function comment(id: number, of = 'BC-1'): CommentView {
	return {
		id,
		ticket: of,
		author: { name: 'Дмитрий Орлов', staff: true },
		body: `Сообщение ${id}`,
		internal: false,
		createdAt: new Date(id).toISOString(),
		attachments: []
	};
}

const putTicket = (value: FullTicket): Change => ({
	op: 'put',
	kind: 'ticket',
	id: value.number,
	value
});
const putComment = (value: CommentView): Change => ({
	op: 'put',
	kind: 'comment',
	id: value.id,
	value
});

function open(seq = 10): { stage: Stage; thread: ThreadFeed; reloads: () => number } {
	const stage = new Stage(snapshot(10, stateOf([ticket(1)])));
	stage.hello(10);
	return { stage, ...threadOf(stage, seq) };
}

function threadOf(stage: Stage, seq: number): { thread: ThreadFeed; reloads: () => number } {
	let reloads = 0;
	const loaded: Thread = {
		epoch: 'one',
		seq,
		ticket: full(),
		comments: [comment(1)],
		history: [],
		attachments: []
	};
	const thread = new ThreadFeed(stage.feed, loaded, () => (reloads += 1));
	thread.start();
	return { thread, reloads: () => reloads };
}

describe('an open ticket', () => {
	it('takes in what was changed of it, and of no other ticket', () => {
		const { stage, thread } = open();
		const entry = (id: number, ticket: string): HistoryEntry => ({
			id,
			ticket,
			at: new Date(id).toISOString(),
			field: 'status',
			before: 'new',
			after: 'in_progress',
			author: null
		});
		const put = (value: HistoryEntry): Change => ({
			op: 'put',
			kind: 'history',
			id: value.id,
			value
		});
		stage.server.batch(
			batch(10, 11, [put(entry(2, 'BC-1')), put(entry(1, 'BC-1')), put(entry(3, 'BC-2'))])
		);
		expect(thread.history.map(({ id }) => id)).toEqual([1, 2]);
	});

	it('follows its own status and its own comments', () => {
		const { stage, thread } = open();
		stage.server.batch(batch(10, 11, [putTicket(full('in_progress', 2)), putComment(comment(2))]));
		expect(thread.ticket.status).toBe('in_progress');
		expect(thread.comments.map(({ id }) => id)).toEqual([1, 2]);
	});

	it('is not moved by what belongs to others', () => {
		const { stage, thread } = open();
		stage.server.batch(batch(10, 11, [putComment(comment(3, 'BC-2'))]));
		expect(thread.comments).toHaveLength(1);
	});

	it('does not show a comment twice', () => {
		const { stage, thread } = open();
		stage.server.batch(batch(10, 11, [putComment(comment(1))]));
		expect(thread.comments).toHaveLength(1);
	});

	it('ignores what the page it was loaded with already held', () => {
		const { stage, thread } = open(12);
		stage.server.batch(batch(10, 11, [putTicket(full('waiting', 2))]));
		expect(thread.ticket.status).toBe('new');
	});

	it('catches up with batches that came between its own reading and its start', () => {
		const stage = new Stage(snapshot(10, stateOf([ticket(1)])));
		stage.hello(10);
		stage.server.batch(batch(10, 11, [putComment(comment(2))]));
		stage.server.batch(batch(11, 12, [putComment(comment(3))]));
		const thread = new ThreadFeed(
			stage.feed,
			{
				epoch: 'one',
				seq: 11,
				ticket: full(),
				comments: [comment(1), comment(2)],
				history: [],
				attachments: []
			},
			() => expect.unreachable('nothing is missing')
		);
		thread.start();
		expect(thread.comments.map(({ id }) => id)).toEqual([1, 2, 3]);
	});

	it('asks the page to load it again when it was read before the snapshot that told of it', () => {
		const stage = new Stage(snapshot(95, stateOf([ticket(1)])));
		stage.hello(95);
		stage.server.batch(batch(90, 100, []));
		const { reloads } = threadOf(stage, 92);
		expect(reloads()).toBe(1);
	});

	it('asks the page to load it again when it was taken away or may have missed something', async () => {
		const dropped = open();
		dropped.stage.server.batch(batch(10, 11, [{ op: 'drop', kind: 'ticket', id: 'BC-1' }]));
		expect(dropped.reloads()).toBe(1);

		const jumped = open();
		jumped.stage.server.pulse(20);
		await jumped.stage.answer(snapshot(20, stateOf([ticket(1)])));
		expect(jumped.reloads()).toBe(1);
	});

	it('takes what the page has loaded again, but never steps back', () => {
		const { stage, thread } = open();
		stage.server.batch(batch(10, 15, [putTicket(full('waiting', 3))]));
		thread.adopt({
			epoch: 'one',
			seq: 12,
			ticket: full('new', 1),
			comments: [],
			history: [],
			attachments: []
		});
		expect(thread.ticket.status).toBe('waiting');
		thread.adopt({
			epoch: 'one',
			seq: 16,
			ticket: full('resolved', 4),
			comments: [],
			history: [],
			attachments: []
		});
		expect(thread.ticket.status).toBe('resolved');
	});
});
