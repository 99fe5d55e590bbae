import type { Audience } from '#lib/domain/audience.ts';
import type { Looking, PresenceView } from '#lib/domain/presence.ts';
import type { Batch, Snapshot } from '#lib/domain/live.ts';
import type { OwnScreen, ScreenCommand } from '#lib/domain/screen.ts';

/** First message of every connection. */
export interface Hello {
	readonly epoch: string;
	readonly seq: number;
	readonly now: string;
	readonly build: string;
	readonly audience: Audience;
	/** A snapshot follows on this connection: none need be fetched. */
	readonly snapshot?: true;
}

/** The server cannot bring this client up to date in steps. */
export interface Reset {
	readonly epoch: string;
	readonly seq: number;
	readonly reason: string;
}

/** What a connection tells the feed. */
export interface TransportEvents {
	hello(hello: Hello): void;
	/** All there is, for a client whose cursor is of no use any more. */
	snapshot(snapshot: Snapshot): void;
	batch(batch: Batch): void;
	reset(reset: Reset): void;
	/** A sign of life with the newest seq; a seq beyond the cursor means something was missed. */
	pulse(seq: number): void;
	/** The server closes for good: signed out, blocked, role changed. */
	bye(): void;
	/** The session is no longer believed. */
	unauthorized(): void;
	/** Who else has the ticket open that this page shows. */
	presence(presence: PresenceView): void;
	/** What this television is to show from now on. */
	screen(screen: OwnScreen): void;
	/** What this television is to do. */
	command(command: ScreenCommand): void;
	closed(): void;
}

/** Where the client stands, told to the server at every connection. */
export interface Cursor {
	readonly epoch: string;
	readonly seq: number;
}

/** What a television says of itself: what it runs on and how it fares. */
export interface Report {
	readonly width: number;
	readonly height: number;
	readonly ratio: number;
	readonly build: string;
	readonly sound: boolean;
	readonly seq: number;
	readonly uptimeMs: number;
}

/** One lasting connection that reconnects by itself, for ever. */
export interface Transport {
	/** Leaves the wait between two attempts and tries now. */
	reconnectNow(): void;
	/** Says which ticket the page shows; nothing while there is no connection. */
	look(looking: Looking): void;
	/** Says how this television fares; nothing while there is no connection. */
	report(report: Report): void;
	/** Gives up a link that has gone silent; reconnects by the usual rules. */
	drop(): void;
	/** Ends it for good. */
	close(): void;
}

/** Opens a connection. `cursor` and a television's `token` are asked anew at each attempt. */
export type OpenTransport = (
	events: TransportEvents,
	cursor: () => Cursor | null,
	token?: () => string | null
) => Transport;
