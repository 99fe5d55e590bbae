import { error, redirect, type RequestHandler } from '@sveltejs/kit';
import { sentForm } from '#lib/forms/refusal.ts';
import { keepPreference } from '#lib/session/cookies.ts';
import { safeNext } from '#lib/session/next.ts';

export const POST: RequestHandler = async ({ request, cookies, url, locals }) => {
	const form = await sentForm(request);
	const language = form.get('lang');
	if (language !== 'ru' && language !== 'en') error(400, { message: 'invalid_input' });
	keepPreference(cookies, url, 'lang', language);
	// Letters speak as the site does.
	if (locals.viewer) await locals.portal.commands.updateProfile(locals.viewer, { language });
	redirect(303, safeNext(form.get('next'), '/'));
};
