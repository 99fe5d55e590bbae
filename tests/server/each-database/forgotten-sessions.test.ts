import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../support/clock.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await createWorld();
});
afterAll(() => world.close());

it('sessions are forgotten long after they ran out, but for the last of each person', async () => {
	const anna = await world.make.aManager();
	const boris = await world.make.aManager();
	for (const person of [anna, anna, boris]) {
		await world.tokenOf(person);
		world.clock.advance(DAY);
	}
	const kept = async () => {
		await world.core.clockJob.prune();
		const rows = await world.database.read((tx) =>
			tx.all<{ person: number }>(`SELECT user_id AS person FROM sessions ORDER BY id`)
		);
		return rows.map(({ person }) => person).sort((a, b) => a - b);
	};
	world.clock.advance(100 * DAY);
	expect(await kept(), 'for a while after they ran out').toEqual([anna.id, anna.id, boris.id]);
	world.clock.advance(100 * DAY);
	expect(await kept(), 'when somebody was last there is known for good').toEqual([
		anna.id,
		boris.id
	]);
});
