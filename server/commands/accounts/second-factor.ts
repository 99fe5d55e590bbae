import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { isStaff, type Actor } from '#lib/domain/people.ts';
import type { EventType } from '#server/events/event.ts';
import { personThing } from '#server/events/about.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { selectSettings } from '#server/records/settings-record.ts';
import { endSessionsOf } from '#server/sessions/end-sessions.ts';
import { BEGUN_MS } from '#server/sessions/second-factor.ts';
import { demand } from '../authorise.ts';
import { lockAccount } from './account-row.ts';
import { oweLetter } from './links.ts';
import { checkOwnPassword } from './own-password.ts';
import { MINUTE_MS, type AccountParts } from './parts.ts';

/** First codes tried in a quarter of an hour, until one fits. */
const FIRST_CODES = 10;

/** Makes a secret that is no second factor yet: a first code has to show that an app has it. */
export function beginSecondFactor(parts: AccountParts): Commands['beginSecondFactor'] {
	return async (actor, password, { address }) => {
		const { id } = await checkOwnPassword(parts, actor, password, address);
		await parts.execute(async ({ tx, now, record }) => {
			const [begun] = await tx.run<{ id: number }>(
				`INSERT INTO second_factors (user_id, secret, created_at) VALUES ($1, $2, $3)
				ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret,
					created_at = excluded.created_at, last_step = NULL
				WHERE second_factors.confirmed_at IS NULL RETURNING user_id AS id`,
				[id, parts.secondFactors.begin(id), now]
			);
			if (!begun) throw new DomainError('forbidden_transition');
			record({ type: 'factor.begun', actor, about: personThing(id), address });
		});
	};
}

/** Turns it on by a first code, and ends the sessions that were begun without it. */
export function confirmSecondFactor(parts: AccountParts): Commands['confirmSecondFactor'] {
	const { execute, secondFactors, throttle } = parts;
	return async (actor, sessionId, code, { address }) => {
		demand(actor, 'cabinet.view');
		const id = actor.id ?? 0;
		const key = `first-code:${id}`;
		await throttle.take({ key, limit: FIRST_CODES, window: 15 * MINUTE_MS });
		const codes = await execute(async (context) => {
			const { tx, now } = context;
			if (!(await lockAccount(tx, id))) throw new DomainError('not_found');
			const begun = await tx.one<{ id: number }>(
				`SELECT user_id AS id FROM second_factors
				WHERE user_id = $1 AND confirmed_at IS NULL AND created_at > $2`,
				[id, now - BEGUN_MS]
			);
			if (!begun) throw new DomainError('forbidden_transition');
			if (!(await secondFactors.spendPeriod(tx, id, code.replace(/[\s-]/g, ''), now)))
				throw fieldError('code', 'wrong_code');
			await tx.run(`UPDATE second_factors SET confirmed_at = $2 WHERE user_id = $1`, [id, now]);
			const ended = await endSessionsOf(tx, id, now, sessionId);
			await tell(context, actor, id, 'factor.turned_on', { address, ended });
			return secondFactors.renewRecovery(tx, id);
		});
		await throttle.forgive(key);
		return codes;
	};
}

/** New recovery codes; those before are good for nothing any more. */
export function renewRecoveryCodes(parts: AccountParts): Commands['renewRecoveryCodes'] {
	return async (actor, { password, code }, { address }) => {
		const owner = await checkOwnPassword(parts, actor, password, address);
		return parts.checkCode(owner, code, address, async ({ tx, record }) => {
			record({ type: 'factor.codes_renewed', actor, about: personThing(owner.id), address });
			return parts.secondFactors.renewRecovery(tx, owner.id);
		});
	};
}

/** Turns it off. Staff of whom it is demanded cannot. */
export function turnOffSecondFactor(parts: AccountParts): Commands['turnOffSecondFactor'] {
	return async (actor, { password, code }, { address }) => {
		const owner = await checkOwnPassword(parts, actor, password, address);
		await parts.checkCode(owner, code, address, async (context) => {
			const { settings } = await selectSettings(context.tx);
			if (settings.secondFactor === 'staff' && isStaff(actor)) throw new DomainError('forbidden');
			await parts.secondFactors.takeAway(context.tx, owner.id);
			await tell(context, actor, owner.id, 'factor.turned_off', { address });
		});
	};
}

/** An administrator takes it away from somebody who has lost telephone and recovery codes. */
export function resetSecondFactor(parts: AccountParts): Commands['resetSecondFactor'] {
	return (actor, id) =>
		parts.execute(async (context) => {
			demand(actor, 'user.manage');
			const account = await lockAccount(context.tx, id);
			if (!account) throw new DomainError('not_found');
			if (!(await parts.secondFactors.isOn(context.tx, id))) return;
			await parts.secondFactors.takeAway(context.tx, id);
			await tell(context, actor, id, 'factor.turned_off', {});
		});
}

/** Records it, and lets the owner know by letter: it may have been somebody else. */
async function tell(
	{ tx, now, record, tells }: CommandContext,
	actor: Actor,
	id: number,
	type: Extract<EventType, 'factor.turned_on' | 'factor.turned_off'>,
	{ address, ended = [] }: { address?: string; ended?: readonly string[] }
): Promise<void> {
	const on = type === 'factor.turned_on';
	const account = on ? 'factor_on' : 'factor_off';
	if (tells) await oweLetter(tx, now, id, `factor:${id}:${now}`, { account });
	record({
		type,
		actor,
		changed: { secondFactor: [!on, on] },
		about: personThing(id),
		...(address === undefined ? {} : { address }),
		...(ended.length > 0 ? { endedSessions: ended, reason: 'second_factor' } : {})
	});
}
