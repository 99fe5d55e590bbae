import { calendarText } from '#lib/feeds/calendar.ts';
import { keptFeed } from '#lib/feeds/kept-feed.ts';
import { shiftEvent } from '#lib/feeds/shift-event.ts';
import { m } from '#lib/paraglide/messages.js';

const DAY_MS = 86_400_000;

/** What the calendar holds: the last week, and as much of what is to come as one may plan by. */
const BACK_MS = 7 * DAY_MS;
const AHEAD_MS = 60 * DAY_MS;

/** The public schedule of shifts as a calendar to subscribe to. */
export const GET = keptFeed('text/calendar; charset=utf-8', async ({ locals }, origin) => {
	const { portal } = locals;
	const now = portal.now();
	const { items } = await portal.queries.shifts(null, { from: now - BACK_MS, to: now + AHEAD_MS });
	return calendarText(
		m.shifts_feed_title(),
		items.map((shift) => shiftEvent(shift, origin, '/shifts'))
	);
});
