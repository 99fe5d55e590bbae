import type { Audience } from '#lib/domain/audience.ts';
import type { Batch, Snapshot } from '#lib/domain/live.ts';
import type { Viewer } from '#lib/domain/people.ts';
import type { OwnScreen, ScreenCommand } from '#lib/domain/screen.ts';
import type { PresenceView } from '#lib/domain/presence.ts';

/** First message of every connection. */
export interface Hello {
	readonly epoch: string;
	readonly seq: number;
	readonly now: string;
	readonly build: string;
	readonly audience: Audience;
	/** A `snapshot` follows on this connection: none need be fetched. */
	readonly snapshot?: true;
}

/** What the server says. */
export interface ServerToClient {
	hello: (hello: Hello) => void;
	/** What `GET /api/v1/live` answers, for those who asked for it and cannot be resumed. */
	snapshot: (snapshot: Snapshot) => void;
	batch: (batch: Batch) => void;
	reset: (reset: { epoch: string; seq: number; reason: string }) => void;
	/** Sent when nothing else was for a while: all up to `seq` has been sent. */
	pulse: (seq: number) => void;
	bye: (bye: { reason: string }) => void;
	/** Who of the staff looks at the ticket that this socket of staff looks at. */
	presence: (presence: PresenceView) => void;
	/** To a television: what it is to show from now on. After each greeting, and when it changes. */
	screen: (screen: OwnScreen) => void;
	/** To a television: what it is to do. */
	command: (command: ScreenCommand) => void;
}

/**
 * All that the server listens to: of staff alone which ticket the page shows, of televisions alone
 * how they fare. It is looked into before it is believed, and chooses no room.
 */
export interface ClientToServer {
	looking: (looking: unknown) => void;
	report: (report: unknown) => void;
}

/** What the server remembers of a socket. */
export interface SocketData {
	audience: Audience;
	sessionId: string | null;
	userId: number | null;
	/** Milliseconds since the epoch, null for anonymous. */
	expiresAt: number | null;
	/** The last event that was delivered when the session was looked at. */
	checkedAt: { readonly epoch: string; readonly seq: number };
	/** The handshake's cursor, null when it brought none. */
	cursor: { epoch: string; after: number } | null;
	/** Wants a snapshot over the socket when its cursor is of no use. */
	wantsSnapshot: boolean;
	/** Whose socket it is, for staff; null for everybody else. */
	staff: NonNullable<Viewer> | null;
	/** The television whose socket it is; null for everybody else. */
	screen: OwnScreen | null;
}
