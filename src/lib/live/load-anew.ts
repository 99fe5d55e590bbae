import { invalidate } from '$app/navigation';
import type { Loaded } from './renewal.ts';

/**
 * Has Kit load these data of the page anew; false when the server could not be reached or is not
 * itself. Kit would put the browser's own error page in the place of this one: so it is given no
 * answer instead, and goes on waiting for one until the next load overtakes it.
 */
export function loadAnew(names: readonly Loaded[]): Promise<boolean> {
	return new Promise((settle) => {
		const fetch = window.fetch;
		window.fetch = async (input, init) => {
			if (typeof input !== 'string' || !input.includes('/__data.json?')) return fetch(input, init);
			try {
				const answer = await fetch(input, init);
				// To its end: a link may break in the middle as well.
				if (answer.status < 500) return new Response(await answer.text(), answer);
			} catch {
				// Told below, like any answer of a server that is not itself.
			}
			settle(false);
			return new Promise<never>(() => undefined);
		};
		Promise.all(names.map((name) => invalidate(name))).then(
			() => settle(true),
			() => settle(true)
		);
		// By then Kit has asked; a click that comes later is no affair of this load.
		setTimeout(() => (window.fetch = fetch));
	});
}
