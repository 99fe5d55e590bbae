import type { AccountCommands } from '#server/portal/accounts.ts';
import { confirmPerson, confirmRegistration } from './confirm.ts';
import { handedLink } from './handed-links.ts';
import { endOtherSessions, endOwnSession } from './own-sessions.ts';
import type { AccountParts } from './parts.ts';
import { acceptInvite, requestReset, resetPassword } from './passwords.ts';
import { register, sendConfirmation } from './register.ts';
import {
	beginSecondFactor,
	confirmSecondFactor,
	renewRecoveryCodes,
	resetSecondFactor,
	turnOffSecondFactor
} from './second-factor.ts';

/** What people do about their own accounts, and the links administrators make for them. */
export function accountCommands(parts: AccountParts): Omit<AccountCommands, 'signInByCode'> {
	return {
		register: register(parts),
		sendConfirmation: sendConfirmation(parts),
		confirmRegistration: confirmRegistration(parts),
		requestReset: requestReset(parts),
		resetPassword: resetPassword(parts),
		acceptInvite: acceptInvite(parts),
		confirmPerson: confirmPerson(parts),
		inviteLink: handedLink(parts, 'invite'),
		resetLink: handedLink(parts, 'reset'),
		beginSecondFactor: beginSecondFactor(parts),
		confirmSecondFactor: confirmSecondFactor(parts),
		renewRecoveryCodes: renewRecoveryCodes(parts),
		turnOffSecondFactor: turnOffSecondFactor(parts),
		resetSecondFactor: resetSecondFactor(parts),
		endOwnSession: endOwnSession(parts),
		endOtherSessions: endOtherSessions(parts)
	};
}
