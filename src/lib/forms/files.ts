import { ATTACHMENT_LIMITS } from '#lib/domain/attachment.ts';
import { DomainError } from '#lib/domain/errors.ts';
import type { Upload } from '#server/media/upload.ts';

/** The fields that files come in: `files`, as browsers send several of one name, or `files[]`. */
const FIELDS = ['files', 'files[]'];

/** A form's input without its file fields: those are read by `sentFiles` or `sentFile`. */
export function withoutFiles(input: Record<string, unknown>): Record<string, unknown> {
	const { files: _read, file: _one, ...rest } = input;
	return rest;
}

/**
 * The files of a form. A browser sends an empty one without a name where none was chosen. Throws
 * `invalid_input` when there are too many, before a byte of them is looked at.
 */
export async function sentFiles(form: FormData): Promise<readonly Upload[]> {
	const files = filesIn(form, FIELDS);
	if (files.length > ATTACHMENT_LIMITS.files)
		throw new DomainError('invalid_input', {
			issues: [{ field: 'files', code: 'too_many_files' }]
		});
	return Promise.all(files.map(uploadOf));
}

/** The one file of a form, in the field `file`. Throws `invalid_input` when there is not just one. */
export async function sentFile(form: FormData): Promise<Upload> {
	const files = filesIn(form, ['file']);
	const [file] = files;
	if (!file || files.length > 1)
		throw new DomainError('invalid_input', {
			issues: [{ field: 'file', code: file ? 'too_many_files' : 'file_required' }]
		});
	return uploadOf(file);
}

function filesIn(form: FormData, fields: readonly string[]): File[] {
	return fields
		.flatMap((field) => form.getAll(field))
		.filter((file): file is File => file instanceof File && !(file.size === 0 && file.name === ''));
}

async function uploadOf(file: File): Promise<Upload> {
	return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}
