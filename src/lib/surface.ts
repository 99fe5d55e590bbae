/** Which of the three faces a page wears: they differ in density and scale. */
export type Surface = 'public' | 'panel' | 'wall';

/** The face of an address. */
export function surfaceOf(pathname: string): Surface {
	if (isUnder(pathname, '/wall')) return 'wall';
	return isUnder(pathname, '/panel') ? 'panel' : 'public';
}

/** Is an address this section or within it? `/panelled` is not within `/panel`. */
export function isUnder(pathname: string, section: string): boolean {
	return pathname === section || pathname.startsWith(`${section}/`);
}
