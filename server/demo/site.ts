import type { Actor } from '#lib/domain/people.ts';
import { serviceTextKey } from '#lib/domain/site.ts';
import type { SiteCommands, SiteQueries } from '#server/portal/site.ts';
import { DAY, MINUTE, OfficeHours } from './office-hours.ts';
import { CONTACTS, NEWS, SERVICE_TEXTS } from './site-texts.ts';

/** Where what the demo company says of itself is written. */
export interface SiteTarget {
	readonly commands: Pick<
		SiteCommands,
		'saveNews' | 'saveContacts' | 'writeSiteText' | 'fileRequest'
	>;
	readonly queries: Pick<SiteQueries, 'requestToken'>;
	/** Winds the clock that the commands see. */
	setNow(ms: number): void;
	actorFor(email: string): Promise<Actor>;
}

/** Fills the public site: contacts, texts of services, news, and what a stranger wrote. */
export async function loadSite(target: SiteTarget, now: number, timeZone: string): Promise<void> {
	const hours = new OfficeHours(timeZone);
	const { commands, queries, setNow, actorFor } = target;
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
	setNow(now - 2 * MINUTE);
	const token = queries.requestToken();
	setNow(now);
	await commands.fileRequest(
		{
			name: 'Валентина Егорова',
			email: 'v.egorova@sadovod.example',
			phone: '+7 900 000-00-00',
			service: 'acquiring',
			subject: 'Хотим подключить оплату по QR-коду',
			message:
				'Здравствуйте! У нас два магазина в Алексине. Что нужно, чтобы принимать оплату по QR-коду, и сколько времени займёт подключение?',
			token,
			website: ''
		},
		{ address: '203.0.113.20' }
	);
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
