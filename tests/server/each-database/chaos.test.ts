import { isDeepStrictEqual } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import { isDomainError } from '#lib/domain/errors.ts';
import { FaultyScreen } from '../../support/faulty-screen.ts';
import { Chance } from '../../support/random.ts';
import { RandomWork } from '../../support/random-work.ts';
import { databaseUnderTest } from '../../support/test-database.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

/** PostgreSQL takes four times as long for each; the nightly run asks for as many of both. */
const COMMANDS = Number(
	process.env['CHAOS_COMMANDS'] ?? (databaseUnderTest() === 'sqlite' ? 10_000 : 2_500)
);
const CALLERS = 64;
const RESTARTS = 4;
const CHECKS = COMMANDS / 200;
const FAULTS = { doubled: 0.15, lagged: 0.1, lagMs: 150, lost: 0.5 };

let world: World;
const screens: FaultyScreen[] = [];
afterEach(async () => {
	for (const screen of screens) screen.close();
	await world.close();
});

it(`a client dropped, lagged, doubled and restarted over ${COMMANDS} commands ends equal to a fresh snapshot`, async () => {
	world = await createWorld();
	const { make } = world;
	const url = await world.startHost();
	const clients = [await make.aClient(), await make.aClient()];
	const staff = await make.aManager();
	const work = await RandomWork.begin(world, { seed: 11, crowd: 150, clients });
	await work.fill(120);

	const watching: { audience: Audience; screen: FaultyScreen }[] = [];
	const watch = async (audience: Audience, token: string | null) => {
		const screen = new FaultyScreen(url, token, new Chance(100 + watching.length), FAULTS);
		await screen.open();
		screens.push(screen);
		watching.push({ audience, screen });
	};
	await watch('public', null);
	await watch('public', null);
	await watch('staff', await world.tokenOf(staff));
	await watch('staff', await world.tokenOf(staff));
	for (const client of clients) await watch(`client:${client.id}`, await world.tokenOf(client));

	const chance = new Chance(12);
	let done = 0;
	let due = 0;
	let restarting: Promise<void> | null = null;
	let restarts = 0;
	let busy = 0;
	const caller = async () => {
		while (done < due) {
			if (restarting) await restarting;
			const before = restarts;
			done++;
			try {
				await work.step();
			} catch (error) {
				// Refused because the server went away: nobody was told that it was done.
				if (before !== restarts || restarting) continue;
				// Or, on a machine with little to give, because too many were waiting already.
				if (!isDomainError(error) || error.code !== 'unavailable') throw error;
				busy++;
			}
		}
	};
	const trouble = async () => {
		while (done < due) {
			await new Promise((resolve) => setTimeout(resolve, chance.below(60)));
			const { screen } = chance.pick(watching);
			if (chance.happens(0.1)) await screen.reload().catch(() => screen.open());
			else if (chance.happens(0.05)) screen.sleep(500 + chance.below(2_000));
			else screen.drop();
			if (restarts < RESTARTS && done > ((restarts + 1) * COMMANDS) / (RESTARTS + 1)) {
				restarts++;
				restarting = world.restart().finally(() => (restarting = null));
				await restarting;
			}
		}
	};
	/** A loss must show before a later change or a new snapshot has covered it up. */
	const compare = async () => {
		await world.host.sockets.settled();
		for (const { audience, screen } of watching) {
			const { state } = await world.snapshot(audience);
			expect((await world.answered(audience)).state, `${audience} is answered`).toEqual(state);
			await until(
				() => screen.quiet && isDeepStrictEqual(screen.state, state),
				`${audience} has caught up`
			).catch(() => undefined);
			expect(screen.leftAlone).toBe(false);
			expect(screen.state, `${audience} after ${done} commands`).toEqual(state);
		}
	};
	while (done < COMMANDS) {
		due += COMMANDS / CHECKS;
		await Promise.all([trouble(), ...Array.from({ length: CALLERS }, caller)]);
		await compare();
	}
	expect(restarts).toBe(RESTARTS);
	expect(busy).toBeLessThan(COMMANDS / 10);
	for (const { screen } of watching) expect(screen.batches).toBeGreaterThan(50);
	expect(world.faults).toEqual([]);
}, 1_800_000);
