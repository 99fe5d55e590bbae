import { z } from 'zod';
import {
	DEFAULT_SETTINGS,
	SETTING_KEYS,
	type PortalSettings,
	type VersionedSettings
} from '#lib/domain/portal-settings.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import { isoOrNull } from './ticket-record.ts';

interface SettingRow {
	readonly key: string;
	/** JSON. */
	readonly value: string;
	readonly version: number;
	readonly at: number;
	readonly by: string | null;
}

/** What another release may have written is left at its default rather than believed. */
const known = z.object({
	companyName: z.string().max(200).catch(DEFAULT_SETTINGS.companyName),
	registration: z.enum(['open', 'closed']).catch(DEFAULT_SETTINGS.registration),
	secondFactor: z.enum(['optional', 'staff']).catch(DEFAULT_SETTINGS.secondFactor),
	defaultLanguage: z.enum(['ru', 'en']).nullable().catch(DEFAULT_SETTINGS.defaultLanguage)
}) satisfies z.ZodType<PortalSettings>;

/** The settings in force, each one that was never set at its default. */
export async function selectSettings(tx: ReadTransaction): Promise<VersionedSettings> {
	const rows = await tx.all<SettingRow>(
		`SELECT s.key, s.value, s.version, s.updated_at AS at, u.name AS "by"
		FROM settings s LEFT JOIN users u ON u.id = s.updated_by_id ORDER BY s.updated_at DESC`
	);
	const values = new Map(rows.map(({ key, value }) => [key, value]));
	const given = Object.entries(SETTING_KEYS).map(([name, key]) => {
		const text = values.get(key);
		return [name, text === undefined ? undefined : JSON.parse(text)] as const;
	});
	return {
		settings: known.parse(Object.fromEntries(given)),
		// Any change moves the sum on.
		version: rows.reduce((sum, { version }) => sum + version, 0),
		changedBy: rows[0]?.by ?? null,
		changedAt: isoOrNull(rows[0]?.at ?? null)
	};
}
