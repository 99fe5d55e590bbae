/** The link of the row before or after this one; the first or last of the list without one. */
export function neighbour(
	list: HTMLElement | undefined,
	row: Element | null | undefined,
	step: 1 | -1
): HTMLElement | undefined {
	const links = [...(list?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])];
	const at = row ? links.findIndex((link) => row.contains(link)) : -1;
	if (at < 0) return step === 1 ? links[0] : links.at(-1);
	return links[Math.min(links.length - 1, Math.max(0, at + step))];
}
