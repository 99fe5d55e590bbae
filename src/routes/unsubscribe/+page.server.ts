import { error } from '@sveltejs/kit';
import { found, submit } from '#lib/forms/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

/** Asks first: mailboxes look at every link of a letter, and looking changes nothing. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const token = url.searchParams.get('token') ?? '';
	const known = await found(locals.portal.queries.mailOf(token));
	if (!known) error(404, { message: 'not_found' });
	return { email: masked(known.email), mail: known.mail };
};

export const actions: Actions = {
	/** By the button of this page, or by the mailbox's own one without a cookie (RFC 8058). */
	default: (event) =>
		submit(event, async () => {
			const token = event.url.searchParams.get('token') ?? '';
			await event.locals.portal.commands.stopMail(token);
			return { stopped: true };
		})
};

/** Enough to know one's own address by: a forwarded letter tells nobody else's. */
function masked(email: string): string {
	const at = email.lastIndexOf('@');
	return `${email.slice(0, 1)}…${email.slice(at)}`;
}
