import { wasSent } from './as-sent.ts';

/** The editable fields of a thing as they stand at one version. */
export interface Edition<F extends string> {
	readonly version: number;
	readonly fields: Readonly<Record<F, string>>;
}

/**
 * Fields being edited while others may edit them too. What was not touched follows the live
 * thing; what was touched stays as it is, and a change made meanwhile is told, never applied.
 */
export class Draft<F extends string> {
	#names: readonly F[];
	#base: Edition<F>;
	#values: Readonly<Record<F, string>>;
	#theirs: Edition<F> | null;

	constructor(names: readonly F[], current: Edition<F>) {
		this.#names = names;
		this.#base = $state.raw(current);
		this.#values = $state.raw(current.fields);
		this.#theirs = $state.raw(null);
	}

	/** The version the edit is based on. */
	get base(): Edition<F> {
		return this.#base;
	}

	get values(): Readonly<Record<F, string>> {
		return this.#values;
	}

	/** What somebody else made of it while it was being edited, until one of the two is chosen. */
	get theirs(): Edition<F> | null {
		return this.#theirs;
	}

	get dirty(): boolean {
		return this.#names.some((name) => this.#touched(name));
	}

	set(name: F, value: string): void {
		this.#values = { ...this.#values, [name]: value };
	}

	/** The live thing has come to this version; `busy` tells that something goes with the fields. */
	follow(current: Edition<F>, busy = false): void {
		if (current.version <= (this.#theirs ?? this.#base).version) return;
		if (this.dirty || busy) this.#theirs = current;
		else this.take(current);
	}

	/** Begins anew from this version. */
	take(current: Edition<F>): void {
		if (current.version < this.#base.version) return;
		this.#base = current;
		this.#values = current.fields;
		this.#theirs = null;
	}

	/** This version was made of what was sent: what was set since then is still to be saved. */
	saved(current: Edition<F>, sent: FormData): void {
		this.#goOn(current, (name) => !wasSent(sent, name, this.#values[name]));
	}

	/** Puts what was touched upon this version, and takes the rest from it. */
	rebase(current: Edition<F>): void {
		this.#goOn(current, () => true);
	}

	/** Keeps of what was touched what is to be kept. What came after this version is still told. */
	#goOn(current: Edition<F>, keeps: (name: F) => boolean): void {
		const values: Record<F, string> = { ...current.fields };
		for (const name of this.#names)
			if (this.#touched(name) && keeps(name)) values[name] = this.#values[name];
		const later = this.#theirs;
		this.#base = current;
		this.#values = values;
		this.#theirs = null;
		if (later) this.follow(later);
	}

	#touched(name: F): boolean {
		return this.#values[name] !== this.#base.fields[name];
	}
}
