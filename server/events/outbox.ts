import { totalsDelta, type CountedTicket, type TotalsDelta } from '#lib/domain/figures.ts';
import type { Actor } from '#lib/domain/people.ts';
import { COMMIT_CHANNEL } from '#server/database/commit-listener.ts';
import type { Database, WriteTransaction } from '#server/database/database.ts';
import type { EventPayload, EventType } from './event.ts';
import { aboutOf } from './about.ts';
import { EventJournal } from './event-journal.ts';
import { FigureBook, turnKpis, type TurnedKpis } from './figure-keeper.ts';
import { moveSums } from './kpi-keeper.ts';
import { OwedMails } from './mail-keeper.ts';
import { keepNews } from './news-keeper.ts';
import { TicketCounts } from './ticket-counts.ts';

/** A fact to be recorded, with what it does to the figures. */
export interface NewEvent extends Omit<
	EventPayload,
	'actor' | 'totals' | 'kpis' | 'kpisLeft' | 'unread'
> {
	readonly type: EventType;
	readonly actor: Actor;
	/** The ticket as counted before and after; null stands for one that was not there. */
	readonly counted?: {
		readonly before: CountedTicket | null;
		readonly after: CountedTicket | null;
	};
	/** What it is about, where its records do not say so. */
	readonly about?: string;
	/** How much news the ticket had, where the command has counted what is new itself. */
	readonly newsBefore?: number;
	/** Id of the client one of whose tickets is unread no more. */
	readonly noLongerUnread?: number;
	/** How many incidents opened (or, below zero, were resolved). */
	readonly openIncidents?: number;
	/** Compute the figures of the moving period anew although nothing was counted. */
	readonly turnFigures?: boolean;
	/** Something was measured: compute the measured figures anew. */
	readonly turnMetrics?: boolean;
}

/** What a command writes with: its transaction and the record of what it did. */
export interface CommandContext {
	readonly tx: WriteTransaction;
	/** The moment of the command, milliseconds. */
	readonly now: number;
	/** Whether requesters are told what is new; not where the past is being lived through. */
	readonly tells: boolean;
	/** Puts a fact beside the rows it speaks of; numbered right before the commit. */
	record(event: NewEvent): void;
}

export interface ExecuteOptions {
	/**
	 * It changes a name that others write into their events. No other command runs beside it: one
	 * that had read the name before would tell of it after the change.
	 */
	readonly renames?: boolean;
}

/** Runs one command in one transaction with its events. */
export type Execute = <T>(
	work: (context: CommandContext) => Promise<T>,
	options?: ExecuteOptions
) => Promise<T>;

/** Any number; held from numbering to commit, so that numbers commit in order. */
const NUMBERING_LOCK = 7_301_002;

/** Any other number; shared by all commands but those that change names. */
const NAMES_LOCK = 7_301_003;

/**
 * Makes the one way to write. Events are numbered as the last step before the commit, under a
 * lock held until it: on PostgreSQL sequence numbers otherwise commit out of order, and a
 * reader of `seq > last` loses those that come late. The counters move under the same lock, so
 * their post-images are in the order of the numbers too. Requesters are told what is new, by
 * mark and by letter, unless `tells` is off because the past is being lived through.
 */
export function createExecute(
	database: Database,
	now: () => number,
	zone: string,
	{ tells = true }: { tells?: boolean } = {}
): Execute {
	return (work, { renames = false } = {}) =>
		database.write(async (tx) => {
			// SQLite has one writer in any case.
			if (tx.dialect === 'postgres')
				await tx.all(`SELECT pg_advisory_xact_lock${renames ? '' : '_shared'}(${NAMES_LOCK})`);
			const events: NewEvent[] = [];
			const at = now();
			const result = await work({ tx, now: at, tells, record: (event) => events.push(event) });
			if (events.length > 0) await number(tx, events, { at, zone, tells });
			return result;
		});
}

async function number(
	tx: WriteTransaction,
	events: readonly NewEvent[],
	{ at, zone, tells }: { at: number; zone: string; tells: boolean }
): Promise<void> {
	if (tx.dialect === 'postgres')
		await tx.run(`SELECT pg_advisory_xact_lock(${NUMBERING_LOCK})`, []);
	for (const event of events) {
		const payload = await payloadOf(tx, event, at, zone);
		if (tells) Object.assign(payload, await keepNews(tx, event));
		if (tells) tx.pending(OwedMails).owe(event, at);
		tx.pending(EventJournal).add({
			at,
			type: event.type,
			actorId: event.actor.id,
			about: aboutOf(event),
			payload: JSON.stringify(payload)
		});
	}
	if (tx.dialect === 'postgres') await tx.run(`SELECT pg_notify('${COMMIT_CHANNEL}', '')`, []);
}

async function payloadOf(
	tx: WriteTransaction,
	event: NewEvent,
	at: number,
	zone: string
): Promise<EventPayload> {
	const {
		type: _type,
		actor,
		counted,
		openIncidents,
		turnFigures,
		turnMetrics,
		noLongerUnread,
		newsBefore: _newsBefore,
		about: _about,
		...facts
	} = event;
	const totals: TotalsDelta & { open_incidents?: number } = counted
		? totalsDelta(counted.before, counted.after)
		: {};
	if (openIncidents) totals.open_incidents = openIncidents;
	const ticketsMoved = Object.keys(totals).some((column) => column !== 'open_incidents');
	const moved =
		Object.keys(totals).length > 0 ? await tx.pending(FigureBook).move(tx, totals) : null;
	if (counted) tx.pending(TicketCounts).move(counted.before, counted.after);
	const summed = counted ? await moveSums(tx, counted.before, counted.after, zone) : false;
	const turn = summed || openIncidents || turnFigures || turnMetrics;
	// As days pass the measured ones move, too; a ticket leaves them alone.
	const measured = turnFigures === true || turnMetrics === true;
	const kpis = turn ? await turnKpis(tx, at, zone, measured) : NOTHING_TURNED;
	return {
		actor: actor.id === null ? null : actor.name,
		...facts,
		...(moved && ticketsMoved ? { totals: moved } : {}),
		...(kpis.moved.length > 0 ? { kpis: kpis.moved } : {}),
		...(kpis.left.length > 0 ? { kpisLeft: kpis.left } : {})
	};
}

const NOTHING_TURNED: TurnedKpis = { moved: [], left: [] };
