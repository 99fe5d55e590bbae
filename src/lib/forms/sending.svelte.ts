import type { ActionResult, SubmitFunction } from '@sveltejs/kit';
import { applyAction } from '$app/forms';
import { goto } from '$app/navigation';
import { renew } from '#lib/live/renew.ts';
import type { Loaded } from '#lib/live/renewal.ts';
import { m } from '#lib/paraglide/messages.js';
import { wasFileSent, wasSent } from './as-sent.ts';
import type { OnceKey } from './once-key.svelte.ts';
import { refusalIn, refusalText } from './texts.ts';
import { unseenAnswer } from './unseen-answer.svelte.ts';
import { isLongUpload, sendTelling } from './upload.ts';
import { forgetChoices } from './written.ts';

/** A page that has not come by then hangs on a link that is dead: the form may be sent again. */
const PATIENCE_MS = 30_000;

export interface SendingOptions {
	/** Empties the written texts after success; what was written since they were sent stays. */
	readonly reset?: boolean;
	/** Each press is another deed, though of the same form: it waits for the one before. */
	readonly many?: boolean;
	/** Data to be loaded anew after success; everything else comes by the stream. */
	readonly reload?: Loaded;
	/** The key the form is sent with; another one is taken where it has done something else. */
	readonly key?: OnceKey;
	/** Told what the action answered, and to what. */
	readonly succeeded?: (data: Record<string, unknown> | undefined, sent: FormData) => void;
	/** Told that the action has succeeded and led on. */
	readonly led?: () => void;
}

/** A form that was sent, and where. */
interface Sent {
	readonly form: HTMLFormElement;
	readonly data: FormData;
	readonly place: string;
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
		const sent: Sent = { form: formElement, data: formData, place: here() };
		while (this.#busy) {
			if (formElement === this.#form && !this.#options.many) return cancel();
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
			// What came of the press before has taken this row, or its page, away.
			if (!formElement.isConnected) return cancel();
		}
		this.#busy = true;
		this.#form = formElement;
		this.#lost = false;
		if (!isLongUpload(formData))
			return ({ result, update }) =>
				this.#settle(sent, result, () => update({ reset: false, invalidateAll: false }));
		cancel();
		this.#progress = 0;
		const result = await sendTelling(action, formData, (part) => (this.#progress = part));
		this.#progress = null;
		await this.#settle(sent, result, () => applyAction(result));
	};

	async #settle(sent: Sent, result: ActionResult, update: () => Promise<void>): Promise<void> {
		const left = here() !== sent.place;
		// The stream brings what has changed: the big snapshot need not be loaded again.
		if (result.type === 'redirect' && result.location.startsWith('/'))
			return this.#follow(result.location, left);
		this.#free();
		const done = result.type === 'success' || result.type === 'redirect';
		if (!done && (left || !sent.form.isConnected)) tellUnseen(sent, result);
		if (result.type === 'error' && (result.status ?? 500) >= 500) {
			this.#lost = true;
			return;
		}
		const before = document.activeElement;
		// Where another form, or another thing in the same, stands by now it is no answer to that.
		if (!left) await update();
		if (result.type === 'failure') {
			if (result.data?.['code'] === 'idempotency_conflict') this.#options.key?.spend();
			return faultyField(sent.form)?.focus();
		}
		if (result.type !== 'success') return;
		giveBackFocus(before);
		forgetChoices(sent.form);
		if (this.#options.reset) empty(sent);
		this.#options.succeeded?.(result.data, sent.data);
		if (this.#options.reload) renew(this.#options.reload);
	}

	/**
	 * What was sent has been done: until its page is there a second press would do it again. Who has
	 * gone elsewhere meanwhile stays there, unless nothing of the portal is to be had any more.
	 */
	async #follow(address: string, left: boolean): Promise<void> {
		const patience = setTimeout(() => this.#free(), PATIENCE_MS);
		try {
			if (!left || address.startsWith('/login')) await goto(address);
			this.#options.led?.();
			// It may have led to where the page was already: nothing is read anew for that.
			if (this.#options.reload) renew(this.#options.reload);
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

/** Empties what was sent. Choices stay: the next message is mostly of the same kind. */
function empty({ form, data }: Sent): void {
	for (const field of form.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>(
		'textarea, input[type=file]'
	)) {
		const files = field instanceof HTMLInputElement ? [...(field.files ?? [])] : null;
		const stale = files
			? files.every((file) => wasFileSent(data, file))
			: wasSent(data, field.name, field.value);
		if (!stale) continue;
		field.value = '';
		field.dispatchEvent(new Event('input', { bubbles: true }));
	}
}

/** Where the page is. What is typed into its address, a drawer or a list, makes it another place. */
function here(): string {
	return location.pathname + location.search;
}

/** The form is gone that would have said it: the page around it does. */
function tellUnseen({ data, form, place }: Sent, result: ActionResult): void {
	const refusal = result.type === 'failure' ? refusalIn(result.data) : null;
	const written = [...form.querySelectorAll('textarea')]
		.map(({ name }) => data.get(name))
		.filter((text) => typeof text === 'string' && text.trim() !== '');
	unseenAnswer.tell({
		text: refusal ? refusalText(refusal) : m.unseen_lost(),
		href: place,
		written: written.map(String)
	});
}
