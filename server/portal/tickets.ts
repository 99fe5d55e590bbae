import type { AttachmentEntry, AttachmentView } from '#lib/domain/attachment.ts';
import type { CannedReply } from '#lib/domain/canned-reply.ts';
import type { HistoryEntry } from '#lib/domain/history.ts';
import type { Actor, PersonRef, Viewer } from '#lib/domain/people.ts';
import type { SavedView } from '#lib/domain/saved-view.ts';
import type { CommentView, FullTicket, Priority, TicketStatus } from '#lib/domain/ticket.ts';
import type { Readable } from 'node:stream';
import type { Upload } from '#server/media/upload.ts';
import type { Page } from './page.ts';

/** A new ticket. `requester`, `externalId` and `createdAt` are believed from staff only. */
export interface NewTicket {
	readonly subject: string;
	readonly description: string;
	readonly service: string;
	readonly priority: Priority;
	readonly requester?: string | undefined;
	/** Makes an account for a requester who has none yet. */
	readonly requesterName?: string | undefined;
	readonly externalId?: string | undefined;
	readonly createdAt?: string | undefined;
	readonly files?: readonly Upload[] | undefined;
}

/** What may be changed of a ticket; `assignee` is an e-mail, '' or null takes it away. */
export interface TicketPatch {
	readonly status?: TicketStatus | undefined;
	readonly priority?: Priority | undefined;
	readonly assignee?: string | null | undefined;
	readonly service?: string | undefined;
	readonly subject?: string | undefined;
	readonly description?: string | undefined;
	readonly version?: number | undefined;
}

export const TICKET_SORTS = ['urgency', 'newest', 'oldest', 'updated'] as const;
export type TicketSort = (typeof TICKET_SORTS)[number];

export interface TicketFilter {
	readonly status?: readonly TicketStatus[] | undefined;
	readonly priority?: readonly Priority[] | undefined;
	readonly service?: string | undefined;
	/** An e-mail, or `none` for tickets nobody has. */
	readonly assignee?: string | undefined;
	/** An e-mail: those filed for this person. */
	readonly requester?: string | undefined;
	readonly q?: string | undefined;
	/** Only those their own client has not looked at since staff did something. */
	readonly unread?: boolean | undefined;
	readonly externalId?: string | undefined;
	/** Moments in milliseconds, the end not included. */
	readonly createdFrom?: number | undefined;
	readonly createdTo?: number | undefined;
	readonly respondedFrom?: number | undefined;
	readonly respondedTo?: number | undefined;
	readonly resolvedFrom?: number | undefined;
	readonly resolvedTo?: number | undefined;
	/** Those that were answered, are rated, owe something that is late. */
	readonly answered?: true | undefined;
	readonly rated?: true | undefined;
	readonly overdue?: true | undefined;
	readonly sort?: TicketSort | undefined;
	readonly limit?: number | undefined;
	readonly cursor?: string | undefined;
}

/** A ticket with its conversation, read at one point of the stream. */
export interface TicketThread {
	readonly epoch: string;
	readonly seq: number;
	readonly ticket: FullTicket;
	readonly comments: readonly CommentView[];
	/** What was changed, the oldest first. */
	readonly history: readonly HistoryEntry[];
	/** Files the ticket was filed with; those of comments are with the comments. */
	readonly attachments: readonly AttachmentView[];
}

/** A ticket that was taken away, as administrators may read of it. */
export interface DeletedTicket {
	readonly number: string;
	readonly subject: string;
	readonly deletedAt: string;
	readonly deletedBy: string | null;
	readonly reason: string;
}

/** A file that may be downloaded by whoever asked for it. */
export interface StoredFile {
	readonly name: string;
	readonly type: string;
	/** Bytes. */
	readonly size: number;
	/** Opens the content. Throws `not_found` when the disk has lost it. */
	open(): Promise<Readable>;
}

/** What is done about tickets, and what the desk keeps for itself. */
export interface TicketCommands {
	createTicket(
		actor: Actor,
		input: NewTicket,
		idempotencyKey?: string
	): Promise<{ ticket: FullTicket; created: boolean }>;
	updateTicket(actor: Actor, number: string, patch: TicketPatch): Promise<FullTicket>;
	cancelTicket(actor: Actor, number: string): Promise<FullTicket>;
	commentTicket(
		actor: Actor,
		number: string,
		input: { body: string; internal: boolean; files?: readonly Upload[] },
		idempotencyKey?: string
	): Promise<{ comment: CommentView; created: boolean }>;
	/** Its client says that it was not solved after all; `too_late` when its week is over. */
	reopenTicket(
		actor: Actor,
		number: string,
		input: { body: string; files?: readonly Upload[] },
		idempotencyKey?: string
	): Promise<{ comment: CommentView; created: boolean }>;
	/** Its client rates how it was solved; the last word counts. */
	rateTicket(
		actor: Actor,
		number: string,
		rating: { score: number; comment: string }
	): Promise<FullTicket>;
	/** Its client has looked at so much of what staff said or changed; all of it when left out. */
	readTicket(actor: Actor, number: string, seen?: number): Promise<void>;
	/** It vanishes for everybody; its history stays for administrators. */
	deleteTicket(actor: Actor, number: string, reason: string): Promise<void>;
	/** Throws `not_found` for one that is neither one's own nor shared. */
	saveReply(
		actor: Actor,
		reply: { id?: number; title: string; body: string; shared: boolean }
	): Promise<CannedReply>;
	deleteReply(actor: Actor, id: number): Promise<void>;
	/** A new view of the queue needs its query; a known one keeps the one it has without it. */
	saveView(actor: Actor, view: { id?: number; name: string; query?: string }): Promise<SavedView>;
	deleteView(actor: Actor, id: number): Promise<void>;
	moveView(actor: Actor, id: number, direction: 'up' | 'down'): Promise<void>;
}

export interface TicketQueries {
	ticket(viewer: Viewer, number: string): Promise<FullTicket>;
	thread(viewer: Viewer, number: string): Promise<TicketThread>;
	/** What was changed of a ticket; administrators read that of a deleted one too. */
	history(viewer: Viewer, number: string): Promise<readonly HistoryEntry[]>;
	/** Files of a ticket and its comments; those of internal notes are for staff. */
	attachments(viewer: Viewer, number: string): Promise<readonly AttachmentEntry[]>;
	attachment(viewer: Viewer, id: number): Promise<StoredFile>;
	/** Canned replies of one of the staff: its own, then the shared ones. */
	replies(viewer: Viewer): Promise<readonly CannedReply[]>;
	/** Views of the queue that one of the staff keeps, in their order. */
	views(viewer: Viewer): Promise<readonly SavedView[]>;
	/** What is left of a deleted ticket, for administrators. */
	deletedTicket(viewer: Viewer, number: string): Promise<DeletedTicket>;
	/** The latest number first; `before` is the last number of the page before. */
	deletedTickets(viewer: Viewer, before?: string): Promise<Page<DeletedTicket>>;
	tickets(viewer: Viewer, filter: TicketFilter): Promise<Page<FullTicket>>;
	/** Those a ticket may be assigned to, by name. */
	staff(): Promise<readonly PersonRef[]>;
	/** Clients a ticket may be filed for, by name. */
	clients(): Promise<readonly PersonRef[]>;
}
