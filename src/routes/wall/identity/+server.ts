import { error, json } from '@sveltejs/kit';
import { isDomainError } from '#lib/domain/errors.ts';
import { found } from '#lib/forms/refusal.ts';
import { parseInput } from '#lib/input/parse.ts';
import { keptToken } from '#lib/input/screens.ts';
import { screenToken } from '#lib/session/cookies.ts';
import { readShowing } from '../showing.ts';
import type { RequestHandler } from './$types';

/** A television asks who it is by the token it kept; without one by its cookie. */
export const POST: RequestHandler = async ({ request, locals, cookies, url }) => {
	const token = await tokenIn(request);
	const showing = await found(
		readShowing(locals.portal, token ?? screenToken(cookies, url), { cookies, url })
	);
	return json({ showing });
};

async function tokenIn(request: Request): Promise<string | null> {
	const text = await request.text();
	if (text === '') return null;
	try {
		return parseInput(keptToken, JSON.parse(text)).token;
	} catch (refused) {
		if (isDomainError(refused) || refused instanceof SyntaxError)
			error(400, { message: 'invalid_input' });
		throw refused;
	}
}
