import { worded } from '#lib/domain/bilingual.ts';
import { found } from '#lib/forms/refusal.ts';
import { parseMarkdown } from '#lib/markdown/parse.ts';
import type { PageServerLoad } from './$types';

/** What the portal says of itself, and whose it is. */
export const load: PageServerLoad = async ({ locals }) => {
	const { queries } = locals.portal;
	const about = worded(await found(queries.siteText('about')), locals.locale);
	const contacts = await found(queries.contacts());
	return {
		about: { lang: about.lang, nodes: parseMarkdown(about.text, 2) },
		legalName: contacts.company,
		details: worded(contacts.details, locals.locale)
	};
};
