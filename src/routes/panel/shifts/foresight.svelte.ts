import { fetchJson } from '#lib/live/refreshed.svelte.ts';
import type { Checked } from './foreseen.ts';

/** A breath after the last key, so that not every letter asks. */
const PAUSE_MS = 350;

/** What a form that is being filled in would cause; nothing while it says nothing sensible yet. */
export class Foresight {
	#value = $state.raw<Checked | null>(null);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#flight: AbortController | null = null;

	get value(): Checked | null {
		return this.#value;
	}

	/** The form has changed. */
	look(form: HTMLFormElement): void {
		this.stop();
		this.#timer = setTimeout(() => void this.#ask(form), PAUSE_MS);
	}

	/** Calls off what is under way. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#flight?.abort();
		this.#flight = null;
	}

	async #ask(form: HTMLFormElement): Promise<void> {
		const flight = new AbortController();
		this.#flight = flight;
		const query = new URLSearchParams();
		for (const [name, value] of new FormData(form))
			if (typeof value === 'string') query.append(name, value);
		try {
			const value = await fetchJson<Checked>(`/panel/shifts/foresee?${query}`, flight.signal);
			if (this.#flight === flight) this.#value = value;
		} catch {
			// Half a form is no fault: its own button tells what is wrong with it.
			if (this.#flight === flight) this.#value = null;
		}
	}
}
