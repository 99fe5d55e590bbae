import { Secret, TOTP } from 'otpauth';
import type { Person } from '#server/portal.ts';
import { PASSWORD } from './factories.ts';
import type { World } from './world.ts';

/** What an authenticator app shows at a moment. */
export function codeOf(secret: string, at: number): string {
	return new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
		timestamp: at
	});
}

/** Somebody with a second factor: its secret and its recovery codes. */
export async function withSecondFactor(
	world: World,
	person: Person,
	sessionId = ''
): Promise<{ secret: string; codes: readonly string[] }> {
	const origin = { address: '192.0.2.50' };
	await world.commands.beginSecondFactor(person, PASSWORD, origin);
	const { begun } = await world.queries.secondFactor(person);
	const secret = begun?.secret ?? '';
	const code = codeOf(secret, world.clock.now());
	const codes = await world.commands.confirmSecondFactor(person, sessionId, code, origin);
	return { secret, codes };
}
