import { browser } from '$app/environment';

/**
 * What somebody chose in a list that the server rendered while the script was still loading;
 * undefined where nobody did, and where the list is made by the script itself.
 */
export function chosenEarly(id: string): string | undefined {
	if (!browser) return undefined;
	const list = document.getElementById(id);
	if (!(list instanceof HTMLSelectElement)) return undefined;
	const given = [...list.options].findIndex(({ defaultSelected }) => defaultSelected);
	return list.selectedIndex === Math.max(0, given) ? undefined : list.value;
}
