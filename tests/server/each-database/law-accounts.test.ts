import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import type { AccountCommands, Person } from '#server/portal.ts';
import { aLink, aRegistration, ORIGIN, registered, stepOf } from '../../support/accounts.ts';
import { HOUR, SECOND } from '../../support/clock.ts';
import { PASSWORD } from '../../support/factories.ts';
import { lawHolds } from '../../support/law.ts';
import { codeOf, withSecondFactor } from '../../support/totp.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let admin: Person;
let owner: Person;
let other: Person;
let everyone: Audience[];
/** Nobody's screen changes. */
const NOBODY: Audience[] = [];

beforeAll(async () => {
	world = await createWorld();
	const { make } = world;
	admin = await make.anAdmin();
	owner = await make.aClient({ password: undefined });
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

const somewhere = { address: '192.0.2.60', userAgent: 'tests' };
/** Somebody with a second factor, and the code its app shows next. */
async function proven() {
	const person = await world.make.aManager();
	const { secret } = await withSecondFactor(world, person);
	world.clock.advance(30 * SECOND);
	return { person, proof: { password: PASSWORD, code: codeOf(secret, world.clock.now()) } };
}

/** Gives somebody a ticket to work on and a shift that has begun. */
async function busy({ email }: { email: string }) {
	const { number } = await world.make.aTicket();
	await world.commands.updateTicket(admin, number, { assignee: email });
	const now = world.clock.now();
	await world.make.aShift({ member: email, from: now - HOUR, to: now + HOUR, overlap: true });
}

/** Lets somebody in who was invited, under a name of its own. */
async function invitation({ id }: Person) {
	const { path } = await world.commands.inviteLink(admin, id);
	const token = new URLSearchParams(path.split('?')[1]).get('token') ?? '';
	const input = { name: 'Сама Назвалась', password: PASSWORD };
	return () => world.commands.acceptInvite(token, input, ORIGIN);
}

const CASES: Record<keyof AccountCommands, readonly Case[]> = {
	signInByCode: [
		{
			name: 'somebody signs in by a code',
			prepare: async () => {
				const { person, proof } = await proven();
				const step = await stepOf(world, person.email);
				return () => world.commands.signInByCode(step, proof.code, somewhere);
			},
			moves: () => NOBODY
		}
	],
	beginSecondFactor: [
		{
			name: 'a second factor is begun',
			prepare: async () => {
				const person = await world.make.aClient();
				return () => world.commands.beginSecondFactor(person, PASSWORD, somewhere);
			},
			moves: () => NOBODY
		}
	],
	confirmSecondFactor: [
		{
			name: 'a second factor is turned on',
			prepare: async () => {
				const person = await world.make.aClient();
				return () => withSecondFactor(world, person);
			},
			moves: () => NOBODY
		}
	],
	renewRecoveryCodes: [
		{
			name: 'there are new recovery codes',
			prepare: async () => {
				const { person, proof } = await proven();
				return () => world.commands.renewRecoveryCodes(person, proof, somewhere);
			},
			moves: () => NOBODY
		}
	],
	turnOffSecondFactor: [
		{
			name: 'a second factor is turned off',
			prepare: async () => {
				const { person, proof } = await proven();
				return () => world.commands.turnOffSecondFactor(person, proof, somewhere);
			},
			moves: () => NOBODY
		}
	],
	resetSecondFactor: [
		{
			name: 'an administrator takes a second factor away',
			prepare: async () => {
				const { person } = await proven();
				return () => world.commands.resetSecondFactor(admin, person.id);
			},
			moves: () => NOBODY
		}
	],
	endOwnSession: [
		{
			name: 'somebody ends one of its sessions',
			prepare: async () => {
				const person = await world.make.aClient();
				const session = await world.queries.session(await world.tokenOf(person, 'web'));
				return () => world.commands.endOwnSession(person, session?.id ?? '');
			},
			moves: () => NOBODY
		}
	],
	endOtherSessions: [
		{
			name: 'somebody ends all of its other sessions',
			prepare: async () => {
				const person = await world.make.aClient();
				await world.tokenOf(person, 'web');
				return () => world.commands.endOtherSessions(person, '');
			},
			moves: () => NOBODY
		}
	],
	register: [
		{
			name: 'somebody registers',
			prepare: async () => () => world.commands.register(aRegistration(), ORIGIN),
			moves: () => NOBODY
		},
		{
			name: 'an address that has an account is registered once more',
			prepare: async () => () =>
				world.commands.register(aRegistration({ email: other.email }), ORIGIN),
			moves: () => NOBODY
		}
	],
	sendConfirmation: [
		{
			name: 'the link is sent again',
			prepare: async () => {
				const { email } = await registered(world);
				const step = await stepOf(world, email);
				return () => world.commands.sendConfirmation(step, ORIGIN);
			},
			moves: () => NOBODY
		}
	],
	confirmRegistration: [
		{
			name: 'somebody for whom staff had filed a ticket lets itself in',
			prepare: async () => {
				await world.make.aTicket({ by: owner });
				await world.commands.register(aRegistration({ email: owner.email }), ORIGIN);
				const token = await aLink(world, 'confirm', owner.email);
				return () => world.commands.confirmRegistration(token, { password: PASSWORD }, ORIGIN);
			},
			moves: () => NOBODY
		},
		{
			name: 'the last name given counts, on the screens of tickets filed meanwhile as well',
			prepare: async () => {
				const { email } = await registered(world);
				const { slug: service } = await world.make.aService();
				await world.commands.createTicket(admin, {
					subject: 'По телефону',
					description: '',
					service,
					priority: 'high',
					requester: email
				});
				await world.commands.register(aRegistration({ email, name: 'Иначе Названная' }), ORIGIN);
				const token = await aLink(world, 'confirm', email);
				return () => world.commands.confirmRegistration(token, { password: PASSWORD }, ORIGIN);
			},
			moves: () => ['staff']
		},
		{
			name: 'the last name given counts for whoever was made staff meanwhile, too',
			prepare: async () => {
				const { id, email } = await registered(world);
				await world.commands.changeRole(admin, id, 'manager');
				await busy({ email });
				await world.commands.register(aRegistration({ email, name: 'Иначе Названный' }), ORIGIN);
				const token = await aLink(world, 'confirm', email);
				return () => world.commands.confirmRegistration(token, { password: PASSWORD }, ORIGIN);
			},
			moves: () => ['staff']
		}
	],
	requestReset: [
		{
			name: 'a new password is asked for, of whoever it may be',
			prepare: async () => async () => {
				await world.commands.requestReset(other.email, ORIGIN);
				await world.commands.requestReset('nobody@bazis.example', ORIGIN);
			},
			moves: () => NOBODY
		}
	],
	resetPassword: [
		{
			name: 'a new password is set',
			prepare: async () => {
				await world.commands.requestReset(other.email, ORIGIN);
				const token = await aLink(world, 'reset', other.email);
				return () => world.commands.resetPassword(token, PASSWORD, ORIGIN);
			},
			moves: () => NOBODY
		}
	],
	acceptInvite: [
		{
			name: 'somebody invited says how it is called',
			prepare: async () => {
				const invited = await world.make.aClient({ password: undefined });
				await world.make.aTicket({ by: invited });
				return invitation(invited);
			},
			moves: () => ['staff']
		},
		{
			name: 'somebody invited is called otherwise where it is assignee and on duty',
			prepare: async () => {
				const invited = await world.make.aManager({ password: undefined });
				await busy(invited);
				return invitation(invited);
			},
			moves: () => ['staff']
		}
	],
	confirmPerson: [
		{
			name: 'an administrator vouches for somebody',
			prepare: async () => {
				const { id } = await registered(world);
				return () => world.commands.confirmPerson(admin, id);
			},
			moves: () => NOBODY
		}
	],
	inviteLink: [
		{
			name: 'somebody is invited',
			prepare: async () => {
				const { id } = await world.make.aManager({ password: undefined });
				return () => world.commands.inviteLink(admin, id);
			},
			moves: () => NOBODY
		}
	],
	resetLink: [
		{
			name: 'an administrator sends a link for a new password',
			prepare: async () => () => world.commands.resetLink(admin, other.id),
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
		expect(JSON.stringify(events)).not.toMatch(/token=|argon2/);
	});
});
