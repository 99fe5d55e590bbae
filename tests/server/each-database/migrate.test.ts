import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../migrations/index.ts';
import { migrate, type Migration } from '#server/database/migrate.ts';
import { World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
	world = await World.create();
});
afterEach(() => world.close());

/** A step of two statements; `between` runs after the first. */
function step(between: () => void): Migration {
	return {
		name: '9001-lamps',
		async up({ execute }) {
			await execute('CREATE TABLE lamps (id INTEGER PRIMARY KEY)');
			await execute('INSERT INTO lamps VALUES (1)');
			between();
			await execute('CREATE INDEX lamps_by_id ON lamps (id)');
		}
	};
}

describe('a migration', () => {
	it('that dies half way leaves nothing behind, and is done whole by the next start', async () => {
		const dying = step(() => {
			throw new Error('the power went off');
		});
		await expect(migrate(world.database, [...MIGRATIONS, dying])).rejects.toThrow('power');
		await migrate(world.database, [...MIGRATIONS, step(() => undefined)]);
		const lamps = await world.database.read((tx) => tx.all(`SELECT id FROM lamps`));
		expect(lamps).toEqual([{ id: 1 }]);
	});

	it('is not done again', async () => {
		const all = [...MIGRATIONS, step(() => undefined)];
		await migrate(world.database, all);
		await migrate(world.database, all);
		const noted = await world.database.read((tx) =>
			tx.all(`SELECT name FROM migrations WHERE name = '9001-lamps'`)
		);
		expect(noted).toHaveLength(1);
	});
});
