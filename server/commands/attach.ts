import type { AttachmentView } from '#lib/domain/attachment.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import { inspectUploads } from '#server/media/inspect.ts';
import type { Kept, MediaStore } from '#server/media/media-store.ts';
import type { Inspected, Upload } from '#server/media/upload.ts';

/** Files that lie in the store and wait for their rows. */
export interface Waiting {
	readonly inspected: readonly Inspected[];
	/** In the same order. */
	readonly kept: readonly Kept[];
}

/**
 * Looks into files and writes them to the store before `work` opens its transaction: nothing but the
 * database is waited for in it. Nothing of them stays when it fails or made nothing new.
 */
export async function withFiles<T extends { readonly created: boolean }>(
	store: MediaStore,
	files: readonly Upload[],
	work: (waiting: Waiting) => Promise<T>
): Promise<T> {
	const inspected = await inspectUploads(files);
	return store.keep(
		inspected.map(({ bytes }) => bytes),
		(kept) => work({ inspected, kept })
	);
}

/** What tells one request with files from another: names and contents. */
export function fingerprintOf({ inspected, kept }: Waiting): { files?: readonly string[][] } {
	if (kept.length === 0) return {};
	return { files: inspected.map(({ name }, at) => [name, kept[at]?.checksum ?? '']) };
}

/** Writes the rows of the files in the command's own transaction. */
export async function attach(
	{ tx, now }: CommandContext,
	to: { ticketId: number; commentId: number | null; internal: boolean; authorId: number },
	{ inspected, kept }: Waiting
): Promise<readonly AttachmentView[]> {
	const attached: AttachmentView[] = [];
	for (const [at, { name, type }] of inspected.entries()) {
		const file = kept[at];
		if (!file) throw new Error(`«${name}» was not kept`);
		const [row] = await tx.run<{ id: number }>(
			`INSERT INTO attachments (ticket_id, comment_id, internal, name, type, size, checksum,
				stored_name, created_by_id, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
			[
				to.ticketId,
				to.commentId,
				to.internal,
				name,
				type,
				file.size,
				file.checksum,
				file.storedName,
				to.authorId,
				now
			]
		);
		if (row) attached.push({ id: row.id, name, size: file.size, type });
	}
	return attached;
}
