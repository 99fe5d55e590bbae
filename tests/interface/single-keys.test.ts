import { describe, expect, it } from 'vitest';
import { signOf } from '#lib/tickets/keys.svelte.ts';

const pressed = (key: string, code: string, shiftKey = false) => signOf({ key, code, shiftKey });

describe('a key that acts as a command', () => {
	it('is the sign it types, wherever it stands', () => {
		expect(pressed('.', 'Slash')).toBe('.');
		expect(pressed('.', 'Period')).toBe('.');
		expect(pressed('/', 'Backslash', true)).toBe('/');
		expect(pressed('?', 'Digit7', true)).toBe('?');
		expect(pressed('a', 'KeyQ')).toBe('a');
		expect(pressed('J', 'KeyJ', true)).toBe('j');
	});

	it('with a Russian layout is the sign of its place where it types another', () => {
		expect(pressed('о', 'KeyJ')).toBe('j');
		expect(pressed('ю', 'Period')).toBe('.');
		expect(pressed(',', 'Slash', true)).toBe('?');
	});

	it('is no command where it means something else', () => {
		expect(pressed('>', 'Period', true)).toBe('>');
		expect(pressed('Enter', 'Enter')).toBe('Enter');
	});
});
