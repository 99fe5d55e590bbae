/** Texts as forms compare them: the ends of lines differ between a field and what is sent. */
const plain = (text: string) => text.replaceAll('\r\n', '\n');

/** Is this what was sent as a field, so that nothing would be lost with it? */
export function wasSent(sent: FormData, name: string, value: string): boolean {
	const before = sent.get(name);
	return typeof before === 'string' && plain(before) === plain(value);
}

/** Was this very file sent? A form's data make new objects of the same files. */
export function wasFileSent(sent: FormData, { name, size, lastModified }: File): boolean {
	return [...sent.values()].some(
		(value) =>
			value instanceof File &&
			value.name === name &&
			value.size === size &&
			value.lastModified === lastModified
	);
}
