import { ATTACHMENT_LIMITS, ATTACHMENT_TYPES, extensionOf } from '#lib/domain/attachment.ts';
import type { FieldIssue } from '#lib/domain/errors.ts';
import { sizeText } from '#lib/format/sizes.ts';
import { m } from '#lib/paraglide/messages.js';

/** What the browser offers to choose from. */
export const ACCEPT = Object.keys(ATTACHMENT_TYPES)
	.map((extension) => `.${extension}`)
	.join(',');

const limit = () => sizeText(ATTACHMENT_LIMITS.bytes);

const FAULTS: Readonly<Record<string, (name: string) => string>> = {
	file_kind: (name) => m.desk_file_kind({ name }),
	file_too_large: (name) => m.desk_file_too_large({ name: name || m.desk_file(), limit: limit() }),
	file_empty: (name) => m.desk_file_empty({ name }),
	file_mismatch: (name) => m.desk_file_mismatch({ name }),
	file_broken: (name) => m.desk_file_broken({ name }),
	file_bomb: (name) => m.desk_file_bomb({ name }),
	file_unsafe: (name) => m.desk_file_unsafe({ name }),
	too_many_files: () => m.desk_too_many_files({ most: ATTACHMENT_LIMITS.files }),
	files_too_large: () => m.desk_files_too_large({ most: ATTACHMENT_LIMITS.files, limit: limit() })
};

/** What is wrong with the files of a form: one line for each, none when all is well. */
export function fileFaults(
	refusal: { readonly issues: readonly FieldIssue[] } | null
): readonly string[] {
	return (refusal?.issues ?? [])
		.filter(({ field }) => field === 'files')
		.map(({ code, about }) => faultText(code, about ?? ''));
}

/** The same before anything was sent: what can be told by name and size alone. */
export function faultBeforeSending(file: {
	readonly name: string;
	readonly size: number;
}): string | null {
	if (!Object.hasOwn(ATTACHMENT_TYPES, extensionOf(file.name)))
		return faultText('file_kind', file.name);
	if (file.size > ATTACHMENT_LIMITS.bytes) return faultText('file_too_large', file.name);
	if (file.size === 0) return faultText('file_empty', file.name);
	return null;
}

/** Words for a code of an issue. */
export function faultText(code: string, name: string): string {
	return (FAULTS[code] ?? m.issue_invalid)(name);
}

/** What may be attached, under the field. */
export function filesHint(): string {
	return m.desk_files_hint({ most: ATTACHMENT_LIMITS.files, limit: limit() });
}
