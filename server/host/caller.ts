import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** What the host knows of the one who calls, proxies taken into account. */
export interface Caller {
	readonly address: string;
	readonly protocol: 'http' | 'https';
	readonly host: string;
	/** Origin under which the caller reaches the portal. */
	readonly origin: string;
}

/** Longest values believed of a header. */
const LONGEST_HOST = 255;

/**
 * Reads who calls. Of `X-Forwarded-*` only what the trusted proxies wrote is believed: the
 * last `trustProxy` entries, since everything before them can be forged.
 */
export function createCallerReader(options: { trustProxy: number; origin: string | null }) {
	const { trustProxy, origin } = options;
	return (request: IncomingMessage): Caller => {
		const direct = request.socket.remoteAddress ?? '';
		const forwarded = trusted(request.headers['x-forwarded-for'], trustProxy);
		const address = forwarded && isIP(forwarded) ? forwarded : plain(direct);
		const encrypted = 'encrypted' in request.socket && request.socket.encrypted === true;
		const forwardedProtocol = trusted(request.headers['x-forwarded-proto'], trustProxy);
		const configured = origin === null ? null : new URL(origin);
		const secure = configured
			? configured.protocol === 'https:'
			: encrypted || forwardedProtocol === 'https';
		const protocol = secure ? 'https' : 'http';
		const named =
			configured?.host ??
			trusted(request.headers['x-forwarded-host'], trustProxy) ??
			request.headers.host ??
			'localhost';
		const host = named.slice(0, LONGEST_HOST).toLowerCase();
		return { address, protocol, host, origin: `${protocol}://${host}` };
	};
}

export type CallerReader = ReturnType<typeof createCallerReader>;

/** The entry that the outermost of our own proxies wrote, or null when there is none. */
function trusted(header: string | string[] | undefined, hops: number): string | null {
	if (hops === 0 || header === undefined) return null;
	const entries = (Array.isArray(header) ? header.join(',') : header)
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
	return entries.at(-hops) ?? entries[0] ?? null;
}

/** An IPv4 address that came over an IPv6 socket, written as IPv4. */
function plain(address: string): string {
	return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

/** Does the browser's `Origin` name the portal itself? */
export function isOwnOrigin(origin: string, caller: Caller): boolean {
	try {
		const { protocol, host } = new URL(origin);
		return host.toLowerCase() === caller.host && protocol === `${caller.protocol}:`;
	} catch {
		return false;
	}
}
