import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import type { AdministrationCommands, Person } from '#server/portal.ts';
import { lawHolds } from '../../support/law.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let admin: Person;
let manager: Person;
let owner: Person;
let other: Person;
let everyone: Audience[];
/** Nobody's screen changes. */
const NOBODY: Audience[] = [];

beforeAll(async () => {
	world = await createWorld();
	const { make } = world;
	admin = await make.anAdmin();
	manager = await make.aManager();
	owner = await make.aClient();
	other = await make.aClient();
	everyone = ['public', 'staff', `client:${owner.id}`, `client:${other.id}`];
	await world.tick();
});
afterAll(() => world.close());

interface Case {
	readonly name: string;
	/** Makes what the command needs, outside the law; returns the command. */
	readonly prepare: () => Promise<() => Promise<unknown>>;
	/** Whose state must differ afterwards. */
	readonly moves: () => readonly Audience[];
}

let named = 0;
const aName = () => `Имя ${++named}`;
const anOrganization = async () =>
	(await world.commands.createOrganization(admin, `ООО «${aName()}»`)).id;

const CASES: Record<keyof AdministrationCommands, readonly Case[]> = {
	changeRole: [
		{
			name: 'a client with tickets joins the staff',
			prepare: async () => {
				const client = await world.make.aClient();
				await world.make.aTicket({ by: client });
				return () => world.commands.changeRole(admin, client.id, 'manager');
			},
			moves: () => NOBODY
		}
	],
	blockPerson: [
		{
			name: 'somebody is let in no more',
			prepare: async () => {
				const client = await world.make.aClient();
				await world.make.aTicket({ by: client });
				return () => world.commands.blockPerson(admin, client.id);
			},
			moves: () => NOBODY
		}
	],
	unblockPerson: [
		{
			name: 'somebody is let in again',
			prepare: async () => {
				const { id } = await world.make.aClient();
				await world.commands.blockPerson(admin, id);
				return () => world.commands.unblockPerson(admin, id);
			},
			moves: () => NOBODY
		}
	],
	updatePerson: [
		{
			name: 'a member of staff is called otherwise wherever it stands',
			prepare: async () => {
				const colleague = await world.make.aManager();
				for (const by of [owner, other]) {
					const { number } = await world.make.aTicket({ by });
					await world.commands.updateTicket(manager, number, { assignee: colleague.email });
				}
				const { number } = await world.make.anIncident({ by: colleague });
				await world.commands.acknowledgeIncident(colleague, number);
				const day = 86_400_000;
				await world.make.aMaintenance({
					by: colleague,
					startsAt: new Date(world.clock.now() + day).toISOString(),
					endsAt: new Date(world.clock.now() + 2 * day).toISOString()
				});
				return () => world.commands.updatePerson(admin, colleague.id, { name: aName() });
			},
			moves: () => ['staff', `client:${owner.id}`, `client:${other.id}`]
		},
		{
			name: 'a client is called otherwise on its own tickets',
			prepare: async () => {
				await world.make.aTicket({ by: owner });
				return () => world.commands.updatePerson(admin, owner.id, { name: aName() });
			},
			moves: () => ['staff', `client:${owner.id}`]
		},
		{
			name: 'somebody moves to another organisation',
			prepare: async () => () =>
				world.commands.updatePerson(admin, owner.id, { organization: aName() }),
			moves: () => NOBODY
		}
	],
	endSessions: [
		{
			name: 'somebody is signed out everywhere',
			prepare: async () => {
				const person = await world.make.aManager();
				await world.tokenOf(person);
				return () => world.commands.endSessions(admin, person.id);
			},
			moves: () => NOBODY
		}
	],
	createOrganization: [
		{
			name: 'an organisation is added',
			prepare: async () => anOrganization,
			moves: () => NOBODY
		}
	],
	renameOrganization: [
		{
			name: 'an organisation is called otherwise',
			prepare: async () => {
				const id = await anOrganization();
				return () => world.commands.renameOrganization(admin, id, aName());
			},
			moves: () => NOBODY
		}
	],
	mergeOrganizations: [
		{
			name: 'two organisations become one',
			prepare: async () => {
				const [one, two] = [await anOrganization(), await anOrganization()];
				return () => world.commands.mergeOrganizations(admin, one, two);
			},
			moves: () => NOBODY
		}
	],
	createApiToken: [
		{
			name: 'a key is made',
			prepare: async () => () =>
				world.commands.createApiToken(manager, { name: 'Обмен', scopes: ['read'], days: 30 }),
			moves: () => NOBODY
		}
	],
	revokeApiToken: [
		{
			name: 'a key is revoked',
			prepare: async () => {
				const input = { name: 'Обмен', scopes: ['read'], days: 30 } as const;
				const { id } = await world.commands.createApiToken(manager, input);
				return () => world.commands.revokeApiToken(manager, id);
			},
			moves: () => NOBODY
		}
	],
	changeSettings: [
		{
			name: 'the portal is called otherwise',
			prepare: async () => () => world.commands.changeSettings(admin, { companyName: aName() }),
			moves: () => NOBODY
		}
	]
};

describe.each(Object.entries(CASES))('%s', (_command, cases) => {
	it.each(cases)('$name: old snapshot + changes = new snapshot', async ({ prepare, moves }) => {
		const command = await prepare();
		const { moved, events } = await lawHolds(world, everyone, command);
		expect(moved).toEqual(moves());
		expect(events.length).toBeGreaterThan(0);
	});
});
