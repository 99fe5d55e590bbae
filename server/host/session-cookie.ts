import type { IncomingHttpHeaders } from 'node:http';

/** Name of the session's cookie; over https the prefix keeps other hosts from setting it. */
export function sessionCookieName(protocol: 'http' | 'https'): string {
	return protocol === 'https' ? '__Host-session' : 'session';
}

/** The value of a cookie of a request, or null. */
export function readCookie(headers: IncomingHttpHeaders, name: string): string | null {
	for (const part of (headers.cookie ?? '').split(';')) {
		const at = part.indexOf('=');
		if (at > 0 && part.slice(0, at).trim() === name) {
			try {
				return decodeURIComponent(part.slice(at + 1).trim());
			} catch {
				return null;
			}
		}
	}
	return null;
}
