import { ATTACHMENT_LIMITS, ATTACHMENT_TYPES, extensionOf } from '#lib/domain/attachment.ts';
import { DOCUMENT_LIMITS, DOCUMENT_TYPES } from '#lib/domain/document.ts';
import type { FieldIssue } from '#lib/domain/errors.ts';
import { sizeText } from '#lib/format/sizes.ts';
import { m } from '#lib/paraglide/messages.js';

type Words = (name: string) => string;

/** A field for files: what may be chosen in it, and how it speaks. */
export interface FileRules {
	/** Its name in the form. */
	readonly field: string;
	/** Files at most. */
	readonly most: number;
	/** Bytes of one of them. */
	readonly bytes: number;
	/** Extensions. */
	readonly types: Readonly<Record<string, string>>;
	/** On the button, and as the name of the group. */
	readonly choose: () => string;
	readonly label: () => string;
	/** Behind the button: that one may drop them there, too. */
	readonly drop: () => string;
	/** Under the field. */
	readonly hint: () => string;
	/** Words for codes that are not those of every field. */
	readonly words: Readonly<Record<string, Words>>;
}

/** What may be wrong with any file, wherever it is sent. */
const FAULTS: Readonly<Record<string, Words>> = {
	file_kind: (name) => m.desk_file_kind({ name }),
	file_empty: (name) => m.desk_file_empty({ name }),
	file_mismatch: (name) => m.desk_file_mismatch({ name }),
	file_broken: (name) => m.desk_file_broken({ name }),
	file_bomb: (name) => m.desk_file_bomb({ name }),
	file_encrypted: (name) => m.documents_file_encrypted({ name }),
	file_macros: (name) => m.documents_file_macros({ name }),
	file_dtd: (name) => m.documents_file_dtd({ name }),
	file_paths: (name) => m.documents_file_paths({ name }),
	file_nested: (name) => m.documents_file_nested({ name }),
	file_twofold: (name) => m.documents_file_twofold({ name }),
	file_unsafe: (name) => m.documents_file_unsafe({ name })
};

const limit = () => sizeText(ATTACHMENT_LIMITS.bytes);

/** Files of a ticket or a comment. */
export const ATTACHED_FILES: FileRules = {
	field: 'files',
	most: ATTACHMENT_LIMITS.files,
	bytes: ATTACHMENT_LIMITS.bytes,
	types: ATTACHMENT_TYPES,
	choose: m.desk_attach,
	label: m.desk_attachments,
	drop: m.desk_attach_drop,
	hint: () => m.desk_files_hint({ most: ATTACHMENT_LIMITS.files, limit: limit() }),
	words: {
		too_many_files: () => m.desk_too_many_files({ most: ATTACHMENT_LIMITS.files }),
		files_too_large: () => m.desk_files_too_large({ most: ATTACHMENT_LIMITS.files, limit: limit() })
	}
};

/** The file of a document. */
export const DOCUMENT_FILE: FileRules = {
	field: 'file',
	most: 1,
	bytes: DOCUMENT_LIMITS.bytes,
	types: DOCUMENT_TYPES,
	choose: m.documents_choose,
	label: m.documents_file,
	drop: m.documents_drop,
	hint: () => m.documents_files_hint({ limit: sizeText(DOCUMENT_LIMITS.bytes) }),
	words: {
		file_kind: (name) => m.documents_file_kind({ name }),
		file_required: () => m.documents_issue_file_required(),
		too_many_files: () => m.documents_issue_one_file(),
		files_too_large: () =>
			m.desk_file_too_large({ name: m.desk_file(), limit: sizeText(DOCUMENT_LIMITS.bytes) }),
		same_file: (name) => m.documents_issue_same_file({ name })
	}
};

/**
 * What is wrong with the files of a form, none when all is well: one line for each, and one for
 * all of which the same is to be said.
 */
export function fileFaults(
	refusal: { readonly issues: readonly FieldIssue[] } | null,
	rules: FileRules = ATTACHED_FILES
): readonly string[] {
	const faults = (refusal?.issues ?? [])
		.filter(({ field }) => field === rules.field)
		.map(({ code, about }) => faultText(code, about ?? '', rules));
	return [...new Set(faults)];
}

/** The same before anything was sent: what can be told by name and size alone. */
export function faultBeforeSending(
	file: { readonly name: string; readonly size: number },
	rules: FileRules = ATTACHED_FILES
): string | null {
	if (!Object.hasOwn(rules.types, extensionOf(file.name)))
		return faultText('file_kind', file.name, rules);
	if (file.size > rules.bytes) return faultText('file_too_large', file.name, rules);
	if (file.size === 0) return faultText('file_empty', file.name, rules);
	return null;
}

/** Words for a code of an issue. */
export function faultText(code: string, name: string, rules: FileRules = ATTACHED_FILES): string {
	if (code === 'file_too_large')
		return m.desk_file_too_large({ name: name || m.desk_file(), limit: sizeText(rules.bytes) });
	return (rules.words[code] ?? FAULTS[code] ?? m.issue_invalid)(name);
}
