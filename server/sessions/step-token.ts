import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import { purposeKey } from './purpose-key.ts';
import { digestOf } from './link-tokens.ts';

const AUDIENCE = 'bazis-portal sign-in step';
const ALGORITHM = 'HS256';

/** What is left to do after the right password: give a code, or show that a mailbox is one's own. */
export type Step = 'code' | 'confirm';

/** Milliseconds to take the step in. */
export const STEP_MS: Readonly<Record<Step, number>> = { code: 5 * 60_000, confirm: 15 * 60_000 };

const payload = z.object({
	aud: z.literal(AUDIENCE),
	step: z.enum(['code', 'confirm']),
	sub: z.string().regex(/^[1-9]\d{0,14}$/),
	pw: z.string().length(22),
	exp: z.number().int().positive()
});

/** Half a sign-in. */
export interface HalfSession {
	readonly userId: number;
	/** Of the password that was right: with another password it is over. */
	readonly password: string;
}

/**
 * Half sign-ins: the password was right, something is left to do. Signed by a key of their own,
 * so that none of them can ever be taken for a session.
 */
export function createStepTokens(secret: string, now: () => number) {
	const key = purposeKey(secret, 'sign-in step');
	return {
		sign(step: Step, { userId, password }: HalfSession): string {
			const exp = Math.floor((now() + STEP_MS[step]) / 1000);
			const claims = { step, sub: String(userId), pw: password, exp };
			return jsonwebtoken.sign(claims, key, { algorithm: ALGORITHM, audience: AUDIENCE });
		},
		/** Null when it is none of ours, of another step, or over. */
		verify(step: Step, token: string): HalfSession | null {
			try {
				const claims = payload.parse(
					jsonwebtoken.verify(token, key, {
						algorithms: [ALGORITHM],
						audience: AUDIENCE,
						clockTimestamp: Math.floor(now() / 1000)
					})
				);
				if (claims.step !== step) return null;
				return { userId: Number(claims.sub), password: claims.pw };
			} catch {
				return null;
			}
		}
	};
}

export type StepTokens = ReturnType<typeof createStepTokens>;

/** By which a password is told from those before and after it, without telling what it is. */
export function passwordMark(passwordHash: string): string {
	return digestOf(passwordHash).slice(0, 22);
}
