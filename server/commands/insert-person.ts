import type { Role } from '#lib/domain/people.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import { organizationIdOf } from './organizations.ts';

/** An account to be made; without a password nobody can sign in with it. */
export interface PersonToInsert {
	readonly email: string;
	readonly name: string;
	readonly role: Role;
	readonly organization?: string | undefined;
	readonly passwordHash?: string | null;
	/** Somebody said so of himself: the mailbox has still to be shown to be his. */
	readonly unconfirmed?: boolean;
}

/** Makes an account and returns its id. Who calls sees to it that the e-mail is not taken. */
export async function insertPerson(
	tx: WriteTransaction,
	now: number,
	{ email, name, role, organization, passwordHash, unconfirmed }: PersonToInsert
): Promise<number> {
	// What a stranger says of himself puts him into no organisation: an administrator does.
	const organizationId =
		organization === undefined || unconfirmed
			? null
			: await organizationIdOf(tx, now, organization);
	const { id } = await tx.models.User.create(
		{
			email,
			name,
			role,
			organization: organization ?? null,
			organizationId,
			passwordHash: passwordHash ?? null,
			blockedAt: null,
			unconfirmedSince: unconfirmed ? now : null,
			createdAt: now
		},
		{ transaction: tx.transaction }
	);
	return id;
}
