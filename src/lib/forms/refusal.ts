import { error, fail, isHttpError, redirect, type ActionFailure } from '@sveltejs/kit';
import { UPLOAD_BYTES } from '#lib/domain/attachment.ts';
import { DOCUMENT_FORM_BYTES } from '#lib/domain/document.ts';
import {
	isDomainError,
	type ErrorCode,
	type FieldIssue,
	type StaleDetail
} from '#lib/domain/errors.ts';
import { formObject } from '#lib/input/parse.ts';

/** What a form gets back when it was refused: nothing that was typed is lost. */
export interface Refusal {
	readonly code: ErrorCode;
	readonly values: Readonly<Record<string, string | readonly string[]>>;
	readonly issues: readonly FieldIssue[];
	readonly stale: StaleDetail | null;
	readonly retryAfter: number | null;
	/** Which of several forms of a page was sent: the name of its action. */
	readonly action: string;
}

const STATUS: Readonly<Record<ErrorCode, number>> = {
	invalid_input: 400,
	wrong_credentials: 400,
	not_confirmed: 400,
	second_factor_required: 400,
	second_factor_missing: 403,
	not_signed_in: 401,
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

/** Bytes of the largest form of any page: whatever is larger breaks off while it is read. */
const LARGEST_FORM = Math.max(UPLOAD_BYTES, DOCUMENT_FORM_BYTES);

/** Fields that are never sent back. */
const SECRET = new Set(['password', 'current']);

/**
 * Runs a form's task. A refusal comes back as Kit's `fail` with the typed values and a message
 * for each field; what is foreign, missing or forbidden becomes an error page.
 */
export async function submit<T>(
	event: { readonly request: Request; readonly url: URL },
	task: (input: Record<string, unknown>, form: FormData) => Promise<T>,
	{ fileField = 'files' }: { readonly fileField?: string } = {}
): Promise<T | ActionFailure<Refusal>> {
	const form = await sentFormOrNull(event.request);
	if (form === null) return tooLarge(event.url, fileField);
	try {
		return await task(formObject(form), form);
	} catch (refused) {
		if (!isDomainError(refused)) throw refused;
		refuseAccess(refused.code, event.url);
		return fail(STATUS[refused.code], {
			code: refused.code,
			values: typedValues(form),
			issues: refused.issues,
			stale: refused.stale,
			retryAfter: refused.retryAfter,
			action: actionOf(event.url)
		});
	}
}

/** The fields of a form, or null when it is larger than its page takes. */
async function sentFormOrNull(request: Request): Promise<FormData | null> {
	try {
		return await sentForm(request);
	} catch (refused) {
		// The parser of forms hides why its stream broke off; the length tells it beforehand.
		if (Number(request.headers.get('content-length')) > LARGEST_FORM) return null;
		throw refused;
	}
}

/** Nothing of such a form was read: only what its files did can be told. */
function tooLarge(url: URL, fileField: string): ActionFailure<Refusal> {
	return fail(413, {
		code: 'too_large',
		values: {},
		issues: [{ field: fileField, code: 'files_too_large' }],
		stale: null,
		retryAfter: null,
		action: actionOf(url)
	});
}

/** The fields of a form. What calls itself one and is none is the sender's fault. */
export async function sentForm(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch (broken) {
		// Too large a body tells so by a status of its own.
		if (isHttpError(broken)) throw broken;
		error(400, { message: 'invalid_input' });
	}
}

/**
 * Awaits a read for a page; a refusal becomes the error page with the status it means. Without
 * an address there is no way back from signing in: for what everybody may read.
 */
export async function found<T>(reading: Promise<T>, url?: URL): Promise<T> {
	try {
		return await reading;
	} catch (refused) {
		if (!isDomainError(refused)) throw refused;
		refuseAccess(refused.code, url);
		error(STATUS[refused.code], { message: refused.code });
	}
}

function refuseAccess(code: ErrorCode, url: URL | undefined): void {
	if (code === 'not_signed_in' && url)
		redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
	if (code === 'forbidden' || code === 'not_found') error(STATUS[code], { message: code });
}

function typedValues(form: FormData): Record<string, string | string[]> {
	const values: Record<string, string | string[]> = {};
	for (const name of new Set(form.keys())) {
		if (SECRET.has(name) || name === '__proto__') continue;
		const typed = form.getAll(name).filter((value) => typeof value === 'string');
		if (name.endsWith('[]')) values[name] = typed;
		else if (typed[0] !== undefined) values[name] = typed[0];
	}
	return values;
}

/** `?/create` → `create`; the page's only action is `default`. */
function actionOf(url: URL): string {
	const named = [...url.searchParams.keys()].find((key) => key.startsWith('/'));
	return named ? named.slice(1) : 'default';
}
