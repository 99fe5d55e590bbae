/** The value below which the given share of a sample lies. */
export function quantile(sample: ArrayLike<number>, share: number): number {
	const sorted = Float64Array.from(sample).sort();
	const index = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
	return sorted[Math.max(0, index)] ?? NaN;
}

export function median(sample: readonly number[]): number {
	const sorted = sample.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Median of the ratios of rounds that stood side by side: the machine's moods fall out. */
export function medianRatio(
	pairs: readonly { readonly ours: number; readonly bare: number }[]
): number {
	return median(pairs.map(({ ours, bare }) => ours / bare));
}
