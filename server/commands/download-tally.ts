import { SYSTEM } from '#lib/domain/people.ts';
import type { Execute } from '#server/events/outbox.ts';
import { selectDocuments } from '#server/records/document-record.ts';

/** Milliseconds that downloads are gathered before they are written. */
const GATHERED = 2_000;

/** Counts downloads beside those who read: a file is given out without a write being waited for. */
export interface DownloadTally {
	/** Notes one download of a version; it is written with others a little later. */
	note(versionId: number): void;
	/** Writes what was noted. */
	flush(): Promise<void>;
	/** Writes the last of it; nothing is noted afterwards. */
	stop(): Promise<void>;
}

/** Makes the tally; what cannot be written is told to `failed` and kept for the next time. */
export function createDownloadTally(
	execute: Execute,
	failed: (error: unknown) => void
): DownloadTally {
	let noted = new Map<number, number>();
	let timer: NodeJS.Timeout | null = null;
	let stopped = false;
	let writing: Promise<void> = Promise.resolve();

	function add(versionId: number, times: number): void {
		noted.set(versionId, (noted.get(versionId) ?? 0) + times);
	}

	function arm(): void {
		if (timer !== null || stopped) return;
		timer = setTimeout(() => void flush(), GATHERED);
		timer.unref();
	}

	async function write(): Promise<void> {
		if (noted.size === 0) return;
		const taken = noted;
		noted = new Map();
		try {
			await count(execute, taken);
		} catch (error) {
			for (const [versionId, times] of taken) add(versionId, times);
			arm();
			failed(error);
		}
	}

	function flush(): Promise<void> {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		return (writing = writing.then(write));
	}

	return {
		note(versionId) {
			if (stopped) return;
			add(versionId, 1);
			arm();
		},
		flush,
		async stop() {
			stopped = true;
			await flush();
		}
	};
}

/** Adds downloads to their versions and documents. Those of one that is gone are forgotten. */
function count(execute: Execute, downloads: ReadonlyMap<number, number>): Promise<void> {
	return execute(async ({ tx, record }) => {
		const moved = new Set<number>();
		// In one order everywhere: two nodes that count at once never wait for each other.
		for (const [versionId, times] of [...downloads].sort(([a], [b]) => a - b)) {
			const [row] = await tx.run<{ id: number }>(
				`UPDATE document_versions SET downloads = downloads + $2 WHERE id = $1
				RETURNING document_id AS id`,
				[versionId, times]
			);
			if (!row) continue;
			await tx.run(`UPDATE documents SET downloads = downloads + $2 WHERE id = $1`, [
				row.id,
				times
			]);
			moved.add(row.id);
		}
		if (moved.size === 0) return;
		const ids = [...moved];
		const documents = await selectDocuments(
			tx,
			`WHERE d.id IN (${ids.map((_, at) => `$${at + 1}`).join(', ')}) ORDER BY d.id`,
			ids
		);
		record({
			type: 'document.downloaded',
			actor: SYSTEM,
			documents: documents.map((document) => ({
				record: document,
				wasPublic: document.public,
				deleted: false,
				forStaff: true
			}))
		});
	});
}
