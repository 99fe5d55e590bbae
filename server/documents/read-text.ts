import { Worker } from 'node:worker_threads';
import type { DocumentKind } from '#lib/domain/document.ts';

/** What was read of a file. */
export interface DocumentText {
	/** One line: words between single spaces. Empty where there are none, as in a scan. */
	readonly text: string;
	/** `password`: it opens with one only. `unreadable`: not in the time and memory there are. */
	readonly fault: null | 'password' | 'unreadable';
}

/** Milliseconds for one file; a long one takes a second or two. */
const PATIENCE = 15_000;

const WORKER = new URL('./text-worker.ts', import.meta.url);

/** One file at a time: several at once would slow everything else down. */
let before: Promise<unknown> = Promise.resolve();

/**
 * The text of a document, read in a thread of its own that is ended when it takes too long or too
 * much memory: what is wrong with a file never costs more than its text.
 */
export function readText(
	bytes: Uint8Array,
	kind: DocumentKind,
	patience = PATIENCE
): Promise<DocumentText> {
	const reading = before.then(() => readApart(bytes, kind, patience));
	// A thread that could not be started fails its own file, not all that come after it.
	before = reading.catch(() => undefined);
	return reading;
}

function readApart(bytes: Uint8Array, kind: DocumentKind, patience: number): Promise<DocumentText> {
	// A copy of just these bytes: what else lies in the same piece of memory is none of its business.
	const own = Uint8Array.from(bytes);
	return new Promise((resolve) => {
		const worker = new Worker(WORKER, {
			workerData: { bytes: own, kind },
			transferList: [own.buffer],
			resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 },
			env: {},
			stdout: true,
			stderr: true
		});
		let read: DocumentText = { text: '', fault: 'unreadable' };
		const timer = setTimeout(() => void worker.terminate(), patience);
		worker.once('message', (text: DocumentText) => {
			read = text;
			void worker.terminate();
		});
		// Too much memory, or a fault of ours: it ends by itself right after.
		worker.once('error', () => undefined);
		worker.once('exit', () => {
			clearTimeout(timer);
			resolve(read);
		});
	});
}
