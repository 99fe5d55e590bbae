import type { Actor } from '#lib/domain/people.ts';
import { serviceTextKey } from '#lib/domain/site.ts';
import type { SiteCommands } from '#server/portal/site.ts';
import { DAY, OfficeHours } from './office-hours.ts';
import { CONTACTS, NEWS, SERVICE_TEXTS } from './site-texts.ts';

/** Where what the demo company says of itself is written. */
export interface SiteTarget {
	readonly commands: Pick<SiteCommands, 'saveNews' | 'saveContacts' | 'writeSiteText'>;
	actorFor(email: string): Promise<Actor>;
}

/** Fills the public site: contacts, texts of services and news. */
export async function loadSite(target: SiteTarget, now: number, timeZone: string): Promise<void> {
	const hours = new OfficeHours(timeZone);
	const { commands, actorFor } = target;
	const admin = await actorFor('admin@bazis.example');
	await commands.saveContacts(admin, CONTACTS);
	for (const [slug, text] of Object.entries(SERVICE_TEXTS))
		await commands.writeSiteText(admin, serviceTextKey(slug), { text });
	for (const { daysAgo, author, draft, title, summary, body } of NEWS)
		await commands.saveNews(await actorFor(`${author}@bazis.example`), {
			title,
			summary,
			body,
			slug: '',
			state: draft ? 'draft' : 'published',
			...(draft ? {} : { publishAt: iso(hours.atHour(now - daysAgo * DAY, 10)) })
		});
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
