import { deviceCode } from '#lib/input/screens.ts';
import { listOf } from '../answers/named.ts';
import { problem } from '../answers/problem.ts';
import { pairingCodes, screen, screenToken } from '../answers/screen.ts';
import type { CallTable } from './call.ts';

/** Televisions on the walls. */
export const SCREEN_CALLS: CallTable = {
	'POST /screens/pair': {
		summary: 'Ask for the codes of a new screen',
		description:
			'In the spirit of RFC 8628: the screen shows `userCode`, staff type it, and the screen ' +
			'polls `POST /screens/token` meanwhile. Both codes are good once and for ten minutes.',
		tag: 'Screens',
		may: 'anyone',
		answers: { 200: { description: 'The codes', schema: pairingCodes } },
		refusals: ['too_many_attempts']
	},
	'POST /screens/token': {
		summary: 'Ask whether a screen was paired, and take its token',
		tag: 'Screens',
		may: 'anyone',
		body: deviceCode,
		answers: {
			200: { description: 'The token, told this once', schema: screenToken },
			400: {
				description:
					'`code` is `authorization_pending`, `slow_down` or `expired_token`; `invalid_input` ' +
					'for a body that is none',
				schema: problem,
				contentType: 'application/problem+json'
			}
		},
		refusals: ['too_many_attempts']
	},
	'GET /screens': {
		summary: 'List the screens',
		tag: 'Screens',
		may: 'screen.manage',
		answers: { 200: { description: 'All screens', schema: listOf(screen) } }
	}
};
