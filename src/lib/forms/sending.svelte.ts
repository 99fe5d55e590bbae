import type { ActionResult, SubmitFunction } from '@sveltejs/kit';
import { applyAction } from '$app/forms';
import { goto } from '$app/navigation';
import { renew } from '#lib/live/renew.ts';
import type { Loaded } from '#lib/live/renewal.ts';
import type { OnceKey } from './once-key.svelte.ts';
import { isLongUpload, sendTelling } from './upload.ts';
import { forgetChoices } from './written.ts';

/** A page that has not come by then hangs on a link that is dead: the form may be sent again. */
const PATIENCE_MS = 30_000;

export interface SendingOptions {
	/** Empties the written texts after success. */
	readonly reset?: boolean;
	/** Data to be loaded anew after success; everything else comes by the stream. */
	readonly reload?: Loaded;
	/** The key the form is sent with; another one is taken where it has done something else. */
	readonly key?: OnceKey;
	/** Told what the action answered. */
	readonly succeeded?: (data: Record<string, unknown> | undefined) => void;
}

/**
 * Sends a form in place. A lost connection leaves the page and all that was typed as they are,
 * where Kit by itself would put its error page in their stead.
 */
export class Sending {
	#busy = $state(false);
	#lost = $state(false);
	#progress = $state<number | null>(null);
	#options: SendingOptions;
	#form: HTMLFormElement | null = null;
	#waiting: (() => void)[] = [];

	constructor(options: SendingOptions = {}) {
		this.#options = options;
	}

	/** A form is under way: a second press of it does nothing, one of another form waits for it. */
	get busy(): boolean {
		return this.#busy;
	}

	/** The last attempt did not reach the portal. */
	get lost(): boolean {
		return this.#lost;
	}

	/** How much of a long upload has been sent, from 0 to 1; null while there is none. */
	get progress(): number | null {
		return this.#progress;
	}

	readonly submit: SubmitFunction = async ({ action, cancel, formData, formElement }) => {
		while (this.#busy) {
			if (formElement === this.#form) return cancel();
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
			// What came of the press before has taken this row, or its page, away.
			if (!formElement.isConnected) return cancel();
		}
		this.#busy = true;
		this.#form = formElement;
		this.#lost = false;
		if (!isLongUpload(formData))
			return ({ result, update }) =>
				this.#settle(formElement, result, () => update({ reset: false, invalidateAll: false }));
		cancel();
		this.#progress = 0;
		const result = await sendTelling(action, formData, (part) => (this.#progress = part));
		this.#progress = null;
		await this.#settle(formElement, result, () => applyAction(result));
	};

	async #settle(
		formElement: HTMLFormElement,
		result: ActionResult,
		update: () => Promise<void>
	): Promise<void> {
		// The stream brings what has changed: the big snapshot need not be loaded again.
		if (result.type === 'redirect' && result.location.startsWith('/'))
			return this.#follow(result.location);
		this.#free();
		if (result.type === 'error' && (result.status ?? 500) >= 500) {
			this.#lost = true;
			return;
		}
		const before = document.activeElement;
		await update();
		if (result.type === 'failure') {
			if (result.data?.['code'] === 'idempotency_conflict') this.#options.key?.spend();
			return faultyField(formElement)?.focus();
		}
		if (result.type !== 'success') return;
		giveBackFocus(before);
		forgetChoices(formElement);
		if (this.#options.reset) empty(formElement);
		this.#options.succeeded?.(result.data);
		if (this.#options.reload) renew(this.#options.reload);
	}

	/** What was sent has been done: until its page is there a second press would do it again. */
	async #follow(address: string): Promise<void> {
		const patience = setTimeout(() => this.#free(), PATIENCE_MS);
		try {
			await goto(address);
		} finally {
			clearTimeout(patience);
			this.#free();
		}
	}

	#free(): void {
		this.#busy = false;
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}

/** The first field with a message: whoever cannot see the colour is led there. */
function faultyField(form: HTMLFormElement): HTMLElement | null {
	return form.querySelector<HTMLElement>('[aria-invalid="true"]');
}

/** Kit takes the focus to the top of the page, as if another one had been opened. */
function giveBackFocus(before: Element | null): void {
	if (document.activeElement === document.body && before instanceof HTMLElement)
		before.focus({ preventScroll: true });
}

/** Empties what was written. Choices stay: the next message is mostly of the same kind. */
function empty(form: HTMLFormElement): void {
	for (const field of form.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>(
		'textarea, input[type=file]'
	)) {
		field.value = '';
		field.dispatchEvent(new Event('input', { bubbles: true }));
	}
}
