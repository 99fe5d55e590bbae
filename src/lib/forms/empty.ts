/** A form's input without those of its fields that were left empty: they were not said. */
export function withoutEmpty(
	input: Record<string, unknown>,
	names: readonly string[]
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(input).filter(([name, value]) => !(names.includes(name) && value === ''))
	);
}
