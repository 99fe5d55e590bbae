import type { Viewer } from '#lib/domain/people.ts';
import type { PortalSettings } from '#lib/domain/portal-settings.ts';
import type { Portal } from '#server/portal.ts';

declare global {
	namespace App {
		interface Locals {
			portal: Portal;
			viewer: Viewer;
			/** The session behind the cookie, null when nobody is signed in. */
			sessionId: string | null;
			/** What is set for the whole portal. */
			settings: PortalSettings;
			locale: 'ru' | 'en';
			theme: 'light' | 'dark' | 'auto';
			/** Address of the caller, proxies taken into account by the host. */
			address: string;
		}
		interface Error {
			message: string;
			/** Also in the log, so that a user can name the fault. */
			id?: string;
		}
	}
}

export {};
