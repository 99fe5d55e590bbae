/** What letters about an account are about. */
export const ACCOUNT_LETTERS = [
	'confirm',
	'known',
	'reset',
	'invite',
	'password_changed',
	'factor_on',
	'factor_off'
] as const;
export type AccountLetter = (typeof ACCOUNT_LETTERS)[number];

/** What a mail about an account is made of when it is sent. A link is named, never written out. */
export interface AccountFacts {
	readonly account: AccountLetter;
	/** Id of the one-time link it holds. */
	readonly link?: number;
}
