/** Values as the options of a list, each in the words for it in the page's language. */
export function optionsOf<T extends string>(
	values: readonly T[],
	words: Readonly<Record<T, () => string>>
): { readonly value: T; readonly label: string }[] {
	return values.map((value) => ({ value, label: words[value]() }));
}
