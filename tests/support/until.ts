const STEP_MS = 5;

/** Waits until a condition holds; fails with what was waited for when it does not in time. */
export async function until(
	holds: () => unknown,
	what: string | (() => string),
	withinMs = 8_000
): Promise<void> {
	const end = performance.now() + withinMs;
	while (!(await holds())) {
		if (performance.now() > end)
			throw new Error(`waited ${withinMs} ms in vain: ${typeof what === 'string' ? what : what()}`);
		await new Promise((resolve) => setTimeout(resolve, STEP_MS));
	}
}
