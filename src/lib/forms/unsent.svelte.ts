import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { wasFileSent, wasSent } from './as-sent.ts';

/**
 * What is being written in a form, kept outside it: the stream may put another form in its place,
 * or none, while somebody writes.
 */
export class Unsent {
	#values = $state.raw<Readonly<Record<string, string>>>({});
	#files = $state.raw<readonly File[]>([]);

	/** What was written in a field, undefined while nobody has touched it. */
	value(name: string): string | undefined {
		return this.#values[name];
	}

	/** Something would be lost with the page. Marks its form, whose fields have it as their defaults. */
	get holds(): boolean {
		return this.#files.length > 0 || Object.values(this.#values).some((value) => value !== '');
	}

	/** Files that were chosen and not sent yet. */
	get files(): readonly File[] {
		return this.#files;
	}

	readonly keepFiles = (files: readonly File[]): void => {
		this.#files = files;
	};

	/** This has been sent; what was written or chosen since then has not. */
	clear(sent: FormData): void {
		this.#values = Object.fromEntries(
			Object.entries(this.#values).filter(([name, value]) => !wasSent(sent, name, value))
		);
		if (this.#files.every((file) => wasFileSent(sent, file))) this.#files = [];
	}

	/** Follows the texts and the choices of a form. */
	readonly follow: Attachment<HTMLFormElement> = (form) => {
		// What was written while the script was still loading.
		for (const field of form.querySelectorAll('textarea'))
			if (field.value !== field.defaultValue) untrack(() => this.#keep(field));
		const heard = ({ target }: Event) => {
			if (target instanceof HTMLTextAreaElement) this.#keep(target);
			else if (target instanceof HTMLInputElement && target.type === 'radio') this.#keep(target);
		};
		form.addEventListener('input', heard);
		return () => form.removeEventListener('input', heard);
	};

	#keep({ name, value }: HTMLTextAreaElement | HTMLInputElement): void {
		this.#values = { ...this.#values, [name]: value };
	}
}
