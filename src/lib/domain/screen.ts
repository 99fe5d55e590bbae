import type { Audience } from './audience.ts';

/** What a television may show. */
export const BOARDS = ['noc', 'desk', 'managers', 'lobby', 'rotation'] as const;
export type Board = (typeof BOARDS)[number];

/** The boards that a rotation turns through. */
export const TURNED_BOARDS = ['noc', 'desk', 'managers', 'lobby'] as const;
export type TurnedBoard = (typeof TURNED_BOARDS)[number];

/** One board of a rotation and how long it stays, in seconds. */
export interface Turn {
	readonly board: TurnedBoard;
	readonly seconds: number;
}

/** Shortest and longest stay of a board in a rotation, seconds, and how many stays there may be. */
export const TURN_SECONDS = { least: 10, most: 3_600 } as const;
export const MOST_TURNS = 12;

/** What a rotation turns through until somebody says otherwise. */
export const USUAL_TURNS: readonly Turn[] = [
	{ board: 'noc', seconds: 60 },
	{ board: 'desk', seconds: 30 },
	{ board: 'managers', seconds: 30 }
];

/** By the hour: light by day, dark by night. */
export const SCREEN_THEMES = ['dark', 'light', 'hours'] as const;
export type ScreenTheme = (typeof SCREEN_THEMES)[number];

/** How the picture is turned for a television that hangs upright and does not know it. */
export const SCREEN_TURNS = ['none', 'left', 'right'] as const;
export type ScreenTurn = (typeof SCREEN_TURNS)[number];

/** Whether a critical incident takes the screen over; `board`: as is usual for what it shows. */
export const TAKEOVERS = ['board', 'on', 'off'] as const;
export type Takeover = (typeof TAKEOVERS)[number];

/** From which severity on a new incident is heard. */
export const SOUNDS = ['off', 'critical', 'major'] as const;
export type Sound = (typeof SOUNDS)[number];

/** How a board is fitted to the television it hangs on. */
export interface ScreenSettings {
	/** Size of everything, per cent. */
	readonly zoom: number;
	/** What the television cuts off at each edge, per cent of its sides. */
	readonly safeArea: number;
	readonly turn: ScreenTurn;
	readonly theme: ScreenTheme;
	/** Moves the picture slowly by some pixels, against burn-in. */
	readonly drift: boolean;
	readonly takeover: Takeover;
	readonly sound: Sound;
}

export const ZOOM = { least: 60, most: 160 } as const;
export const SAFE_AREA = { least: 0, most: 8 } as const;

export const USUAL_SETTINGS: ScreenSettings = {
	zoom: 100,
	safeArea: 0,
	turn: 'none',
	theme: 'dark',
	drift: true,
	takeover: 'board',
	sound: 'critical'
};

/** What a television needs to know of itself, and all that it is told of it. */
export interface OwnScreen {
	readonly id: number;
	readonly name: string;
	readonly board: Board;
	/** Of a rotation; empty otherwise. */
	readonly turns: readonly Turn[];
	/** Slugs of the services it is narrowed to; all of them when empty. */
	readonly services: readonly string[];
	readonly settings: ScreenSettings;
}

/** `waiting`: it was paired and has not come yet. `dark`: it was there and is not any more. */
export const SCREEN_STATES = ['waiting', 'online', 'dark'] as const;
export type ScreenState = (typeof SCREEN_STATES)[number];

/** What a screen says of the machine it runs on. */
export interface ScreenFacts {
	/** Of its window in CSS pixels. */
	readonly width: number;
	readonly height: number;
	/** Device pixels for each of them. */
	readonly ratio: number;
	readonly browser: string;
	/** The build its page was made by. */
	readonly build: string;
	/** It may play sounds: somebody has pressed something. */
	readonly sound: boolean;
}

/** A screen as staff look after it. */
export interface ScreenView extends OwnScreen {
	readonly state: ScreenState;
	/** Since when it has been in this state. */
	readonly since: string;
	/** Null before it has said anything. */
	readonly facts: ScreenFacts | null;
	readonly pairedAt: string;
	readonly version: number;
}

/** What moves all the time and is therefore in no event: how a screen that is there fares. */
export interface ScreenVitals {
	readonly id: number;
	/** Events it is behind; it was asked at `at`. */
	readonly lag: number;
	/** Milliseconds since its page was loaded. */
	readonly uptimeMs: number;
	readonly at: string;
}

/** What staff may tell a screen. */
export const SCREEN_COMMANDS = ['reload', 'identify', 'board', 'mute'] as const;
export type ScreenCommandName = (typeof SCREEN_COMMANDS)[number];

