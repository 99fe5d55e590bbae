import type { AttachmentEntry, AttachmentView } from '#lib/domain/attachment.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import type { AttachmentRecord } from '#server/records/attachment-record.ts';

/** What may be told of a file to those who may see what it is attached to. */
export function attachmentView({ id, name, size, type }: AttachmentView): AttachmentView {
	return { id, name, size, type };
}

/** The same in a list of a ticket's files. */
export function attachmentEntry(record: AttachmentRecord): AttachmentEntry {
	const { comment, internal, checksum, createdAt } = record;
	return { ...attachmentView(record), comment, internal, checksum, createdAt };
}

/** A file of an internal note is the staff's; all others are the ticket's own client's too. */
export function maySeeAttachment(record: AttachmentRecord, viewer: Viewer): boolean {
	if (viewer === null) return false;
	return isStaff(viewer) || (record.requesterId === viewer.id && !record.internal);
}
