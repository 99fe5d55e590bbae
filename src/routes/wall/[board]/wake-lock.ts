/**
 * Keeps the screen on while the page is visible. A browser lets go of the lock whenever the
 * page is hidden, so it is asked for again each time; `told` hears whether it is held.
 */
export function keepAwake(told: (held: boolean) => void): () => void {
	let lock: WakeLockSentinel | null = null;
	let ended = false;

	async function ask(): Promise<void> {
		if (ended || document.visibilityState !== 'visible') return;
		try {
			lock = await navigator.wakeLock.request('screen');
			told(true);
		} catch {
			// No such thing here (plain http, an old television) or refused by a saving mode.
			told(false);
		}
	}

	const again = () => void ask();
	again();
	document.addEventListener('visibilitychange', again);
	return () => {
		ended = true;
		document.removeEventListener('visibilitychange', again);
		void lock?.release();
	};
}
