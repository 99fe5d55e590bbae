import type { Batch } from '#lib/domain/live.ts';
import type { Tailer } from '#server/events/tailer.ts';
import type { FanOut } from './fan-out.ts';
import type { SocketData } from './protocol.ts';

/** How a connection begins: with what it missed, if anything, or with all there is. */
export type Start =
	| { readonly from: 'batch'; readonly batch: Batch | null }
	| { readonly from: 'reset' | 'snapshot'; readonly reason: string };

/** Everything missed, or a new start: never a part. No turn of the event loop in between. */
export function startOf(
	{ audience, cursor, wantsSnapshot }: SocketData,
	tailer: Pick<Tailer, 'epoch' | 'since'>,
	fanOut: Pick<FanOut, 'seq' | 'missed'>
): Start {
	if (cursor === null && !wantsSnapshot) return { from: 'batch', batch: null };
	const events = cursor?.epoch === tailer.epoch ? tailer.since(cursor.after) : null;
	if (cursor === null || events === null || cursor.after > fanOut.seq) {
		const reason = cursor?.epoch === tailer.epoch ? 'too_far' : 'epoch';
		return { from: wantsSnapshot ? 'snapshot' : 'reset', reason };
	}
	const emitted = events.filter(({ seq }) => seq <= fanOut.seq);
	const missed = emitted.length > 0 ? fanOut.missed(audience, cursor.after, emitted) : null;
	return { from: 'batch', batch: missed };
}
