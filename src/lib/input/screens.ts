import { z } from 'zod';
import {
	BOARDS,
	MOST_TURNS,
	SAFE_AREA,
	SCREEN_COMMANDS,
	SCREEN_THEMES,
	SCREEN_TURNS,
	SOUNDS,
	TAKEOVERS,
	TURN_SECONDS,
	TURNED_BOARDS,
	ZOOM
} from '../domain/screen.ts';
import { LIMITS } from './limits.ts';
import { line, slug, version } from './schemas.ts';

/** A code as it was typed: with spaces, in small letters, with a Cyrillic С in it. */
export const newScreen = z.strictObject({
	code: z.string().min(1).max(40),
	name: line(LIMITS.name),
	board: z.enum(BOARDS)
});

export const screenCommand = z.strictObject({
	name: z.enum(SCREEN_COMMANDS),
	board: z.enum(BOARDS).optional()
});

/** Forms send numbers as text. */
const whole = (least: number, most: number) =>
	z
		.union([
			z.number(),
			z
				.string()
				.regex(/^\d{1,5}$/)
				.transform(Number)
		])
		.pipe(z.number().int().min(least).max(most));

const turn = z.strictObject({
	board: z.enum(TURNED_BOARDS),
	seconds: whole(TURN_SECONDS.least, TURN_SECONDS.most)
});

export const screenPatch = z.strictObject({
	name: line(LIMITS.name).optional(),
	board: z.enum(BOARDS).optional(),
	turns: z.array(turn).max(MOST_TURNS).optional(),
	services: z.array(slug).max(100).optional(),
	settings: z
		.strictObject({
			zoom: whole(ZOOM.least, ZOOM.most).optional(),
			safeArea: whole(SAFE_AREA.least, SAFE_AREA.most).optional(),
			turn: z.enum(SCREEN_TURNS).optional(),
			theme: z.enum(SCREEN_THEMES).optional(),
			drift: z.boolean().optional(),
			takeover: z.enum(TAKEOVERS).optional(),
			sound: z.enum(SOUNDS).optional()
		})
		.optional(),
	version: version.optional()
});

/** What a screen polls with. */
export const deviceCode = z.strictObject({ deviceCode: z.string().min(1).max(200) });

/** A token as a browser kept it. */
export const keptToken = z.strictObject({ token: z.string().min(1).max(200) });

const pixels = z.number().min(1).max(20_000).transform(Math.round);

/** What a screen says of itself over its socket; anything else counts as not said. */
export const screenReport = z.strictObject({
	width: pixels,
	height: pixels,
	ratio: z.number().min(0.1).max(10),
	build: z.string().max(64),
	sound: z.boolean(),
	seq: z.number().int().min(0),
	uptimeMs: z.number().min(0).max(1e13).transform(Math.round)
});
