/** A line so small that only its course matters, as SVG draws it. */
export interface SparklinePath {
	/** Empty where there is nothing to draw. */
	readonly path: string;
	/** Height of the target's line, or null where there is none. */
	readonly target: number | null;
}

/** Keeps the stroke within the picture. */
const MARGIN = 2;

/** Draws values from left to right; where nothing was counted the line is broken. */
export function sparkline(
	values: readonly (number | null)[],
	target: number | null,
	{ width, height }: { readonly width: number; readonly height: number }
): SparklinePath {
	const known = values.filter((value) => value !== null);
	if (known.length === 0) return { path: '', target: null };
	const all = target === null ? known : [...known, target];
	const lowest = Math.min(...all);
	const span = Math.max(...all) - lowest;
	const y = (value: number) =>
		span === 0
			? height / 2
			: round(height - MARGIN - ((value - lowest) / span) * (height - 2 * MARGIN));
	const step = values.length > 1 ? width / (values.length - 1) : 0;
	let path = '';
	for (const [index, value] of values.entries()) {
		if (value === null) continue;
		const point = `${round(index * step)} ${y(value)}`;
		const begins = (values[index - 1] ?? null) === null;
		path += begins ? `M${point}` : `L${point}`;
		// A point between two gaps: a line of no length, which its round cap makes visible.
		if (begins && (values[index + 1] ?? null) === null) path += `L${point}`;
	}
	return { path, target: target === null ? null : y(target) };
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
