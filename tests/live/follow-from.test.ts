import { describe, expect, it } from 'vitest';
import { followFrom } from '#lib/live/follow-from.ts';
import { batch, put, snapshot, Stage, stateOf, ticket } from './scripted-transport.ts';

/** A page whose data were read at this point of the stream, which the feed has followed to 12. */
function open({ seq, epoch = 'one' }: { seq: number; epoch?: string }) {
	const stage = new Stage(snapshot(10, stateOf([])));
	stage.hello(10);
	stage.server.batch(batch(10, 11, [put(ticket(11))]));
	stage.server.batch(batch(11, 12, [put(ticket(12))]));
	const heard: string[] = [];
	const stop = followFrom(
		stage.feed,
		{ epoch, seq },
		{
			changed: (changes) => heard.push(...changes.map(({ id }) => String(id))),
			lost: () => heard.push('lost')
		}
	);
	return { stage, heard, stop };
}

describe('a page that follows the stream from where its data were read', () => {
	it('is told what came on their way to it, and then what comes', () => {
		const { stage, heard } = open({ seq: 11 });
		expect(heard).toEqual(['BC-12']);
		stage.server.batch(batch(12, 13, [put(ticket(13))]));
		expect(heard).toEqual(['BC-12', 'BC-13']);
	});

	it('is told nothing that its data hold already', () => {
		const { stage, heard } = open({ seq: 13 });
		stage.server.batch(batch(12, 13, [put(ticket(13))]));
		stage.server.batch(batch(13, 14, [put(ticket(14))]));
		expect(heard).toEqual(['BC-14']);
	});

	it('hears that something is lost when it was read before all that is remembered, or elsewhere', () => {
		expect(open({ seq: 9 }).heard).toEqual(['lost']);
		expect(open({ seq: 12, epoch: 'restored' }).heard).toEqual(['lost']);
	});

	it('hears of a new state only when that is newer than its data', async () => {
		const newer = open({ seq: 12 });
		newer.stage.server.pulse(20);
		await newer.stage.answer(snapshot(20, stateOf([])));
		expect(newer.heard).toEqual(['lost']);

		const older = open({ seq: 20 });
		older.stage.server.pulse(20);
		await older.stage.answer(snapshot(20, stateOf([])));
		expect(older.heard).toEqual([]);
	});

	it('hears nothing any more once it has stopped', () => {
		const { stage, heard, stop } = open({ seq: 12 });
		stop();
		stage.server.batch(batch(12, 13, [put(ticket(13))]));
		expect(heard).toEqual([]);
	});
});
