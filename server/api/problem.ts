import { randomBytes } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { isDomainError, type DomainError, type ErrorCode } from '#lib/domain/errors.ts';

/** The HTTP status of each refusal. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
	invalid_input: 400,
	not_signed_in: 401,
	wrong_credentials: 401,
	not_confirmed: 403,
	second_factor_required: 401,
	second_factor_missing: 403,
	forbidden: 403,
	not_found: 404,
	stale_version: 409,
	idempotency_conflict: 409,
	forbidden_transition: 422,
	too_late: 422,
	too_many_attempts: 429,
	too_large: 413,
	no_room: 507,
	unavailable: 503
};

const TITLE: Readonly<Record<ErrorCode, string>> = {
	invalid_input: 'The input is not well formed',
	not_signed_in: 'Sign in first',
	wrong_credentials: 'E-mail or password is wrong',
	not_confirmed: 'The e-mail has still to be confirmed',
	second_factor_required: 'A code of the second factor is needed',
	second_factor_missing: 'Set up the second factor first',
	forbidden: 'Not allowed',
	not_found: 'There is no such thing',
	stale_version: 'Somebody changed it meanwhile',
	idempotency_conflict: 'This key came with another request before',
	forbidden_transition: 'It cannot move to this status from where it is',
	too_late: 'The time for that is over',
	too_many_attempts: 'Too many attempts',
	too_large: 'A file is too large',
	no_room: 'There is no room left to keep files',
	unavailable: 'The database does not answer'
};

/** RFC 9457, with a stable `code`. */
export interface Problem {
	readonly type: string;
	readonly title: string;
	readonly status: number;
	readonly code: string;
	/** Also in the log. */
	readonly id?: string;
	readonly issues?: DomainError['issues'];
	readonly stale?: DomainError['stale'];
}

/** A problem of a status that has no refusal of its own. */
export function plainProblem(status: number, code: string, title: string): Problem {
	return { type: 'about:blank', title, status, code };
}

function refusal(error: DomainError): Problem {
	return {
		...plainProblem(STATUS[error.code], error.code, TITLE[error.code]),
		...(error.issues.length > 0 ? { issues: error.issues } : {}),
		...(error.stale ? { stale: error.stale } : {})
	};
}

/** Errors of body parsers and routers say what they are by a status. */
function clientFault(error: unknown): number | null {
	if (!(error instanceof Error) || !('status' in error)) return null;
	const { status } = error;
	return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** Answers every error as problem+json; what is not a refusal gets an id that is in the log. */
export function problems(log: Logger): Middleware {
	return async (context, next) => {
		try {
			await next();
			if (context.status === 404 && context.body === undefined)
				answer(plainProblem(404, 'not_found', TITLE.not_found));
			else if (context.status === 405)
				answer(plainProblem(405, 'method_not_allowed', 'No such method here'));
		} catch (error) {
			if (isDomainError(error)) {
				if (error.retryAfter !== null) context.set('Retry-After', String(error.retryAfter));
				if (error.code === 'not_signed_in') context.set('WWW-Authenticate', 'Bearer');
				if (error.code === 'unavailable')
					log.warn(
						{ reason: error.message, requestId: context.get('X-Request-Id') },
						'unavailable'
					);
				return answer(refusal(error));
			}
			const status = clientFault(error);
			if (status !== null) {
				const code = status === 413 ? 'too_large' : 'invalid_input';
				return answer(plainProblem(status, code, 'The request is not well formed'));
			}
			const id = randomBytes(6).toString('hex');
			const requestId = context.get('X-Request-Id');
			log.error({ err: error, errorId: id, requestId, path: context.path }, 'request failed');
			answer({ ...plainProblem(500, 'internal', 'Something went wrong here'), id });
		}

		function answer(problem: Problem): void {
			context.status = problem.status;
			context.body = problem;
			context.type = 'application/problem+json';
		}
	};
}
