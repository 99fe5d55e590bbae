import { overwriteGetLocale } from '#lib/paraglide/runtime.js';

// The document says which language the server rendered; there is no second source.
overwriteGetLocale(() => (document.documentElement.lang === 'en' ? 'en' : 'ru'));
