import { Secret, TOTP } from 'otpauth';

/** As authenticator apps expect it (RFC 6238): six digits, a new code every half a minute. */
const PERIOD_S = 30;
const DIGITS = 6;

/** Clocks of telephones are off by so many periods at most. */
const DRIFT = 1;

const SECRET_BYTES = 20;

/** By which an app tells this account from others. */
const ISSUER = 'Базис-Центр';

/** A new secret, in the letters that people can type into an app. */
export function newTotpSecret(): string {
	return new Secret({ size: SECRET_BYTES }).base32;
}

/** What a QR code tells an app. */
export function totpAddress(secret: string, email: string): string {
	return totp(secret, email).toString();
}

/** Number of the period that a code belongs to, or null when it belongs to none near now. */
export function periodOf(secret: string, code: string, now: number): number | null {
	if (code.length !== DIGITS) return null;
	const delta = totp(secret, '').validate({ token: code, timestamp: now, window: DRIFT });
	return delta === null ? null : Math.floor(now / 1000 / PERIOD_S) + delta;
}

function totp(secret: string, label: string): TOTP {
	return new TOTP({
		issuer: ISSUER,
		label,
		algorithm: 'SHA1',
		digits: DIGITS,
		period: PERIOD_S,
		secret: Secret.fromBase32(secret)
	});
}
