import { m } from '#lib/paraglide/messages.js';

/** Pages that belong together, as tabs above each of them. */
export const settingsTabs = () => [
	{ href: '/panel/settings', label: m.admin_settings_sla() },
	{ href: '/panel/settings/portal', label: m.admin_settings_portal() }
];
