import { redirect, type RequestHandler } from '@sveltejs/kit';
import { found } from '#lib/forms/refusal.ts';
import { forgetSession } from '#lib/session/cookies.ts';

export const POST: RequestHandler = async ({ locals, cookies, url }) => {
	if (locals.sessionId) await found(locals.portal.commands.signOut(locals.sessionId));
	forgetSession(cookies, url);
	redirect(303, '/');
};
