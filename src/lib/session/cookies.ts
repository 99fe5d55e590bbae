import type { Cookies } from '@sveltejs/kit';

/** `__Host-` binds the cookie to this very host, but browsers take it over https only. */
function sessionCookie(url: URL): { name: string; secure: boolean } {
	const secure = url.protocol === 'https:';
	return { name: secure ? '__Host-session' : 'session', secure };
}

/** The token of the session, if the browser sent one. */
export function sessionToken(cookies: Cookies, url: URL): string | undefined {
	return cookies.get(sessionCookie(url).name);
}

/** Keeps the session in the browser until it expires. */
export function keepSession(
	cookies: Cookies,
	url: URL,
	session: { token: string; expiresAt: string },
	now: number
): void {
	const { name, secure } = sessionCookie(url);
	cookies.set(name, session.token, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure,
		maxAge: Math.max(0, Math.floor((Date.parse(session.expiresAt) - now) / 1000))
	});
}

/** Makes the browser forget the session. */
export function forgetSession(cookies: Cookies, url: URL): void {
	const { name, secure } = sessionCookie(url);
	cookies.delete(name, { path: '/', httpOnly: true, sameSite: 'lax', secure });
}

const PREFERENCE_SECONDS = 365 * 86_400;

/** Keeps a choice of language or appearance; no secret, but no script needs it either. */
export function keepPreference(cookies: Cookies, url: URL, name: string, value: string): void {
	cookies.set(name, value, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: PREFERENCE_SECONDS
	});
}

/** Browsers keep nothing longer; it is renewed whenever the television asks who it is. */
const SCREEN_SECONDS = 400 * 86_400;

function screenCookie(url: URL): { name: string; secure: boolean } {
	const secure = url.protocol === 'https:';
	return { name: secure ? '__Host-screen' : 'screen', secure };
}

/** The token of a television, if the browser sent one. */
export function screenToken(cookies: Cookies, url: URL): string | undefined {
	return cookies.get(screenCookie(url).name);
}

/** Keeps a television's token where script cannot lose it. */
export function keepScreen(cookies: Cookies, url: URL, token: string): void {
	const { name, secure } = screenCookie(url);
	cookies.set(name, token, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure,
		maxAge: SCREEN_SECONDS
	});
}

/** Makes the browser forget that it is a television of ours. */
export function forgetScreen(cookies: Cookies, url: URL): void {
	const { name, secure } = screenCookie(url);
	cookies.delete(name, { path: '/', httpOnly: true, sameSite: 'lax', secure });
}
