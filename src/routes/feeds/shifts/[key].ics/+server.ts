import { error } from '@sveltejs/kit';
import { calendarText } from '#lib/feeds/calendar.ts';
import { shiftEvent } from '#lib/feeds/shift-event.ts';
import { found } from '#lib/forms/refusal.ts';
import { m } from '#lib/paraglide/messages.js';
import type { RequestHandler } from './$types';

/** One's own shifts, for whoever has the secret address. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { queries, installation } = locals.portal;
	const opened = await found(queries.shiftsByFeed(params.key));
	if (!opened) error(404, { message: 'not_found' });
	const origin = (installation.origin ?? url.origin).replace(/\/$/, '');
	const text = calendarText(
		`${m.shifts_feed_own()}: ${opened.name}`,
		opened.shifts.map((shift) => ({
			...shiftEvent(shift, origin, '/panel/shifts'),
			// Whose shifts they are its owner knows.
			title: shift.position
		}))
	);
	return new Response(text, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'cache-control': 'private, no-store',
			// The address is the key: no page it leads to may be told of it.
			'referrer-policy': 'no-referrer'
		}
	});
};
