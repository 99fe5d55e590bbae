import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '#server/database/open.ts';
import type { Database } from '#server/database/database.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let other: Database;
beforeAll(async () => {
	world = await createWorld();
	other = await openDatabase(world.databaseUrl);
});
afterAll(async () => {
	await other.close();
	await world.close();
});

it('nodes of one PostgreSQL hear what one of them whispers; a file on a disk has but one node', async () => {
	const { whispers } = world.database;
	if (world.database.dialect === 'sqlite') {
		expect([whispers, other.whispers]).toEqual([null, null]);
		return;
	}
	const heard: string[] = [];
	const deaf = other.whispers?.listen((text) => heard.push(text));
	await until(() => {
		whispers?.tell('«тихо»');
		return heard.includes('«тихо»');
	}, 'the whisper');
	whispers?.tell('x'.repeat(9_000));
	whispers?.tell('последнее');
	await until(() => heard.includes('последнее'), 'the last one');
	expect(new Set(heard)).toEqual(new Set(['«тихо»', 'последнее']));
	deaf?.();
});
