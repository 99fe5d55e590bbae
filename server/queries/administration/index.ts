import type { Database } from '#server/database/database.ts';
import type { AdministrationQueries } from '#server/portal.ts';
import { selectSettings } from '#server/records/settings-record.ts';
import type { KeptSettings } from '../kept-settings.ts';
import { accountQueries } from './accounts.ts';
import { auditQueries } from './audit.ts';
import { organizationQueries } from './organizations.ts';
import { permitted } from './permitted.ts';
import { apiTokenQueries } from './api-tokens.ts';

/** What administrators read of accounts, keys, settings and of what happened. */
export function administrationQueries(
	database: Database,
	kept: KeptSettings,
	now: () => number
): AdministrationQueries {
	return {
		...accountQueries(database, now),
		...organizationQueries(database),
		...apiTokenQueries(database, now),
		...auditQueries(database),
		settings: () => kept.read(),
		versionedSettings: async (viewer) => {
			permitted(viewer, 'settings.manage');
			return database.read(selectSettings);
		}
	};
}