/** What a screen is told. */
export interface ScreenCommand {
	readonly name: ScreenCommandName;
	/** Of `board`. */
	readonly board?: Board | undefined;
}

/** Milliseconds without a connection after which a screen counts as dark. */
export const DARK_AFTER_MS = 60_000;

/** Milliseconds for which a screen shows its name. */
export const IDENTIFY_MS = 10_000;

/** Screens in one installation. */
export const MOST_SCREENS = 200;

/**
 * Whose eyes a screen's board is made for: only the lobby is for everybody. A rotation with one
 * board of staff in it is a board of staff.
 */
export function audienceOfScreen(screen: {
	readonly board: Board;
	readonly turns: readonly Turn[];
}): Extract<Audience, 'staff' | 'public'> {
	const boards = screen.board === 'rotation' ? screen.turns : [screen];
	return boards.every(({ board }) => board === 'lobby') ? 'public' : 'staff';
}

/** Which board of a rotation is on at a moment; all screens with the same turns agree. */
export function turnAt(
	turns: readonly Turn[],
	now: number
): { readonly index: number; readonly leftMs: number } | null {
	const whole = turns.reduce((sum, { seconds }) => sum + seconds * 1_000, 0);
	if (whole <= 0) return null;
	let into = ((now % whole) + whole) % whole;
	for (const [index, { seconds }] of turns.entries()) {
		if (into < seconds * 1_000) return { index, leftMs: seconds * 1_000 - into };
		into -= seconds * 1_000;
	}
	return null;
}

/** The board that a screen shows: its own, or the one whose turn it is. */
export function boardOf(
	{ board, turns }: Pick<OwnScreen, 'board' | 'turns'>,
	turn: { readonly index: number } | null
): TurnedBoard {
	return board === 'rotation' ? (turns[turn?.index ?? 0]?.board ?? 'noc') : board;
}

export const DRIFT_STEP_MS = 90_000;

/** A walk around the middle; each step is one pixel, so that nobody sees it. */
export const DRIFT_PATH = [
	[0, 0],
	[1, 0],
	[2, 1],
	[3, 2],
	[2, 3],
	[1, 4],
	[0, 3],
	[-1, 2],
	[-2, 1],
	[-3, 0],
	[-4, -1],
	[-3, -2],
	[-2, -3],
	[-1, -4],
	[0, -3],
	[1, -2],
	[1, -1]
] as const;

/** How far the picture is moved at a moment, CSS pixels: 4 at most in any direction. */
export function driftAt(now: number): { readonly x: number; readonly y: number } {
	const step = Math.floor(now / DRIFT_STEP_MS);
	const [x, y] = DRIFT_PATH[
		((step % DRIFT_PATH.length) + DRIFT_PATH.length) % DRIFT_PATH.length
	] ?? [0, 0];
	return { x, y };
}

/** Light from seven to eight in the evening, where the theme goes by the hour. */
export function themeAt(theme: ScreenTheme, hour: number): 'dark' | 'light' {
	if (theme !== 'hours') return theme;
	return hour >= 7 && hour < 20 ? 'light' : 'dark';
}

/** Does a critical incident take this screen over? */
export function isSeizable(screen: OwnScreen): boolean {
	const { takeover } = screen.settings;
	return takeover === 'board' ? audienceOfScreen(screen) === 'staff' : takeover === 'on';
}

/** «Chrome 141» of a browser's name for itself; televisions are told by their system. */
export function browserName(userAgent: string): string {
	const system = /(Tizen|Web0S|WebOS|Android TV|BRAVIA|CrKey)/i.exec(userAgent)?.[1];
	const [, name, version] =
		/(Edg|OPR|SamsungBrowser|YaBrowser|Firefox|Chrome|Chromium)\/(\d+)/.exec(
			// Those built upon Chrome name it too: their own names stand before it in the list.
			orderedNames(userAgent)
		) ??
		/(Version)\/(\d+)[\d.]* .*Safari/.exec(userAgent) ??
		[];
	const called = name === 'Version' ? 'Safari' : name === 'Edg' ? 'Edge' : name;
	const browser = called ? `${called} ${version}` : '?';
	return system ? `${browser} · ${system}` : browser;
}

function orderedNames(userAgent: string): string {
	const own = /(Edg|OPR|SamsungBrowser|YaBrowser)\/\d+/.exec(userAgent)?.[0];
	return own ?? userAgent.replace('HeadlessChrome', 'Chrome');
}

/** Order of screens in lists: by name as it is written, then by age. */
export function byScreenName(a: ScreenView, b: ScreenView): number {
	return a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id;
}
