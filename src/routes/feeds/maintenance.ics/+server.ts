import { calendarText } from '#lib/feeds/calendar.ts';
import { keptFeed } from '#lib/feeds/kept-feed.ts';
import { m } from '#lib/paraglide/messages.js';

/** Works a calendar tells of. */
const LATEST = 100;

/** Planned works, past and to come, as a calendar to subscribe to. */
export const GET = keptFeed('text/calendar; charset=utf-8', async ({ locals }, origin) => {
	const { items } = await locals.portal.queries.maintenances(null, { limit: LATEST });
	const { host } = new URL(origin);
	return calendarText(
		m.feed_works_title(),
		items.map((works) => ({
			uid: `${works.number}@${host}`,
			title: works.title,
			description: [works.services.map(({ name }) => name).join(', '), works.message]
				.filter((part) => part !== '')
				.join('\n'),
			startsAt: works.startedAt ?? works.startsAt,
			endsAt: works.endedAt ?? works.endsAt,
			changedAt: works.updatedAt,
			// Seconds of the last change: it grows as the standard wants, and tells no version.
			sequence: Math.floor(Date.parse(works.updatedAt) / 1000) - 1_700_000_000,
			status: works.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED',
			url: `${origin}/services`
		}))
	);
});
