import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { audienceOf } from '#lib/domain/audience.ts';
import { isStaff } from '#lib/domain/people.ts';
import { isWithin } from '#lib/domain/token-scope.ts';
import type { Tailer } from '#server/events/tailer.ts';
import type { CallerReader } from '#server/host/caller.ts';
import { readCookie, sessionCookieName } from '#server/host/session-cookie.ts';
import type { LiveSession, PairedScreen } from '#server/portal.ts';
import { isScreenToken, sessionIdOfScreen } from '#server/sessions/screen-token.ts';
import type { FanOut } from './fan-out.ts';
import type { LiveSocket } from './live-server.ts';

const handshake = z.object({
	epoch: z.string().max(64).nullish(),
	after: z.number().int().nonnegative().nullish(),
	token: z.string().max(4_096).nullish(),
	snapshot: z.boolean().nullish()
});

export interface RecogniseOptions {
	readonly caller: CallerReader;
	/** The session behind a token, or null. */
	readonly session: (token: string, address: string) => Promise<LiveSession | null>;
	/** The television behind a token, or null. */
	readonly screen: (token: string) => Promise<PairedScreen | null>;
	readonly tailer: Tailer;
	readonly fanOut: FanOut;
}

/** Finds out whose socket it is and writes that into its data; false is for nobody's. */
export type Recognise = (socket: LiveSocket) => Promise<boolean>;

/** Looks at who comes before the live stream says a word. */
export function createRecognise(options: RecogniseOptions): Recognise {
	const { caller, tailer, fanOut } = options;
	return async (socket) => {
		const auth = handshake.safeParse(socket.handshake.auth);
		if (!auth.success) return false;
		const { token, epoch, after, snapshot } = auth.data;
		const given = token ?? cookieOf(socket.request, caller);
		const checkedAt = { epoch: tailer.epoch, seq: tailer.seq };
		const paired = given !== null && isScreenToken(given) ? await options.screen(given) : null;
		const session =
			given === null || paired
				? null
				: await options.session(given, caller(socket.request).address);
		// Whoever shows a session that is over is told so, and not served as a stranger: a screen
		// of staff must not quietly turn into a public one.
		if (session === null && paired === null && given !== null) return false;
		// A key that was made to write may not listen.
		if (session && !isWithin(session.scopes, 'read')) return false;
		socket.data = {
			audience: paired?.audience ?? audienceOf(session?.viewer ?? null),
			sessionId: paired ? sessionIdOfScreen(paired.screen.id) : (session?.id ?? null),
			userId: session?.viewer.id ?? null,
			expiresAt: session?.expiresAt ?? null,
			checkedAt,
			// A place in no history that is named is of use to nobody: it ends in a reset.
			cursor: typeof after === 'number' ? { epoch: epoch ?? '', after } : null,
			wantsSnapshot: snapshot === true,
			staff: isStaff(session?.viewer ?? null) ? (session?.viewer ?? null) : null,
			screen: paired?.screen ?? null
		};
		// A page may have been rendered from a commit that is not yet on its way to the sockets.
		if (typeof after === 'number' && after > fanOut.seq && epoch === tailer.epoch) {
			await tailer.look();
			// Of that one alone: the stream itself may never come to rest.
			await fanOut.reached(Math.min(after, tailer.seq));
		}
		return true;
	};
}

function cookieOf(request: IncomingMessage, caller: CallerReader): string | null {
	const name = sessionCookieName(caller(request).protocol);
	return readCookie(request.headers, name);
}
