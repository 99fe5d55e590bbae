import type { AttachmentView } from '#lib/domain/attachment.ts';
import type { HistoryEntry } from '#lib/domain/history.ts';
import type { Batch } from '#lib/domain/live.ts';
import { isFull, type CommentView, type FullTicket } from '#lib/domain/ticket.ts';
import type { LiveFeed } from './feed.svelte.ts';
import type { Cursor } from './transport.ts';

/** A ticket with its conversation, as a page was loaded with it. */
export interface Thread extends Cursor {
	readonly ticket: FullTicket;
	readonly comments: readonly CommentView[];
	readonly history: readonly HistoryEntry[];
	/** Files the ticket was filed with: they never change. */
	readonly attachments: readonly AttachmentView[];
}

/**
 * One open ticket, kept live by the application's one stream.
 * When a part of its history may be missing it asks the page to load the thread again.
 */
export class ThreadFeed {
	#feed: LiveFeed;
	#reload: () => void;
	#ticket: FullTicket;
	#comments: readonly CommentView[];
	#history: readonly HistoryEntry[];
	#cursor: Cursor;
	#stopFollowing: () => void = () => undefined;

	constructor(feed: LiveFeed, thread: Thread, reload: () => void) {
		this.#feed = feed;
		this.#reload = reload;
		this.#ticket = $state.raw(thread.ticket);
		this.#comments = $state.raw(thread.comments);
		this.#history = $state.raw(thread.history);
		this.#cursor = { epoch: thread.epoch, seq: thread.seq };
	}

	get ticket(): FullTicket {
		return this.#ticket;
	}

	get comments(): readonly CommentView[] {
		return this.#comments;
	}

	/** What was changed of the ticket, the oldest first. */
	get history(): readonly HistoryEntry[] {
		return this.#history;
	}

	/** Follows the stream from the thread's own cursor on; returns how to stop. */
	start(): () => void {
		this.#stopFollowing = this.#feed.follow({
			batch: (batch) => this.#apply(batch),
			replaced: (cursor) => {
				if (cursor.epoch !== this.#cursor.epoch || cursor.seq > this.#cursor.seq) this.#reload();
			}
		});
		this.#catchUp();
		return this.#stopFollowing;
	}

	/** Takes a thread the page has loaded anew. */
	adopt(thread: Thread): void {
		const older =
			thread.ticket.number === this.#ticket.number &&
			thread.epoch === this.#cursor.epoch &&
			thread.seq < this.#cursor.seq;
		if (older) return;
		this.#ticket = thread.ticket;
		this.#comments = thread.comments;
		this.#history = thread.history;
		this.#cursor = { epoch: thread.epoch, seq: thread.seq };
		this.#catchUp();
	}

	#catchUp(): void {
		const missed = this.#feed.since(this.#cursor);
		if (missed === null) this.#reload();
		else for (const batch of missed) this.#apply(batch);
	}

	#apply(batch: Batch): void {
		if (batch.epoch !== this.#cursor.epoch || batch.seq <= this.#cursor.seq) return;
		this.#cursor = { epoch: batch.epoch, seq: batch.seq };
		for (const change of batch.changes) {
			if (change.kind === 'ticket' && change.id === this.#ticket.number) {
				if (change.op === 'put' && isFull(change.value)) this.#ticket = change.value;
				else this.#reload();
			} else if (change.kind === 'comment' && change.op === 'put') this.#put(change.value);
			else if (change.kind === 'history' && change.op === 'put') this.#keep(change.value);
		}
	}

	#keep(entry: HistoryEntry): void {
		if (entry.ticket !== this.#ticket.number) return;
		const others = this.#history.filter(({ id }) => id !== entry.id);
		this.#history = [...others, entry].sort((a, b) => a.id - b.id);
	}

	#put(comment: CommentView): void {
		if (comment.ticket !== this.#ticket.number) return;
		const others = this.#comments.filter(({ id }) => id !== comment.id);
		this.#comments = [...others, comment].sort((a, b) => a.id - b.id);
	}
}
