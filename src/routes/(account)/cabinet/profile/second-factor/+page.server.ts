import { encode } from 'uqr';
import { found, submit } from '#lib/forms/refusal.ts';
import { qrPath } from '#lib/format/qr-path.ts';
import { codeOnly, passwordAndCode, passwordOnly } from '#lib/input/accounts.ts';
import { parseInput } from '#lib/input/parse.ts';
import { homeOf } from '#lib/session/home.ts';
import { signedInOf } from '#lib/session/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

/** Modules of light around a QR code, without which cameras do not find it. */
const QUIET = 4;

export const load: PageServerLoad = async ({ locals, url }) => {
	const { begun, ...factor } = await found(locals.portal.queries.secondFactor(locals.viewer), url);
	return { factor, begun: begun && picture(begun), home: homeOf(locals.viewer) };
};

function picture({ secret, address }: { secret: string; address: string }) {
	const { data, size } = encode(address, { ecc: 'M', border: QUIET });
	return {
		// As people type it: in groups of four.
		secret: secret.replace(/(.{4})(?=.)/g, '$1 '),
		path: qrPath(data),
		size
	};
}

export const actions: Actions = {
	begin: (event) =>
		submit(event, async (input) => {
			const { password } = parseInput(passwordOnly, input);
			const { address, portal } = event.locals;
			await portal.commands.beginSecondFactor(signedInOf(event), password, { address });
			return { begun: true };
		}),
	confirm: (event) =>
		submit(event, async (input) => {
			const { code } = parseInput(codeOnly, input);
			const { address, portal, sessionId } = event.locals;
			const actor = signedInOf(event);
			return {
				codes: await portal.commands.confirmSecondFactor(actor, sessionId ?? '', code, { address })
			};
		}),
	codes: (event) =>
		submit(event, async (input) => {
			const given = parseInput(passwordAndCode, input);
			const { address, portal } = event.locals;
			return {
				codes: await portal.commands.renewRecoveryCodes(signedInOf(event), given, { address })
			};
		}),
	off: (event) =>
		submit(event, async (input) => {
			const given = parseInput(passwordAndCode, input);
			const { address, portal } = event.locals;
			await portal.commands.turnOffSecondFactor(signedInOf(event), given, { address });
			return { off: true };
		})
};
