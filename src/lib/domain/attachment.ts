/** Limits of what is sent in one form, told to whoever sends before it is sent. */
export const ATTACHMENT_LIMITS = {
	/** Bytes of one file. */
	bytes: 10 * 1024 * 1024,
	files: 5,
	/** Letters of a name, its extension included. */
	name: 120
} as const;

/** Bytes of a whole form: all its files, its longest text in any script, and what lies between. */
export const UPLOAD_BYTES = ATTACHMENT_LIMITS.files * (ATTACHMENT_LIMITS.bytes + 1024) + 256 * 1024;

/** What may be attached: extension → the type it is served as. Archives hide what is in them. */
export const ATTACHMENT_TYPES: Readonly<Record<string, string>> = {
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	gif: 'image/gif',
	webp: 'image/webp',
	pdf: 'application/pdf',
	txt: 'text/plain',
	log: 'text/plain',
	csv: 'text/csv',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

/** A file of a ticket or a comment, as those see it who may see what it is attached to. */
export interface AttachmentView {
	readonly id: number;
	/** As its sender called it, made harmless. */
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	readonly type: string;
}

/** The same in a list of a ticket's files. */
export interface AttachmentEntry extends AttachmentView {
	/** The comment it came with; null came with the ticket itself. */
	readonly comment: number | null;
	readonly internal: boolean;
	/** SHA-256 of the content, hexadecimal. */
	readonly checksum: string;
	readonly createdAt: string;
}

/** The extension of a name in small letters, '' when it has none. */
export function extensionOf(name: string): string {
	return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** Names that Windows takes for devices, whatever extension follows. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** Control characters, and marks that turn or hide letters: «exe.fdp» would read as «pdf.exe». */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029\p{Co}\p{Cs}]/gu;

/** What leads to another folder or means something to a shell or a file system. */
const UNFIT = /[<>:"|?*]/g;

/**
 * A name that does no harm wherever it is saved or shown: no folders, no invisible letters, no
 * device of Windows, and no longer than file systems take. Its extension stays.
 */
export function harmlessName(name: string): string {
	const last = name.split(/[/\\]/).at(-1) ?? '';
	const clean = last
		.normalize('NFC')
		.replace(INVISIBLE, '')
		.replace(UNFIT, '_')
		.replace(/\s+/g, ' ')
		.replace(/^[. ]+|[. ]+$/g, '');
	const extension = extensionOf(clean);
	const stem = extension === '' ? clean : clean.slice(0, -extension.length - 1);
	const kept = [...(stem.trim() || 'file')].slice(0, ATTACHMENT_LIMITS.name - 12).join('');
	// Windows takes «CON.old.txt» for the device too.
	const safe = DEVICE.test(kept.split('.')[0]?.trim() ?? '') ? `_${kept}` : kept;
	return extension === '' ? safe : `${safe}.${[...extension].slice(0, 10).join('')}`;
}
