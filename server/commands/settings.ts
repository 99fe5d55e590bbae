import { DomainError } from '#lib/domain/errors.ts';
import { SETTING_KEYS, type PortalSettings } from '#lib/domain/portal-settings.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { selectSettings } from '#server/records/settings-record.ts';
import { demand } from './authorise.ts';
import { differencesOf } from './differences.ts';

/** Any number; two who save the settings in the same moment come one after the other. */
const SETTINGS_LOCK = 7_301_004;

/** Changes settings of the whole portal. */
export function changeSettings(execute: Execute): Commands['changeSettings'] {
	return (actor, patch, version) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'settings.manage');
			if (tx.dialect === 'postgres') await tx.all(`SELECT pg_advisory_xact_lock(${SETTINGS_LOCK})`);
			const before = await selectSettings(tx);
			if (version !== undefined && version !== before.version)
				throw new DomainError('stale_version', {
					stale: {
						currentVersion: before.version,
						changedBy: before.changedBy,
						changedAt: before.changedAt,
						current: { ...before.settings }
					}
				});
			const after: PortalSettings = { ...before.settings, ...patch };
			const changed = differencesOf(before.settings, after);
			for (const name of names().filter((one) => one in changed))
				await tx.run(
					`INSERT INTO settings (key, value, version, updated_at, updated_by_id)
					VALUES ($1, $2, 1, $3, $4)
					ON CONFLICT (key) DO UPDATE SET value = excluded.value,
						version = settings.version + 1, updated_at = excluded.updated_at,
						updated_by_id = excluded.updated_by_id`,
					[SETTING_KEYS[name], JSON.stringify(after[name]), now, actor.id]
				);
			if (Object.keys(changed).length === 0) return before;
			record({ type: 'settings.changed', actor, changed });
			return selectSettings(tx);
		});
}

function names(): (keyof PortalSettings)[] {
	return ['companyName', 'registration', 'secondFactor', 'defaultLanguage'];
}
