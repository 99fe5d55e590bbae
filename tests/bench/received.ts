import type { ChangeTimes } from './live-server.ts';
import type { Received } from './screens.ts';

/** For every change and every screen, how long it took from the given moment. */
export function latencies(
	changes: readonly ChangeTimes[],
	{ after, seq, at }: Received,
	from: 'emitted' | 'committed'
): Float64Array {
	const carried = new Map<string, readonly ChangeTimes[]>();
	const found: number[] = [];
	for (let index = 0; index < seq.length; index += 1) {
		const first = after[index] ?? 0;
		const last = seq[index] ?? 0;
		const key = `${first}-${last}`;
		const within =
			carried.get(key) ?? changes.filter((change) => change.seq > first && change.seq <= last);
		carried.set(key, within);
		for (const change of within) found.push((at[index] ?? 0) - change[from]);
	}
	return Float64Array.from(found);
}
