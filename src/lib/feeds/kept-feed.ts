import { createHash } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';

interface Kept {
	readonly seq: string;
	readonly body: string;
	readonly tag: string;
}

/** Addresses and languages under which one feed is kept; a forged Host must not fill the memory. */
const MOST = 20;

/** Minutes a reader may keep a feed before asking again. */
const FRESH_S = 60;

/**
 * Answers a public feed: written once for each point of the stream, address and language, and
 * not at all to a reader who has it already. Links are absolute, by `ORIGIN` where it is set.
 */
export function keptFeed(
	type: string,
	write: (event: RequestEvent, origin: string) => Promise<string>
): (event: RequestEvent) => Promise<Response> {
	const kept = new Map<string, Kept>();
	return async (event) => {
		const { portal, locale } = event.locals;
		const origin = (portal.installation.origin ?? event.url.origin).replace(/\/$/, '');
		const { epoch, seq } = await portal.queries.live('public');
		const key = `${locale} ${origin}`;
		let feed = kept.get(key);
		if (feed?.seq !== `${epoch} ${seq}`) {
			const body = await write(event, origin);
			// By its content: most events say nothing of what a feed tells.
			const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
			feed = { seq: `${epoch} ${seq}`, body, tag };
			kept.delete(key);
			kept.set(key, feed);
			const [oldest] = kept.keys();
			if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
		}
		const headers = { etag: feed.tag, 'cache-control': `public, max-age=${FRESH_S}` };
		const asked = event.request.headers.get('if-none-match') ?? '';
		if (asked.split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, '') === feed.tag))
			return new Response(null, { status: 304, headers });
		return new Response(feed.body, { headers: { ...headers, 'content-type': type } });
	};
}
