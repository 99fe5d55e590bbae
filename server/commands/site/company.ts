import { DomainError } from '#lib/domain/errors.ts';
import { serviceOfText, type StaffContacts } from '#lib/domain/site.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { SiteCommands } from '#server/portal/site.ts';
import { readContacts, readSiteText } from '#server/records/site-record.ts';
import { demand } from '../authorise.ts';
import { differencesOf } from '../differences.ts';
import { flat, refuseStale } from './texts.ts';

/** Writes what the site says of the company and how it is reached. */
export function saveContacts(execute: Execute): SiteCommands['saveContacts'] {
	return (actor, { version, ...input }) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'site.edit');
			await tx.lock('site', 1);
			const before = await readContacts(tx);
			refuseStale(version, before, fieldsOf(before));
			const { company, phone, dutyPhone, email, address, hours, details } = input;
			await tx.run(
				`UPDATE site SET company = $1, address = $2, address_en = $3, phone = $4,
					duty_phone = $5, email = $6, hours = $7, hours_en = $8, details = $9,
					details_en = $10, updated_at = $11, updated_by_id = $12, version = version + 1
				WHERE id = 1`,
				[
					...[company, address.ru, address.en, phone, dutyPhone, email, hours.ru, hours.en],
					...[details.ru, details.en, now, actor.id]
				]
			);
			const after = await readContacts(tx);
			record({
				type: 'site.contacts_saved',
				actor,
				changed: differencesOf(fieldsOf(before), fieldsOf(after))
			});
			return after;
		});
}

/** Writes a long text: what the portal says of itself, or of one of its services. */
export function writeSiteText(execute: Execute): SiteCommands['writeSiteText'] {
	return (actor, key, { text, version }) =>
		execute(async ({ tx, now, record }) => {
			await demandText(tx, actor, key);
			await tx.lock('site', 1);
			const before = await readSiteText(tx, key);
			refuseStale(version, before, flat({ text: before.text }));
			await tx.run(
				`INSERT INTO site_texts (key, text, text_en, updated_at, updated_by_id, version)
				VALUES ($1, $2, $3, $4, $5, 1)
				ON CONFLICT (key) DO UPDATE SET text = excluded.text, text_en = excluded.text_en,
					updated_at = excluded.updated_at, updated_by_id = excluded.updated_by_id,
					version = site_texts.version + 1`,
				[key, text.ru, text.en, now, actor.id]
			);
			const after = await readSiteText(tx, key);
			record({
				type: 'site.text_saved',
				actor,
				changed: { key: [key, key], text: [before.text, after.text] }
			});
			return after;
		});
}

/** Whoever looks after services writes about them; what the portal says is an administrator's. */
async function demandText(tx: ReadTransaction, actor: Actor, key: string): Promise<void> {
	const slug = serviceOfText(key);
	demand(actor, slug === null ? 'site.edit' : 'service.update');
	if (key === 'about') return;
	const service =
		slug === null
			? null
			: await tx.one<{ id: number }>(`SELECT id FROM services WHERE slug = $1`, [slug]);
	if (!service) throw new DomainError('not_found');
}

function fieldsOf(contacts: StaffContacts): Record<string, string> {
	const { company, phone, dutyPhone, email, address, hours, details } = contacts;
	return { company, phone, dutyPhone, email, ...flat({ address, hours, details }) };
}
