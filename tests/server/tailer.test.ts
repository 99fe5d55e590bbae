import { expect, it } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import { Tailer } from '#server/events/tailer.ts';
import { until } from '../support/until.ts';
import { createWorld } from '../support/world.ts';

/** How reads of the database fare. */
type Reads = 'answered' | 'refused' | 'silent';

/** A database whose reads fare as the test says; a silent one answers when it is asked to go on. */
function troubled(database: Database) {
	const waiting: (() => void)[] = [];
	let reads: Reads = 'answered';
	return {
		fare(as: Reads) {
			reads = as;
			if (as !== 'silent') for (const goOn of waiting.splice(0)) goOn();
		},
		waiting,
		database: {
			onCommit: database.onCommit.bind(database),
			async read<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
				if (reads === 'silent') await new Promise<void>((resolve) => waiting.push(resolve));
				if (reads === 'refused') throw new DomainError('unavailable');
				return database.read(work);
			}
		}
	};
}

it('whoever asks for a look while one fails is told with it, not with the next poll', async () => {
	const world = await createWorld({ database: 'sqlite' });
	const { database, fare, waiting } = troubled(world.database);
	const tailer = new Tailer({ database, deliver: () => undefined });
	try {
		await tailer.start();
		fare('silent');
		const first = tailer.look();
		await until(() => waiting.length > 0, 'the look');
		let told = false;
		const second = tailer.look().then(() => (told = true));
		fare('refused');
		await first;
		// The next poll is a second away.
		await new Promise(setImmediate);
		expect(told).toBe(true);
		await second;
		expect(tailer.following).toBe(false);
		expect(waiting).toEqual([]);
	} finally {
		fare('answered');
		await tailer.stop();
		await world.close();
	}
});

it('a database that says nothing keeps nobody waiting, and is followed again when it speaks', async () => {
	const world = await createWorld({ database: 'sqlite' });
	const { database, fare } = troubled(world.database);
	const seen: number[] = [];
	const tailer = new Tailer({
		database,
		deliver: (events) => seen.push(...events.map(({ seq }) => seq))
	});
	try {
		await tailer.start();
		const from = tailer.seq;
		fare('silent');
		await tailer.look();
		expect(tailer.following).toBe(false);
		await tailer.caughtUp();
		await world.make.aTicket();
		fare('answered');
		await until(() => tailer.following, 'it to be followed again');
		await tailer.caughtUp();
		expect(seen).toEqual((await world.events(from)).map(({ seq }) => seq));
	} finally {
		fare('answered');
		await tailer.stop();
		await world.close();
	}
});
