import { Feed } from 'feed';
import type { AnyIncident } from '#lib/domain/incident.ts';
import { escapedText } from '#lib/feeds/escaped.ts';
import { keptFeed } from '#lib/feeds/kept-feed.ts';
import { incidentStatusLabel, severityLabel } from '#lib/format/labels.ts';
import { m } from '#lib/paraglide/messages.js';

/** Incidents a feed tells of. */
const LATEST = 30;

/** The latest incidents as everybody may see them, each with its timeline. */
export const GET = keptFeed('application/atom+xml; charset=utf-8', async ({ locals }, origin) => {
	const { items } = await locals.portal.queries.incidents(null, { limit: LATEST });
	const changed = items.map(({ updatedAt }) => Date.parse(updatedAt));
	const feed = new Feed({
		id: `${origin}/incidents`,
		link: `${origin}/incidents`,
		title: m.feed_incidents_title(),
		description: m.feed_incidents_about(),
		language: locals.locale,
		// What is not changed reads the same, byte for byte, at any time.
		updated: new Date(Math.max(0, ...changed)),
		generator: false,
		feedLinks: { atom: `${origin}/feeds/incidents.atom` },
		author: { name: m.brand_legal(), link: origin }
	});
	for (const incident of items) {
		const link = `${origin}/incidents/${incident.number}`;
		feed.addItem({
			id: link,
			link,
			title: escapedText(`${incidentStatusLabel[incident.status]()}: ${incident.title}`),
			date: new Date(incident.updatedAt),
			published: new Date(incident.startedAt),
			content: contentOf(incident)
		});
	}
	return feed.atom1();
});

function contentOf(incident: AnyIncident): string {
	const services = incident.services.map(({ name }) => name).join(', ');
	const head = `<p>${incident.number} · ${severityLabel[incident.severity]()} · ${escapedText(services)}</p>`;
	const updates = incident.updates.map(({ at, status, message }) => {
		const text = escapedText(message).replace(/\n/g, '<br/>');
		return `<p><strong>${incidentStatusLabel[status]()}</strong> <time>${at}</time><br/>${text}</p>`;
	});
	return head + updates.join('');
}
