import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDomainError } from '#lib/domain/errors.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Person } from '#server/portal.ts';
import { createCodeCheck } from '#server/sessions/code-check.ts';
import { createSecondFactors } from '#server/sessions/second-factor.ts';
import { createSignIn } from '#server/sessions/sign-in.ts';
import { SignInThrottle } from '#server/sessions/sign-in-throttle.ts';
import { createStepTokens } from '#server/sessions/step-token.ts';
import { Throttle } from '#server/sessions/throttle.ts';
import { createTokens } from '#server/sessions/token.ts';
import { stepOf } from '../../support/accounts.ts';
import { SECOND } from '../../support/clock.ts';
import { PASSWORD } from '../../support/factories.ts';
import { codeOf, withSecondFactor } from '../../support/totp.ts';
import { createWorld, SECRET, type World } from '../../support/world.ts';

let world: World;
let admin: Person;

beforeAll(async () => {
	world = await createWorld();
	admin = await world.make.anAdmin();
});
afterAll(() => world.close());

const somewhere = { address: '192.0.2.61', userAgent: 'tests' };

/** Signing in, of which everything was checked when something else happens to the account. */
function signingIn(meanwhile: () => Promise<unknown>) {
	const { core, database } = world;
	const { now } = world.clock;
	const execute: Execute = async (work, options) => {
		await meanwhile();
		return core.execute(work, options);
	};
	const throttle = new Throttle(database, now);
	const secondFactors = createSecondFactors(SECRET);
	return createSignIn({
		database,
		execute,
		tokens: createTokens(SECRET),
		stepTokens: createStepTokens(SECRET, now),
		secondFactors,
		checkCode: createCodeCheck({ execute, throttle, secondFactors }),
		throttle: new SignInThrottle(database, now)
	});
}

const outcome = (attempt: Promise<unknown>) =>
	attempt.then(
		() => 'in',
		(refused: unknown) => {
			if (isDomainError(refused)) return refused.code;
			throw refused;
		}
	);

const alive = async ({ id }: Person) => {
	const rows = await world.database.read((tx) =>
		tx.all<{ id: string }>(`SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL`, [id])
	);
	return rows.length;
};

/** What ends every session of an account. */
const ENDS: readonly [string, (person: Person) => Promise<unknown>][] = [
	[
		'another password',
		(person) =>
			world.commands.changePassword(
				person,
				'',
				{ current: PASSWORD, password: 'другой пароль' },
				somewhere
			)
	],
	['a block', ({ id }) => world.commands.blockPerson(admin, id)]
];

describe('a sign-in under way', () => {
	it.each<[string, (person: Person) => Promise<unknown>]>([
		...ENDS,
		['a second factor', (person) => withSecondFactor(world, person)]
	])('ends with %s like the sessions before it', async (_what, end) => {
		const person = await world.make.aManager();
		const { signIn } = signingIn(() => end(person));
		const credentials = { email: person.email, password: PASSWORD };
		expect(await outcome(signIn('web', credentials, somewhere))).toBe('wrong_credentials');
		expect(await alive(person)).toBe(0);
	});

	it.each<[string, (person: Person) => Promise<unknown>]>([
		...ENDS,
		['the loss of its second factor', ({ id }) => world.commands.resetSecondFactor(admin, id)]
	])('by a code ends with %s as well', async (_what, end) => {
		for (const inOneStep of [true, false]) {
			const person = await world.make.aManager();
			const { secret } = await withSecondFactor(world, person);
			world.clock.advance(30 * SECOND);
			const code = codeOf(secret, world.clock.now());
			const step = await stepOf(world, person.email);
			const { signIn, signInByCode } = signingIn(() => end(person));
			const attempt = inOneStep
				? signIn('web', { email: person.email, password: PASSWORD, code }, somewhere)
				: signInByCode(step, code, somewhere);
			expect(await outcome(attempt)).toBe('wrong_credentials');
			expect(await alive(person)).toBe(0);
		}
	});

	it('goes on when nothing has happened to the account', async () => {
		const person = await world.make.aManager();
		const { signIn } = signingIn(async () => undefined);
		const { viewer } = await signIn('web', { email: person.email, password: PASSWORD }, somewhere);
		expect(viewer).toEqual(person);
		expect(await alive(person)).toBe(1);
	});
});
