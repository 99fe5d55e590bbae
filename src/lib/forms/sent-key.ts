/** The once-key of a form as it was sent; undefined where it came without one. */
export function sentKey(key: unknown): string | undefined {
	return typeof key === 'string' && key ? key : undefined;
}
