import { untrack } from 'svelte';
import type { Refusal } from './refusal.ts';

/** What a form came back with: refused, or looked at without being kept. */
export interface Returned {
	readonly values?: Refusal['values'] | undefined;
	readonly stale?: Refusal['stale'] | undefined;
}

/**
 * The version of a thing that its editor began with. What the stream, or a page that is read
 * anew, brings meanwhile is somebody else's: saving over it has to be refused.
 */
export class Began {
	/** Which thing it is a version of: another one is begun with anew. */
	readonly of: unknown;
	#version: number | null;

	constructor(version: () => number | null | undefined, of: unknown = null) {
		this.of = of;
		this.#version = $state(untrack(version) ?? null);
	}

	/**
	 * What the form is sent with. Whoever was told what somebody else made of it saves over that
	 * knowingly; otherwise a form that came back goes on with what it was sent with.
	 */
	sent(returned: Returned | null, field = 'version'): number | null {
		if (returned?.stale) return returned.stale.currentVersion;
		const told = returned?.values?.[field];
		return typeof told === 'string' && /^\d{1,15}$/.test(told) ? Number(told) : this.#version;
	}

	/** The editor has seen the thing as it is at this version. */
	take(version: number): void {
		this.#version = version;
	}

	/** A form that stays after it was saved goes on from what that made of it. */
	readonly saved = (data: Record<string, unknown> | undefined): void => {
		if (typeof data?.['version'] === 'number') this.take(data['version']);
	};
}
