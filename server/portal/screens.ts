import type { Audience } from '#lib/domain/audience.ts';
import type { Actor, Viewer } from '#lib/domain/people.ts';
import type {
	Board,
	OwnScreen,
	ScreenCommand,
	ScreenSettings,
	ScreenView,
	ScreenVitals,
	Turn
} from '#lib/domain/screen.ts';

/** What a television shows and asks by while it waits to be paired. */
export interface PairingCodes {
	readonly deviceCode: string;
	/** Six characters; shown in two groups. */
	readonly userCode: string;
	/** Seconds. */
	readonly expiresIn: number;
	/** Seconds between two polls. */
	readonly interval: number;
}

/** How a poll ended. */
export type PairingAnswer =
	| { readonly state: 'authorization_pending' | 'slow_down' | 'expired_token' }
	| { readonly state: 'paired'; readonly token: string; readonly screen: OwnScreen };

export interface NewScreen {
	/** As it was typed. */
	readonly code: string;
	readonly name: string;
	readonly board: Board;
}

export interface ScreenPatch {
	readonly name?: string | undefined;
	readonly board?: Board | undefined;
	readonly turns?: readonly Turn[] | undefined;
	/** Slugs; none is all of them. */
	readonly services?: readonly string[] | undefined;
	readonly settings?:
		{ readonly [K in keyof ScreenSettings]?: ScreenSettings[K] | undefined } | undefined;
	readonly version?: number | undefined;
}

/** A screen behind its token. */
export interface PairedScreen {
	readonly screen: OwnScreen;
	readonly audience: Extract<Audience, 'staff' | 'public'>;
}

export interface ScreenCommands {
	/** Anybody may ask for codes; throws `too_many_attempts` by address. */
	startPairing(address: string): Promise<PairingCodes>;
	/** Whether the codes were confirmed; if so they are used up. Throws `too_many_attempts`. */
	pollPairing(deviceCode: string, address: string): Promise<PairingAnswer>;
	/** Confirms the code of a television. Refused at `code` (`unknown_code`) or `name`. */
	pairScreen(actor: Actor, input: NewScreen): Promise<ScreenView>;
	updateScreen(actor: Actor, id: number, patch: ScreenPatch): Promise<ScreenView>;
	/** Tells a screen to do something; a board or its muting stay. */
	commandScreen(actor: Actor, id: number, command: ScreenCommand): Promise<ScreenView>;
	/** Ends its token: it goes back to a code by itself. */
	revokeScreen(actor: Actor, id: number): Promise<void>;
}

export interface ScreenQueries {
	/** Every screen, by name; throws `forbidden` for whoever may not look after them. */
	screens(viewer: Viewer): Promise<readonly ScreenView[]>;
	/** One of them; `not_found` when it was revoked. */
	screenOf(viewer: Viewer, id: number): Promise<ScreenView>;
	/** How those fare that are there; of those of other nodes, what was heard lately. */
	screenVitals(viewer: Viewer): Promise<readonly ScreenVitals[]>;
	/** The screen behind a token, or null when it is none or was revoked. */
	pairedScreen(token: string): Promise<PairedScreen | null>;
}
