import { AsyncLocalStorage } from 'node:async_hooks';
import { error, redirect, type Handle, type HandleServerError } from '@sveltejs/kit';
import { isDomainError } from '#lib/domain/errors.ts';
import { isStaff } from '#lib/domain/people.ts';
import { m } from '#lib/paraglide/messages.js';
import { overwriteGetLocale, type Locale } from '#lib/paraglide/runtime.js';
import { forgetSession, sessionToken } from '#lib/session/cookies.ts';
import { isUnder, surfaceOf } from '#lib/surface.ts';
import type { Portal, SiteSession } from '#server/portal.ts';

const requestLocale = new AsyncLocalStorage<Locale>();
overwriteGetLocale(() => requestLocale.getStore() ?? 'ru');

/** Sections that need an account, and whether it has to be a member of staff's. */
const GUARDED = [
	{ section: '/panel', staff: true },
	{ section: '/wall', staff: true },
	{ section: '/cabinet', staff: false }
] as const;

/** Routes among them that a television opens: it has a token of its own, or none yet. */
const OF_SCREENS = ['/wall', '/wall/plain', '/wall/plain/qr', '/wall/identity', '/wall/courses'];

/** Pages of no account that are nobody else's affair all the same; forms that tell their age. */
const UNKEPT = [
	'/login',
	'/unsubscribe',
	'/register',
	'/confirm',
	'/forgot',
	'/reset',
	'/invite',
	'/wall',
	'/contacts'
];

/** Where staff set up the second factor that is demanded of them, and what stays open until then. */
const SECOND_FACTOR = '/cabinet/profile/second-factor';
const OPEN_TO_CONFINED = ['/logout', '/language', '/theme'];

/** The host sets it on every request and strips what came under this name from outside. */
const ADDRESS_HEADER = 'x-portal-address';

/** When to come back while the database is away, in seconds. */
const RETRY_SECONDS = '5';

export const handle: Handle = async ({ event, resolve }) => {
	const { locals, cookies, url } = event;
	const portal = runningPortal();
	locals.portal = portal;
	locals.address = event.request.headers.get(ADDRESS_HEADER) ?? '';
	locals.settings = await portal.queries.settings();
	locals.locale =
		oneOf(['ru', 'en'], cookies.get('lang')) ??
		locals.settings.defaultLanguage ??
		portal.installation.defaultLocale;
	locals.theme = oneOf(['light', 'dark', 'auto'], cookies.get('theme')) ?? 'auto';

	// By the route as well: `/%70anel` is another address and yet the same page.
	const guard = OF_SCREENS.includes(event.route.id ?? '')
		? undefined
		: GUARDED.find(
				({ section }) => isUnder(url.pathname, section) || isUnder(event.route.id ?? '', section)
			);
	const token = sessionToken(cookies, url);
	const session = token ? await findSession(portal, token) : null;
	if (session === 'unknown' && guard) return away(locals.locale);
	if (token && session === null) forgetSession(cookies, url);
	locals.viewer = session === 'unknown' ? null : (session?.viewer ?? null);
	locals.sessionId = session === 'unknown' ? null : (session?.id ?? null);

	// Before anything else, public pages too: they would show what staff may see.
	const confined = session !== 'unknown' && session?.confined;
	const open = [SECOND_FACTOR, ...OPEN_TO_CONFINED].some((path) => isUnder(url.pathname, path));
	if (confined && !open) redirect(303, SECOND_FACTOR);

	return requestLocale.run(locals.locale, async () => {
		if (guard && !locals.viewer)
			redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
		if (guard?.staff && !isStaff(locals.viewer)) {
			// Thrown here it would show Kit's bare page; a document gets the portal's own.
			const wantsPage = event.request.method === 'GET' && !event.isDataRequest;
			if (!wantsPage) error(403, { message: 'forbidden' });
			return event.fetch('/denied');
		}

		const surface = surfaceOf(url.pathname);
		const response = await resolve(event, {
			transformPageChunk: ({ html }) =>
				named(html, {
					lang: locals.locale,
					theme: surface === 'wall' ? 'dark' : locals.theme,
					surface
				}),
			// Style sheets stand in the head anyway; a long Link header is more than some proxies take.
			preload: ({ type, path }) => type === 'js' || (type === 'font' && !path.includes('-ext-'))
		});
		if (response.status === 503) response.headers.set('retry-after', RETRY_SECONDS);
		// A feed is the same for everybody and says itself how long it may be kept.
		if (isUnder(url.pathname, '/feeds')) return response;
		if (guard || locals.viewer || UNKEPT.some((section) => isUnder(url.pathname, section)))
			response.headers.set('cache-control', 'no-store');
		else response.headers.set('cache-control', 'private, no-cache');
		return response;
	});
};

/** Where the first tag of `app.html`, which has the names, has ended for certain. */
const FIRST_TAG = 256;

/** Puts values for the names in the page's first tag; the rest of it, half a megabyte, is not copied for each. */
function named(
	html: string,
	values: Readonly<Record<'lang' | 'theme' | 'surface', string>>
): string {
	const first = html
		.slice(0, FIRST_TAG)
		.replace('%portal.lang%', values.lang)
		.replace('%portal.theme%', values.theme)
		.replace('%portal.surface%', values.surface);
	return first + html.slice(FIRST_TAG);
}

export const handleError: HandleServerError = ({ error: fault, event, status }) => {
	const text = status === 404 ? m.error_404_title() : m.error_500_title();
	if (status === 404) return { message: text };
	const id = crypto.randomUUID().slice(0, 8);
	// As JSON: a line break in a message cannot forge a second line of the log.
	console.error(
		JSON.stringify({
			level: 'error',
			time: new Date().toISOString(),
			errorId: id,
			requestId: event.request.headers.get('x-request-id') ?? undefined,
			status,
			method: event.request.method,
			route: event.route.id,
			error: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
		})
	);
	return { message: text, id };
};

/**
 * The session of the site behind a token. While the database is away nobody can be told apart:
 * then it is unknown, the cookie is kept, and what is public can still be read.
 */
async function findSession(portal: Portal, token: string): Promise<SiteSession | null | 'unknown'> {
	try {
		const session = await portal.queries.siteSession(token);
		// A token of the API is no session of the site, even inside the site's cookie.
		return session?.kind === 'web' ? session : null;
	} catch (refused) {
		if (isDomainError(refused)) return 'unknown';
		throw refused;
	}
}

/** Said without a page: pages need to know who looks. */
function away(language: Locale): Response {
	return new Response(m.error_503_title({}, { locale: language }), {
		status: 503,
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'cache-control': 'no-store',
			'retry-after': RETRY_SECONDS,
			// A wall that comes back in this very moment has nobody to press a key.
			refresh: RETRY_SECONDS
		}
	});
}

function runningPortal(): Portal {
	const portal = globalThis.__portal;
	if (!portal)
		throw new Error('The portal is not running: start the application with server/index.ts');
	return portal;
}

function oneOf<T extends string>(allowed: readonly T[], value: string | undefined): T | undefined {
	return allowed.find((candidate) => candidate === value);
}
