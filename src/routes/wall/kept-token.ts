const KEY = 'portal.screen';

// Storage may be switched off: then the cookie alone has to do.

/** The token this browser kept, beside its cookie. */
export function readToken(): string | null {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null;
	}
}

/** Keeps the token, or forgets it. */
export function writeToken(token: string | null): void {
	try {
		if (token === null) localStorage.removeItem(KEY);
		else localStorage.setItem(KEY, token);
	} catch {
		return;
	}
}
