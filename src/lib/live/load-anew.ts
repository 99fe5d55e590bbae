import { invalidate } from '$app/navigation';
import type { Loaded } from './renewal.ts';

interface Node {
	readonly type?: unknown;
	readonly status?: unknown;
}

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
				const text = await answer.text();
				if (answer.status < 500 && !isFault(text)) return new Response(text, answer);
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

/**
 * Whether a part of the page could not be read: Kit answers with 200 and says so within. What is
 * not there any more, or not for these eyes, is no fault: the page has to say that.
 */
function isFault(text: string): boolean {
	// What a page streams comes in further lines.
	const answer: unknown = JSON.parse(text.split('\n', 1)[0] ?? '');
	return nodesOf(answer).some(
		(node) => node?.type === 'error' && !(typeof node.status === 'number' && node.status < 500)
	);
}

function nodesOf(answer: unknown): readonly (Node | null)[] {
	if (typeof answer !== 'object' || answer === null || !('nodes' in answer)) return [];
	return Array.isArray(answer.nodes) ? answer.nodes : [];
}
