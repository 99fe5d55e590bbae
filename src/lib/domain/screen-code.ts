/**
 * Letters and digits of a screen's code: none that is taken for another across a room, and no
 * vowel, so that no word comes out.
 */
export const CODE_ALPHABET = '2346789BCDFGHJKMPQRTVWXY';

export const CODE_LENGTH = 6;

/** Milliseconds a code is good for. */
export const CODE_LIFE_MS = 10 * 60_000;

/** Seconds that a screen waits between two looks at whether it was paired. */
export const POLL_SECONDS = 3;

/** A code made of random bytes, of which there have to be enough; null when there were not. */
export function codeOf(bytes: Iterable<number>): string | null {
	const fair = 256 - (256 % CODE_ALPHABET.length);
	let code = '';
	for (const byte of bytes) {
		// Bytes beyond the last whole run of the alphabet would make its first letters likelier.
		if (byte < fair) code += CODE_ALPHABET[byte % CODE_ALPHABET.length];
		if (code.length === CODE_LENGTH) return code;
	}
	return null;
}

/** The code as it is shown: «BCD 234». */
export function groupedCode(code: string): string {
	return `${code.slice(0, 3)} ${code.slice(3)}`;
}

const LOOKALIKES: Readonly<Record<string, string>> = {
	// Cyrillic keyboards: what looks the same is meant the same.
	В: 'B',
	С: 'C',
	Н: 'H',
	К: 'K',
	М: 'M',
	Р: 'P',
	Т: 'T',
	Х: 'X',
	У: 'Y',
	З: '3'
};

/** What somebody typed as the code that was meant, or null when it cannot be one. */
export function typedCode(text: string): string | null {
	const code = [...text.toUpperCase().replace(/[\s\-–—·.]/g, '')]
		.map((letter) => LOOKALIKES[letter] ?? letter)
		.join('');
	const wellFormed =
		code.length === CODE_LENGTH && [...code].every((letter) => CODE_ALPHABET.includes(letter));
	return wellFormed ? code : null;
}
