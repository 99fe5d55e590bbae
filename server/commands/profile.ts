import { DomainError } from '#lib/domain/errors.ts';
import { isStaff, type Role } from '#lib/domain/people.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { Changed } from '#server/events/event.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import type { StopTokens } from '#server/sessions/stop-token.ts';
import { demand } from './authorise.ts';
import { namedOnScreens } from './named-on-screens.ts';

interface ProfileRow {
	readonly id: number;
	readonly email: string;
	readonly role: Role;
	readonly name: string;
	readonly language: string | null;
	/** SQLite answers with 0 and 1. */
	readonly mail: boolean | number;
}

/** Changes what a person may change of itself. Staff are named by an administrator. */
export function updateProfile(execute: Execute): Commands['updateProfile'] {
	return (actor, patch) =>
		execute(
			async ({ tx, record }) => {
				demand(actor, 'cabinet.view');
				const before = await profileRow(tx, actor.id ?? 0);
				const name = isStaff(actor) ? before.name : (patch.name ?? before.name);
				const language = patch.language ?? before.language;
				const mail = patch.mail ?? Boolean(before.mail);
				const changed: Changed = {
					...(name === before.name ? {} : { name: [before.name, name] }),
					...(language === before.language ? {} : { language: [before.language, language] }),
					...(mail === Boolean(before.mail) ? {} : { mail: [!mail, mail] })
				};
				if (Object.keys(changed).length === 0) return;
				await tx.run(`UPDATE users SET name = $2, language = $3, mail = $4 WHERE id = $1`, [
					before.id,
					name,
					language,
					mail
				]);
				const { id, email, role } = before;
				record({
					type: 'person.changed',
					actor,
					changed,
					person: { id, email, role },
					...(changed['name'] ? await namedOnScreens(tx, id) : {})
				});
			},
			{ renames: patch.name !== undefined }
		);
}

/** Stops letters to whoever a letter's key names. Throws `not_found` for a key that is not ours. */
export function stopMail(execute: Execute, stopTokens: StopTokens): Commands['stopMail'] {
	return (token) =>
		execute(async ({ tx, record }) => {
			const id = stopTokens.verify(token);
			if (id === null) throw new DomainError('not_found');
			const before = await profileRow(tx, id);
			if (!before.mail) return;
			await tx.run(`UPDATE users SET mail = $2 WHERE id = $1`, [id, false]);
			const { email, role, name } = before;
			// By a key and without a session: whoever holds the letter speaks for its recipient.
			record({
				type: 'person.changed',
				actor: { id, name, email, role },
				changed: { mail: [true, false] },
				person: { id, email, role }
			});
		});
}

/** Locked: of two changes in one moment the later one must not write back what the first took. */
async function profileRow(tx: WriteTransaction, id: number): Promise<ProfileRow> {
	const row = await tx.one<ProfileRow>(
		`SELECT t.id, t.email, t.role, t.name, t.language, t.mail
		FROM users t WHERE t.id = $1${tx.forUpdate}`,
		[id]
	);
	if (!row) throw new DomainError('not_found');
	return row;
}
