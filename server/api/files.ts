import { Writable } from 'node:stream';
import { koaBody } from 'koa-body';
import type { Context } from 'koa';
import { UPLOAD_BYTES } from '#lib/domain/attachment.ts';
import { DOCUMENT_FORM_BYTES } from '#lib/domain/document.ts';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import {
	ATTACHMENT_RULES,
	DOCUMENT_RULES,
	type Upload,
	type UploadRules
} from '#server/media/upload.ts';
import type { ApiContext } from './context.ts';

/** Contents while they come in: they are looked into before anything is written to the disk. */
const contents = new WeakMap<object, Buffer[]>();

/**
 * Parses a form with files, in memory and within its limits; other kinds of bodies are left
 * alone. To be put behind whatever tells who may send.
 */
const formOf = (rules: UploadRules, bytes: number) =>
	koaBody({
		json: false,
		urlencoded: false,
		text: false,
		multipart: true,
		formidable: {
			maxFiles: rules.files,
			maxFileSize: rules.bytes,
			maxTotalFileSize: bytes,
			maxFields: 20,
			maxFieldsSize: 128 * 1024,
			allowEmptyFiles: true,
			minFileSize: 0,
			// Without it files would wait in the system's own folder for a parser that may be killed.
			fileWriteStreamHandler: (file) => {
				const chunks: Buffer[] = [];
				if (file) contents.set(file, chunks);
				return new Writable({
					write(chunk: Buffer, _encoding, done) {
						chunks.push(chunk);
						done();
					}
				});
			}
		},
		onError: (error) => {
			throw refusalOf(error, rules.field);
		}
	});

/** Files of a ticket or a comment. */
export const fileForm = formOf(ATTACHMENT_RULES, UPLOAD_BYTES);

/** The file of a document. */
export const documentForm = formOf(DOCUMENT_RULES, DOCUMENT_FORM_BYTES);

function refusalOf(error: Error, field: string): Error {
	const status = 'httpCode' in error ? error.httpCode : 400;
	if (status !== 413) return new DomainError('invalid_input', { message: error.message });
	const many = /maxFiles\b/.test(error.message);
	return new DomainError(many ? 'invalid_input' : 'too_large', {
		issues: [{ field, code: many ? 'too_many_files' : 'file_too_large' }]
	});
}

/** Files that came with a form, under whatever names of fields. */
export function sentUploads(context: ApiContext): readonly Upload[] {
	const files: unknown = Reflect.get(context.request, 'files');
	if (typeof files !== 'object' || files === null) return [];
	return Object.values(files)
		.flat()
		.map((file: { originalFilename?: string | null }) => ({
			name: file.originalFilename ?? '',
			bytes: Buffer.concat(contents.get(file) ?? [])
		}))
		.filter(({ name, bytes }) => name !== '' || bytes.byteLength > 0);
}

/** The one file that came with a form. Throws `invalid_input` when there is not just one. */
export function sentUpload(context: ApiContext): Upload {
	const [file, ...others] = sentUploads(context);
	if (file && others.length === 0) return file;
	throw fieldError('file', file ? 'too_many_files' : 'file_required');
}

/** Is the body a form with files? */
export function isFileForm(context: Pick<Context, 'is'>): boolean {
	return Boolean(context.is('multipart/form-data'));
}
