import { addressKey } from './address-key.ts';
import { DomainError } from '#lib/domain/errors.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import { lockSameAccount } from './same-account.ts';
import type { SecondFactors } from './second-factor.ts';
import type { Throttle } from './throttle.ts';

const WINDOW_MS = 15 * 60_000;

/** Wrong codes in a window: from one address, and from everywhere. */
const FROM_ADDRESS = 5;
const FROM_EVERYWHERE = 20;

/** Whose code it is, and the mark of the password it stands beside. */
export interface CodeOwner {
	readonly id: number;
	readonly password: string;
}

/** Uses a code up and does what it is for, in one transaction. */
export type CodeCheck = <T>(
	owner: CodeOwner,
	code: string,
	address: string,
	work: (context: CommandContext, kind: 'app' | 'recovery') => Promise<T>
) => Promise<T>;

/**
 * Six digits can be guessed by whoever may try often enough. Whoever gets this far knows the
 * password, so attempts are counted for the account as well, beside this very password: its
 * owner sets another one by mail and is locked out by nobody.
 */
export function createCodeCheck(options: {
	execute: Execute;
	throttle: Throttle;
	secondFactors: SecondFactors;
}): CodeCheck {
	const { execute, throttle, secondFactors } = options;
	return async (owner, code, address, work) => {
		const everywhere = `code:${owner.id}:${owner.password}`;
		const here = `${everywhere}|${addressKey(address)}`;
		await throttle.take(
			{ key: everywhere, limit: FROM_EVERYWHERE, window: WINDOW_MS },
			{ key: here, limit: FROM_ADDRESS, window: WINDOW_MS }
		);
		const result = await execute(async (context) => {
			const same = await lockSameAccount(context.tx, secondFactors, { ...owner, factor: true });
			const kind = same && (await secondFactors.spend(context.tx, owner.id, code, context.now));
			if (kind === null)
				throw new DomainError('wrong_credentials', {
					issues: [{ field: 'code', code: 'wrong_code' }]
				});
			return work(context, kind);
		});
		await throttle.forgive(everywhere, here);
		return result;
	};
}
