/** What an administrator sets for the whole portal. */
export interface PortalSettings {
	/** Stands in titles and footers; empty is the portal's own name. */
	readonly companyName: string;
	/** May people make accounts for themselves? */
	readonly registration: 'open' | 'closed';
	/** Whether staff must have a second factor. */
	readonly secondFactor: 'optional' | 'staff';
	/** Of whoever has not chosen one; null is what the installation was started with. */
	readonly defaultLanguage: 'ru' | 'en' | null;
}

export const DEFAULT_SETTINGS: PortalSettings = {
	companyName: '',
	registration: 'open',
	secondFactor: 'optional',
	defaultLanguage: null
};

/** Column `key` of the table `settings` for each of them. */
export const SETTING_KEYS = {
	companyName: 'company_name',
	registration: 'registration',
	secondFactor: 'second_factor',
	defaultLanguage: 'default_language'
} as const satisfies Readonly<Record<keyof PortalSettings, string>>;

/** Settings with what a form must send back to be sure that nobody else has changed them. */
export interface VersionedSettings {
	readonly settings: PortalSettings;
	readonly version: number;
	readonly changedBy: string | null;
	readonly changedAt: string | null;
}
