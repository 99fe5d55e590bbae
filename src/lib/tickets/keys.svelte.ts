const SWITCH = 'portal.single-keys';

/**
 * Whether single letters act as commands. People who dictate or whose hands tremble have to be
 * able to switch that off (WCAG 2.1.4); the choice stays with the browser.
 */
export class SingleKeys {
	#on = $state(true);

	/** Reads the choice made before; storage may be switched off. */
	restore(): void {
		try {
			this.#on = localStorage.getItem(SWITCH) !== 'off';
		} catch {
			this.#on = true;
		}
	}

	get on(): boolean {
		return this.#on;
	}

	set on(on: boolean) {
		this.#on = on;
		try {
			localStorage.setItem(SWITCH, on ? 'on' : 'off');
		} catch {
			return;
		}
	}

	/** The letter of a press that is meant as a command, else null. */
	of(event: KeyboardEvent): string | null {
		if (!this.#on || event.defaultPrevented) return null;
		if (event.ctrlKey || event.metaKey || event.altKey) return null;
		const target = event.target;
		const typing =
			target instanceof HTMLElement &&
			(target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'));
		if (typing || document.querySelector('dialog[open]')) return null;
		// By place on the keyboard as well: with a Russian layout «j» types «о».
		if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
		if (event.code === 'Slash') return event.shiftKey ? '?' : '/';
		return event.key;
	}
}

/** One choice for the whole panel. */
export const singleKeys = new SingleKeys();
