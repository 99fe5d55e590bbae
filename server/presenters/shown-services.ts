import type { HiddenServices } from '#server/records/hidden-services.ts';

/** Leaves out of a list what is about services that only staff see. */
export function shownServices<T extends { readonly slug: string }>(
	services: readonly T[],
	{ hiddenServices = [] }: HiddenServices
): readonly T[] {
	return services.filter(({ slug }) => !hiddenServices.includes(slug));
}
