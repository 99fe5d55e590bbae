import { error, redirect, type RequestHandler } from '@sveltejs/kit';
import { sentForm } from '#lib/forms/refusal.ts';
import { keepPreference } from '#lib/session/cookies.ts';
import { safeNext } from '#lib/session/next.ts';

export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const form = await sentForm(request);
	const theme = form.get('theme');
	if (theme !== 'light' && theme !== 'dark' && theme !== 'auto')
		error(400, { message: 'invalid_input' });
	keepPreference(cookies, url, 'theme', theme);
	redirect(303, safeNext(form.get('next'), '/'));
};
