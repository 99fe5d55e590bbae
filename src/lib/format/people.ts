/** «А. Соколова» from «Анна Соколова»; a single word stays as it is. */
export function shortName(name: string): string {
	const words = name.trim().split(/\s+/);
	const [first, last] = [words[0], words.at(-1)];
	if (words.length < 2 || !first || !last) return name.trim();
	return `${first.slice(0, 1)}.\u00a0${last}`;
}

/** «АС» from «Анна Соколова», for a round avatar. */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/);
	const last = words.length > 1 ? (words.at(-1) ?? '') : '';
	return [...(words[0] ?? '')]
		.slice(0, 1)
		.concat([...last].slice(0, 1))
		.join('')
		.toUpperCase();
}
