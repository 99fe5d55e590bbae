import { getLocale } from '#lib/paraglide/runtime.js';

/** Languages of the interface. */
export type Locale = 'ru' | 'en';

/** The language of this page: the request's on the server, the document's in the browser. */
export function locale(): Locale {
	return getLocale() === 'en' ? 'en' : 'ru';
}
