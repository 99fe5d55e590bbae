import { z } from 'zod';
import {
	BOARDS,
	SCREEN_STATES,
	SCREEN_THEMES,
	SCREEN_TURNS,
	SOUNDS,
	TAKEOVERS,
	TURNED_BOARDS,
	type OwnScreen,
	type ScreenView
} from '#lib/domain/screen.ts';
import { moment, named } from './named.ts';

const own = {
	id: z.int().positive(),
	name: z.string(),
	board: z.enum(BOARDS),
	turns: z
		.array(z.strictObject({ board: z.enum(TURNED_BOARDS), seconds: z.int() }))
		.describe('Of a rotation'),
	services: z.array(z.string()).describe('Slugs; all services when empty'),
	settings: z.strictObject({
		zoom: z.int().describe('Per cent'),
		safeArea: z.int().describe('Per cent of each side'),
		turn: z.enum(SCREEN_TURNS),
		theme: z.enum(SCREEN_THEMES),
		drift: z.boolean(),
		takeover: z.enum(TAKEOVERS),
		sound: z.enum(SOUNDS)
	})
};

export const pairedScreen = named(
	'PairedScreen',
	z.strictObject(own) satisfies z.ZodType<OwnScreen>
);

export const screen = named(
	'Screen',
	z.strictObject({
		...own,
		state: z.enum(SCREEN_STATES).describe('`waiting`: paired, and not seen yet'),
		since: moment,
		facts: z
			.strictObject({
				width: z.number(),
				height: z.number(),
				ratio: z.number(),
				browser: z.string(),
				build: z.string(),
				sound: z.boolean()
			})
			.nullable(),
		pairedAt: moment,
		version: z.int().positive()
	}) satisfies z.ZodType<ScreenView>,
	'A television on a wall'
);

export const pairingCodes = named(
	'PairingCodes',
	z.strictObject({
		deviceCode: z.string().describe('To be polled with; shown to nobody'),
		userCode: z.string().describe('To be shown; staff type it'),
		verificationUri: z.string(),
		verificationUriComplete: z.string().describe('With the code in it: for a QR code'),
		expiresIn: z.int().describe('Seconds'),
		interval: z.int().describe('Seconds between two polls')
	})
);

export const screenToken = named(
	'ScreenToken',
	z.strictObject({
		token: z.string().describe('Good for `GET /live` and the socket, until it is revoked'),
		screen: pairedScreen
	})
);
