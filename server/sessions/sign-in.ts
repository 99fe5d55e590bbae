import { DomainError } from '#lib/domain/errors.ts';
import { SETTING_KEYS } from '#lib/domain/portal-settings.ts';
import type { Role } from '#lib/domain/people.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { SignedIn, SignInOrigin } from '#server/portal.ts';
import type { CodeCheck } from './code-check.ts';
import { passwordMatches } from './password.ts';
import { lockSameAccount } from './same-account.ts';
import type { SecondFactors } from './second-factor.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';
import { startSession } from './start-session.ts';
import { passwordMark, type StepTokens } from './step-token.ts';
import type { TokenKind, Tokens } from './token.ts';

interface AccountRow {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly passwordHash: string | null;
	readonly blockedAt: number | null;
	readonly unconfirmedSince: number | null;
}

const COLUMNS = `id, name, email, role, password_hash AS "passwordHash", blocked_at AS "blockedAt",
	unconfirmed_since AS "unconfirmedSince"`;

export interface Credentials {
	readonly email: string;
	readonly password: string;
	/** Of the second factor, where there is one. */
	readonly code?: string | undefined;
}

/** `settings.value` is JSON. */
const OF_STAFF = '"staff"';

/** What a second factor is demanded of, in SQL: null, or the setting as it is kept. */
export const DEMANDED = `CASE WHEN u.role = 'client' OR EXISTS (
		SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL
	) THEN NULL ELSE (SELECT value FROM settings WHERE key = '${SETTING_KEYS.secondFactor}') END`;

/** Does the setting demand a second factor that is not there? */
export function isDemanded(setting: string | null): boolean {
	return setting === OF_STAFF;
}

/** Signing in: by the password, then by a code where there is a second factor. */
export function createSignIn(options: {
	database: Database;
	execute: Execute;
	tokens: Tokens;
	stepTokens: StepTokens;
	secondFactors: SecondFactors;
	checkCode: CodeCheck;
	throttle: SignInThrottle;
}) {
	const { database, execute, tokens, stepTokens, throttle } = options;

	function byCode(
		kind: TokenKind,
		account: AccountRow,
		password: string,
		code: string,
		origin: SignInOrigin
	): Promise<SignedIn> {
		const owner = { id: account.id, password };
		return options.checkCode(owner, code, origin.address, async (context, how) => {
			if (how === 'recovery') recordRecovery(context, account, origin);
			return startSession(context, tokens, kind, account, origin);
		});
	}

	return {
		async signIn(
			kind: TokenKind,
			{ email, password, code }: Credentials,
			origin: SignInOrigin
		): Promise<SignedIn> {
			await throttle.take(email, origin.address);
			const account = await database.read((tx) =>
				tx.one<AccountRow>(`SELECT ${COLUMNS} FROM users WHERE email = $1`, [email])
			);
			const matches = await passwordMatches(account?.passwordHash ?? null, password);
			if (!account?.passwordHash || !matches || account.blockedAt !== null)
				throw new DomainError('wrong_credentials');
			await throttle.forgive(email, origin.address);
			const half = { userId: account.id, password: passwordMark(account.passwordHash) };
			if (account.unconfirmedSince !== null)
				throw new DomainError('not_confirmed', { step: stepTokens.sign('confirm', half) });
			const factor = await database.read(async (tx) => ({
				on: await options.secondFactors.isOn(tx, account.id),
				demanded: isDemanded(await demandOf(tx, account.id))
			}));
			if (factor.on && code === undefined)
				throw new DomainError('second_factor_required', { step: stepTokens.sign('code', half) });
			if (factor.on) return byCode(kind, account, half.password, code ?? '', origin);
			// A browser is led to set one up; a program would only find itself shut out.
			if (factor.demanded && kind === 'api') throw new DomainError('second_factor_missing');
			return execute(async (context) => {
				const seen = { id: account.id, password: half.password, factor: false };
				const same = await lockSameAccount(context.tx, options.secondFactors, seen);
				if (!same) throw new DomainError('wrong_credentials');
				return startSession(context, tokens, kind, same, origin);
			});
		},
		/** Throws `not_found` when the first half is over: another password was set meanwhile. */
		async signInByCode(step: string, code: string, origin: SignInOrigin): Promise<SignedIn> {
			const half = stepTokens.verify('code', step);
			if (!half) throw new DomainError('not_found');
			const account = await database.read((tx) =>
				tx.one<AccountRow>(`SELECT ${COLUMNS} FROM users WHERE id = $1`, [half.userId])
			);
			const good =
				account?.passwordHash &&
				account.blockedAt === null &&
				passwordMark(account.passwordHash) === half.password;
			if (!good) throw new DomainError('not_found');
			return byCode('web', account, half.password, code, origin);
		}
	};
}

async function demandOf(tx: ReadTransaction, userId: number): Promise<string | null> {
	const row = await tx.one<{ demanded: string | null }>(
		`SELECT ${DEMANDED} AS demanded FROM users u WHERE u.id = $1`,
		[userId]
	);
	return row?.demanded ?? null;
}

/** One of ten is gone: whoever did not do it himself finds it in the record. */
function recordRecovery(
	{ record }: CommandContext,
	{ id, name, email, role }: AccountRow,
	{ address }: SignInOrigin
): void {
	record({
		type: 'factor.recovery_used',
		actor: { id, name, email, role },
		person: { id, email, role },
		address
	});
}
