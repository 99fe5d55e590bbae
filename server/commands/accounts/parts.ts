import type { Database } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { CodeCheck } from '#server/sessions/code-check.ts';
import type { FormStamps } from '#server/sessions/form-stamp.ts';
import type { LinkTokens } from '#server/sessions/link-tokens.ts';
import type { SecondFactors } from '#server/sessions/second-factor.ts';
import type { SignInThrottle } from '#server/sessions/sign-in-throttle.ts';
import type { StepTokens } from '#server/sessions/step-token.ts';
import type { Throttle } from '#server/sessions/throttle.ts';
import type { Tokens } from '#server/sessions/token.ts';

/** What commands about accounts are made of. */
export interface AccountParts {
	readonly database: Database;
	readonly execute: Execute;
	readonly now: () => number;
	readonly tokens: Tokens;
	readonly linkTokens: LinkTokens;
	readonly stepTokens: StepTokens;
	readonly stamps: FormStamps;
	readonly throttle: Throttle;
	readonly signInThrottle: SignInThrottle;
	readonly secondFactors: SecondFactors;
	readonly checkCode: CodeCheck;
	/** Public address, or null. */
	readonly origin: string | null;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
