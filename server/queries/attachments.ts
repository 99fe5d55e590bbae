import type { AttachmentEntry } from '#lib/domain/attachment.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import type { Database } from '#server/database/database.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { StoredFile } from '#server/portal.ts';
import { attachmentEntry, maySeeAttachment } from '#server/presenters/attachment.ts';
import { selectAttachments } from '#server/records/attachment-record.ts';
import { findTicket } from './tickets.ts';

/** Files of one ticket in its list. */
const MOST = 1_000;

/** One file, for whoever may see what it is attached to. Foreign and missing are `not_found`. */
export async function readAttachment(
	database: Database,
	store: MediaStore,
	viewer: Viewer,
	id: number
): Promise<StoredFile> {
	if (!Number.isSafeInteger(id) || id < 1) throw new DomainError('not_found');
	const [record] = await database.read((tx) => selectAttachments(tx, 'WHERE f.id = $1', [id]));
	if (!record || !maySeeAttachment(record, viewer)) throw new DomainError('not_found');
	const { name, type, size, storedName } = record;
	return { name, type, size, open: () => store.read(storedName) };
}

/** All files of a ticket that the viewer may see, the oldest first. */
export function listAttachments(
	database: Database,
	viewer: Viewer,
	number: string
): Promise<readonly AttachmentEntry[]> {
	return database.read(async (tx) => {
		const { id } = await findTicket(tx, viewer, number);
		const records = await selectAttachments(
			tx,
			`WHERE f.ticket_id = $1 ${isStaff(viewer) ? '' : 'AND NOT f.internal'}
			ORDER BY f.id LIMIT ${MOST}`,
			[id]
		);
		return records.filter((record) => maySeeAttachment(record, viewer)).map(attachmentEntry);
	});
}
