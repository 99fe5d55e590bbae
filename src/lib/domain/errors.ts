/** Stable codes of everything that may be refused; `problem+json` and forms speak by them. */
export type ErrorCode =
	| 'invalid_input'
	| 'not_signed_in'
	| 'forbidden'
	| 'not_found'
	| 'stale_version'
	| 'forbidden_transition'
	| 'too_late'
	| 'idempotency_conflict'
	| 'wrong_credentials'
	| 'not_confirmed'
	| 'second_factor_required'
	| 'second_factor_missing'
	| 'too_many_attempts'
	| 'too_large'
	| 'no_room'
	| 'unavailable';

/** One message for one field of a form or of a JSON body. */
export interface FieldIssue {
	readonly field: string;
	/** A code that the interface translates, e.g. `required`, `too_long`, `unknown_service`. */
	readonly code: string;
	/** What of several in the field it is about: the name of a file. */
	readonly about?: string;
}

/** What differs when two people edited the same thing. */
export interface StaleDetail {
	readonly currentVersion: number;
	readonly changedBy: string | null;
	readonly changedAt: string | null;
	/** Field → [value the editor started from is unknown here; this is the value now]. */
	readonly current: Readonly<Record<string, unknown>>;
}

/**
 * A refusal the caller can understand. Told apart by `code`, never by `instanceof`:
 * two module graphs (the host's and the bundled application's) load this file.
 */
export class DomainError extends Error {
	readonly code: ErrorCode;
	readonly issues: readonly FieldIssue[];
	readonly stale: StaleDetail | null;
	/** Seconds after which a throttled or unavailable caller may try again. */
	readonly retryAfter: number | null;
	/** With what a sign-in that is half done goes on; told to nobody but the one who signs in. */
	readonly step: string | null;

	constructor(
		code: ErrorCode,
		options: {
			message?: string;
			issues?: readonly FieldIssue[];
			stale?: StaleDetail;
			retryAfter?: number;
			step?: string;
		} = {}
	) {
		super(options.message ?? code);
		this.name = 'DomainError';
		this.code = code;
		this.issues = options.issues ?? [];
		this.stale = options.stale ?? null;
		this.retryAfter = options.retryAfter ?? null;
		this.step = options.step ?? null;
	}
}

/** True for a refusal made by either copy of this module. */
export function isDomainError(error: unknown): error is DomainError {
	return error instanceof Error && error.name === 'DomainError' && 'code' in error;
}

/** Shorthand for a refusal of one field. */
export function fieldError(field: string, code: string): DomainError {
	return new DomainError('invalid_input', { issues: [{ field, code }] });
}
