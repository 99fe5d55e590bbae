import { randomBytes } from 'node:crypto';
import { SYSTEM } from '#lib/domain/people.ts';
import type { Config } from './config.ts';
import type { PortalCore } from './create-portal.ts';
import { SETUP_KEY, setUpDigest } from './sessions/set-up-token.ts';

/**
 * Makes sure that an empty portal can be entered: makes the first administrator from the
 * settings, or returns a token for the set-up page. Null when somebody is there already.
 */
export async function prepareFirstAdmin(
	core: PortalCore,
	config: Pick<Config, 'ADMIN_EMAIL' | 'ADMIN_PASSWORD'>
): Promise<string | null> {
	const anybody = await core.database.read((tx) =>
		tx.one<{ id: number }>(`SELECT id FROM users WHERE role = 'admin' LIMIT 1`)
	);
	if (anybody) return null;
	const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = config;
	if (email !== undefined && password !== undefined) {
		await core.portal.commands.createPerson(SYSTEM, {
			name: 'Администратор',
			email: email.trim().toLowerCase(),
			role: 'admin',
			password
		});
		return null;
	}
	const token = randomBytes(24).toString('base64url');
	await core.database.write(async (tx) => {
		await tx.run(
			`INSERT INTO meta (key, value) VALUES ($1, $2)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
			[SETUP_KEY, setUpDigest(token)]
		);
	});
	return token;
}
