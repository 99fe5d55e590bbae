import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import { DARK_AFTER_MS } from '#lib/domain/screen.ts';
import type { Person, ScreenCommands } from '#server/portal.ts';
import { lawHolds } from '../../support/law.ts';
import { pairedTelevision } from '../../support/televisions.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let admin: Person;
let everyone: Audience[];

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	admin = await world.make.anAdmin();
	const client = await world.make.aClient();
	everyone = ['public', 'staff', `client:${client.id}`];
	await world.make.aService({ slug: 'mail' });
	await world.tick();
});
afterAll(() => world.close());

interface Case {
	readonly name: string;
	/** Makes what the command needs, outside the law; returns the command. */
	readonly prepare: () => Promise<() => Promise<unknown>>;
	/** Whose state must differ afterwards. */
	readonly moves: readonly Audience[];
	/** It is no fact for the record: nothing has come of it yet. */
	readonly silent?: true;
}

const aTelevision = () => pairedTelevision(world, manager);

const CASES: Record<keyof ScreenCommands, readonly Case[]> = {
	startPairing: [
		{
			name: 'codes are made for anybody: nothing that anybody sees, or would look for later',
			prepare: async () => () => world.commands.startPairing('192.0.2.7'),
			moves: [],
			silent: true
		}
	],
	pairScreen: [
		{
			name: 'a television is paired',
			prepare: async () => {
				const { userCode: code } = await world.commands.startPairing('192.0.2.7');
				return () => world.commands.pairScreen(manager, { code, name: 'Зал', board: 'noc' });
			},
			moves: ['staff']
		}
	],
	pollPairing: [
		{
			name: 'a television takes its token',
			prepare: async () => {
				const { userCode: code, deviceCode } = await world.commands.startPairing('192.0.2.7');
				await world.commands.pairScreen(manager, { code, name: 'Холл', board: 'lobby' });
				return () => world.commands.pollPairing(deviceCode, '192.0.2.7');
			},
			moves: []
		}
	],
	updateScreen: [
		{
			name: 'a screen is called otherwise, turned and narrowed',
			prepare: async () => {
				const { id } = await aTelevision();
				return () =>
					world.commands.updateScreen(manager, id, {
						name: 'А-зал',
						board: 'rotation',
						services: ['mail'],
						settings: { zoom: 120, turn: 'left' }
					});
			},
			moves: ['staff']
		}
	],
	commandScreen: [
		{
			name: 'a screen is given another board',
			prepare: async () => {
				const { id } = await aTelevision();
				return () => world.commands.commandScreen(manager, id, { name: 'board', board: 'desk' });
			},
			moves: ['staff']
		},
		{
			name: 'a screen is muted',
			prepare: async () => {
				const { id } = await aTelevision();
				return () => world.commands.commandScreen(manager, id, { name: 'mute' });
			},
			moves: ['staff']
		},
		{
			name: 'a screen is told to show its name',
			prepare: async () => {
				const { id } = await aTelevision();
				return () => world.commands.commandScreen(manager, id, { name: 'identify' });
			},
			moves: []
		}
	],
	revokeScreen: [
		{
			name: 'a screen is taken away',
			prepare: async () => {
				const { id } = await aTelevision();
				return () => world.commands.revokeScreen(manager, id);
			},
			moves: ['staff']
		}
	]
};

describe.each(Object.entries(CASES))('%s', (_command, cases) => {
	it.each(cases)(
		'$name: old snapshot + changes = new snapshot',
		async ({ prepare, moves, silent }) => {
			const command = await prepare();
			const { moved, events, changes } = await lawHolds(world, everyone, command);
			expect(moved).toEqual(moves);
			expect(events.length > 0).toBe(!silent);
			expect(changes.get('public')).toEqual([]);
		}
	);
});

describe('a screen that comes and goes', () => {
	it('is online, says what it runs on, and is dark when it was not seen for a minute', async () => {
		const { id } = await aTelevision();
		const { fleet } = world.core;
		const facts = {
			width: 1920,
			height: 1080,
			ratio: 1,
			browser: 'Chrome 141',
			build: 'test',
			sound: false
		};
		const state = async () => (await world.queries.screens(manager)).find((one) => one.id === id);
		expect((await state())?.state).toBe('waiting');

		const came = await lawHolds(world, everyone, () => fleet.join(id, 'socket'));
		expect([came.moved, (await state())?.state]).toEqual([['staff'], 'online']);

		const said = await lawHolds(world, everyone, () =>
			fleet.hear(id, { facts, lag: 0, uptimeMs: 1 })
		);
		expect([said.moved, (await state())?.facts]).toEqual([['staff'], facts]);
		// What it says over and over is no event.
		const again = await lawHolds(world, everyone, () =>
			fleet.hear(id, { facts, lag: 3, uptimeMs: 2 })
		);
		expect(again.events).toEqual([]);
		expect(fleet.vitals().find((one) => one.id === id)?.lag).toBe(3);

		// However long: as long as its socket is held it is there, a jump of the clock included.
		await world.pass(50 * DARK_AFTER_MS);
		expect((await state())?.state).toBe('online');

		fleet.leave(id, 'socket');
		await world.pass(DARK_AFTER_MS / 2);
		expect((await state())?.state).toBe('online');
		const gone = await lawHolds(world, everyone, () => world.pass(DARK_AFTER_MS));
		expect([gone.moved, (await state())?.state]).toEqual([['staff'], 'dark']);
		expect((await lawHolds(world, everyone, () => world.pass(DARK_AFTER_MS))).events).toEqual([]);
		await world.post();
		expect(world.letters.map(({ to, subject }) => [to.address, subject])).toEqual([
			[admin.email, 'Экран погас: Зал NOC — левый']
		]);

		await fleet.join(id, 'another');
		expect((await state())?.state).toBe('online');
		fleet.leave(id, 'another');
	});
});
