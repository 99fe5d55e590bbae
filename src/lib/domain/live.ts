import type { Audience } from './audience.ts';
import type { AnyDocument } from './document.ts';
import type { Totals } from './figures.ts';
import type { HistoryEntry } from './history.ts';
import type { AnyIncident } from './incident.ts';
import type { KpiView } from './kpi.ts';
import type { AnyMaintenance } from './maintenance.ts';
import type { ScreenView } from './screen.ts';
import type { AnyReport } from './report.ts';
import type { NewsHeadline } from './news-item.ts';
import type { ServiceView } from './service.ts';
import type { AnyShift, HandoverView, RosterMoved } from './shift.ts';
import type { AnyTicket, CommentView } from './ticket.ts';

/** What a client has not looked at since staff did something. */
export interface UnreadView {
	/** How many of its own tickets. */
	readonly tickets: number;
}

/** The value behind each kind of change. */
export interface LiveKinds {
	ticket: AnyTicket;
	totals: Totals;
	incident: AnyIncident;
	service: ServiceView;
	maintenance: AnyMaintenance;
	kpi: KpiView;
	shift: AnyShift;
	/** No state: the part of the roster that has changed. */
	roster: RosterMoved;
	handover: HandoverView;
	comment: CommentView;
	unread: UnreadView;
	/** Of staff alone. */
	screen: ScreenView;
	history: HistoryEntry;
	document: AnyDocument;
	report: AnyReport;
	news: NewsHeadline;
}
export type LiveKind = keyof LiveKinds;

/** What an audience may see of an event. */
export type Change =
	| {
			[K in LiveKind]: {
				readonly op: 'put';
				readonly kind: K;
				readonly id: string | number;
				readonly value: LiveKinds[K];
			};
	  }[LiveKind]
	| { readonly op: 'drop'; readonly kind: LiveKind; readonly id: string | number };

/** Changes from after one point of the stream up to another. */
export interface Batch {
	readonly epoch: string;
	readonly after: number;
	readonly seq: number;
	readonly changes: readonly Change[];
}

/** What every live screen holds. */
export interface LiveState {
	/** Neither closed nor cancelled, the most urgent first, at most `WINDOW_SIZE`. */
	readonly tickets: readonly AnyTicket[];
	readonly totals: Totals;
	/** The unresolved and those resolved within 24 hours, gravest first. */
	readonly incidents: readonly AnyIncident[];
	readonly services: readonly ServiceView[];
	/** Planned works that are under way or to come, by their beginning. */
	readonly maintenances: readonly AnyMaintenance[];
	readonly kpis: readonly KpiView[];
	/** The latest headlines, the latest first, at most `HEADLINES`. */
	readonly news: readonly NewsHeadline[];
	/** Those on duty and the next ones, by their beginning. */
	readonly shifts: readonly AnyShift[];
	/** For clients alone. */
	readonly unread?: UnreadView;
	/** For staff alone: televisions on the walls, by their names. */
	readonly screens?: readonly ScreenView[];
}

/** State and the point of the stream it was read at. */
export interface Snapshot {
	readonly epoch: string;
	readonly seq: number;
	readonly now: string;
	readonly audience: Audience;
	readonly state: LiveState;
}

/** What to do with a batch: the client's whole rule. */
export type Verdict = 'apply' | 'ignore' | 'resync';

/** Judges a batch by the cursor one has. */
export function judge(cursor: { epoch: string; seq: number }, batch: Batch): Verdict {
	if (batch.epoch !== cursor.epoch || batch.after > cursor.seq) return 'resync';
	return batch.seq <= cursor.seq ? 'ignore' : 'apply';
}

/** Total of all tickets that could be in the window. */
export function listedTotal(totals: Totals): number {
	return totals.open + totals.resolved;
}
