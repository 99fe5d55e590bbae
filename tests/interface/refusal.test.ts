import { isHttpError, isRedirect, type ActionFailure } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { fileFaults } from '#lib/forms/file-texts.ts';
import { found, submit, type Refusal } from '#lib/forms/refusal.ts';

function posted(fields: Readonly<Record<string, string>>, action = '?/create') {
	const url = new URL(`http://portal.example/panel/queue${action}`);
	const body = new URLSearchParams(fields);
	return { url, request: new Request(url, { method: 'POST', body }) };
}

async function refusedWith(
	error: unknown,
	fields: Readonly<Record<string, string>> = {}
): Promise<ActionFailure<Refusal>> {
	return refused(await submit(posted(fields), (): Promise<undefined> => Promise.reject(error)));
}

function refused(result: ActionFailure<Refusal> | undefined): ActionFailure<Refusal> {
	if (!result) throw new Error('The form was not refused');
	return result;
}

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
	return work.then(
		() => null,
		(error: unknown) => error
	);
}

describe('a refused form', () => {
	it('comes back with a message at the field and everything that was typed', async () => {
		const { status, data } = await refusedWith(fieldError('subject', 'required'), {
			subject: '',
			description: 'Не печатает'
		});
		expect(status).toBe(400);
		expect(data).toMatchObject({
			action: 'create',
			issues: [{ field: 'subject', code: 'required' }],
			values: { subject: '', description: 'Не печатает' }
		});
	});

	it('too large to be read at all is told at its own field for files', async () => {
		const { url } = posted({}, '?/upload');
		const broken = new ReadableStream({ pull: (body) => body.error(new Error('413')) });
		const headers = {
			'content-type': 'multipart/form-data; boundary=x',
			'content-length': String(100 * 1024 * 1024)
		};
		const posting = { method: 'POST', body: broken, duplex: 'half', headers } as const;
		const request = new Request(url, posting);
		const unread = (): Promise<undefined> => Promise.reject(new Error('it was read'));
		const result = await submit({ url, request }, unread, { fileField: 'file' });
		expect(refused(result)).toMatchObject({
			status: 413,
			data: { action: 'upload', issues: [{ field: 'file', code: 'files_too_large' }] }
		});
	});

	it('keeps lists whole and never sends a password back', async () => {
		const event = posted({}, '');
		const form = new URLSearchParams([
			['services[]', 'mail'],
			['services[]', 'vpn'],
			['password', 'secret'],
			['__proto__', 'x']
		]);
		const result = await submit(
			{ ...event, request: new Request(event.url, { method: 'POST', body: form }) },
			(): Promise<undefined> => Promise.reject(new DomainError('invalid_input'))
		);
		const { data } = refused(result);
		expect(data.values).toEqual({ 'services[]': ['mail', 'vpn'] });
		expect(data.action).toBe('default');
	});

	it.each([
		['stale_version', 409],
		['forbidden_transition', 422],
		['too_many_attempts', 429],
		['unavailable', 503]
	] as const)('says %s with %i', async (code, status) => {
		expect((await refusedWith(new DomainError(code))).status).toBe(status);
	});

	it('says once what is to be said of two of its files', () => {
		const wrong = (about: string) => ({ field: 'files', code: 'file_kind', about });
		const issues = [wrong('вирус.exe'), wrong('вирус.exe'), wrong('фото.exe')];
		expect(fileFaults({ issues })).toEqual([
			expect.stringContaining('вирус.exe'),
			expect.stringContaining('фото.exe')
		]);
	});

	it('shows the error page for what is not there or not allowed', async () => {
		const missing = await thrownBy(refusedWith(new DomainError('not_found')));
		const forbidden = await thrownBy(refusedWith(new DomainError('forbidden')));
		expect(isHttpError(missing, 404)).toBe(true);
		expect(isHttpError(forbidden, 403)).toBe(true);
	});

	it('sends whoever is no longer signed in to sign in and back', async () => {
		const away = await thrownBy(refusedWith(new DomainError('not_signed_in')));
		expect(isRedirect(away) && away.location).toContain('/login?next=%2Fpanel%2Fqueue');
	});

	it('lets faults that are no refusals through to the log', async () => {
		const fault = new TypeError('a bug');
		expect(await thrownBy(refusedWith(fault))).toBe(fault);
	});
});

describe('a page that reads', () => {
	it('has the status of the refusal', async () => {
		const url = new URL('http://portal.example/incidents/INC-9');
		const missing = await thrownBy(found(Promise.reject(new DomainError('not_found')), url));
		const away = await thrownBy(found(Promise.reject(new DomainError('unavailable'))));
		expect(isHttpError(missing, 404)).toBe(true);
		expect(isHttpError(away, 503)).toBe(true);
	});
});
