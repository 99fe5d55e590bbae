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
		return signOf(event);
	}
}

/**
 * The sign a press stands for: the one that was typed, else the one that an English keyboard has
 * in that place. With a Russian layout «j» types «о», and the key of «/» types «.».
 */
export function signOf(press: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
	const { key, code, shiftKey } = press;
	if (/^[a-z./?]$/i.test(key)) return key.toLowerCase();
	if (/^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
	if (code === 'Slash') return shiftKey ? '?' : '/';
	if (code === 'Period' && !shiftKey) return '.';
	return key;
}

/** One choice for the whole panel. */
export const singleKeys = new SingleKeys();
