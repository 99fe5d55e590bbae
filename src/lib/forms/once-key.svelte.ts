import { onMount, untrack } from 'svelte';

/**
 * The key a form is sent with, so that a repeated press has one effect. It stays the one the form
 * began with whatever is loaded meanwhile: what the first press did comes over the stream, and a
 * page that is read anew for it brings another key, with which trying again would do it twice.
 * Belongs to one component and is made while that is: once script is there each form has a key of
 * its own, since those that share a page, or take each other's place in it, send different things.
 */
export class OnceKey {
	#value: string;

	constructor(begun: () => string) {
		this.#value = $state(untrack(begun));
		onMount(() => this.spend());
	}

	get value(): string {
		return this.#value;
	}

	/** It has had its effect: what is sent next is another thing. */
	spend(): void {
		this.#value = freshKey();
	}
}

/** `randomUUID` is missing where a portal is reached without TLS. */
function freshKey(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
