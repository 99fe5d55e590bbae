/**
 * Waits between attempts, drawn from nothing up to these: all pages that are open when the portal
 * is restarted ask for the same file.
 */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export interface Arrival<T> {
	readonly arrived: (part: T) => void;
	/** Told at each failure: many browsers remember one as long as the page lives. */
	readonly missing: () => void;
}

/** Loads a part of the page, for as long as it takes; returns how to give it up. */
export function loadPart<T>(load: () => Promise<T>, { arrived, missing }: Arrival<T>): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let wanted = true;
	let longest = FIRST_WAIT_MS;
	const attempt = () => {
		load().then(
			(part) => {
				if (wanted) arrived(part);
			},
			() => {
				if (!wanted) return;
				missing();
				timer = setTimeout(attempt, Math.random() * longest);
				longest = Math.min(LONGEST_WAIT_MS, 2 * longest);
			}
		);
	};
	attempt();
	return () => {
		wanted = false;
		clearTimeout(timer);
	};
}
