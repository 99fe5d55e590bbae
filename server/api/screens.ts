import type Router from '@koa/router';
import { deviceCode } from '#lib/input/screens.ts';
import { HOST_HEADER, PROTOCOL_HEADER } from '#server/host/gate.ts';
import type { Portal } from '#server/portal.ts';
import { addressOf, body, permitted, type ApiContext } from './context.ts';
import { jsonBody } from './json-body.ts';
import { plainProblem } from './problem.ts';

const TITLES = {
	authorization_pending: 'Nobody has typed the code yet',
	slow_down: 'Asked too soon: keep to the interval',
	expired_token: 'The code has expired or was used'
} as const;

/** Televisions: pairing in the spirit of RFC 8628, and the list of them for staff. */
export function screenRoutes(router: Router, portal: Portal): void {
	const { commands, queries } = portal;

	router.post('/screens/pair', jsonBody, async (context) => {
		const codes = await commands.startPairing(addressOf(context));
		const verificationUri = `${originOf(context)}/panel/screens`;
		context.status = 200;
		context.body = {
			...codes,
			verificationUri,
			verificationUriComplete: `${verificationUri}?code=${codes.userCode}`
		};
	});

	router.post('/screens/token', jsonBody, async (context) => {
		const asked = body(context, deviceCode);
		const answer = await commands.pollPairing(asked.deviceCode, addressOf(context));
		if (answer.state === 'paired') {
			const { token, screen } = answer;
			context.status = 200;
			context.body = { token, screen };
			return;
		}
		context.status = 400;
		context.type = 'application/problem+json';
		context.body = plainProblem(400, answer.state, TITLES[answer.state]);
	});

	router.get('/screens', async (context) => {
		const viewer = permitted(context, 'screen.manage');
		context.body = { items: await queries.screens(viewer), nextCursor: null };
	});

	/** As set, or as the television reached us: it only leads back to where it came from. */
	function originOf(context: ApiContext): string {
		const { origin } = portal.installation;
		return origin ?? `${context.get(PROTOCOL_HEADER)}://${context.get(HOST_HEADER)}`;
	}
}
