import type { Bilingual } from '#lib/domain/bilingual.ts';
import { searchWords } from '#lib/domain/search-words.ts';
import { holdsAll } from '#lib/domain/excerpt.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { SearchHit, SearchResult } from '#server/portal/site.ts';
import { selectIncidents } from '#server/records/incident-record.ts';
import { selectNews } from '#server/records/news-record.ts';
import { selectServices } from '#server/records/service-record.ts';
import { readContacts, readSiteText, selectFaq } from '#server/records/site-record.ts';
import { textMatch } from './ticket-search.ts';

/** Shown of each kind; whoever wants more says more. */
const MOST = 10;

/** Looks through everything public by its words, each by its beginning. */
export async function searchSite(
	tx: ReadTransaction,
	text: string
): Promise<readonly SearchResult[]> {
	if (searchWords(text).length === 0) return [];
	const results: readonly SearchResult[] = [
		{ kind: 'faq', hits: await questions(tx, text) },
		{ kind: 'service', hits: await services(tx, text) },
		{ kind: 'news', hits: await news(tx, text) },
		{ kind: 'incident', hits: await incidents(tx, text) },
		{ kind: 'company', hits: await company(tx, text) }
	];
	return results.filter(({ hits }) => hits.length > 0);
}

/** The condition on a table `t` that its index of words fulfils the search. */
function found(tx: ReadTransaction, index: string, text: string) {
	const match = textMatch(tx.dialect, text);
	if (!match) return { sql: 'FALSE', values: [] };
	let next = 0;
	const sql = match.sql.replace('ticket_search', index).replace(/\?/g, () => `$${++next}`);
	const id = tx.dialect === 'sqlite' ? 'f.rowid' : 'f.id';
	return { sql: `t.id IN (SELECT ${id} FROM ${index} f WHERE ${sql})`, values: match.values };
}

async function questions(tx: ReadTransaction, text: string): Promise<SearchHit[]> {
	const { sql, values } = found(tx, 'faq_search', text);
	const entries = await selectFaq(tx, `WHERE ${sql}`, values);
	return entries
		.filter(({ published }) => published)
		.slice(0, MOST)
		.map(({ slug, question, answer }) => ({
			title: question,
			text: answer,
			href: `/faq#${slug}`,
			at: null
		}));
}

async function services(tx: ReadTransaction, text: string): Promise<SearchHit[]> {
	const rows = await tx.all<{ key: string; ru: string; en: string }>(
		`SELECT key, text AS ru, text_en AS en FROM site_texts WHERE key LIKE 'service.%'`
	);
	const none: Bilingual = { ru: '', en: '' };
	const words = searchWords(text);
	return (await selectServices(tx, 'WHERE NOT hidden'))
		.map(({ slug, name, description }) => {
			const long = rows.find(({ key }) => key === `service.${slug}`) ?? none;
			return {
				title: { ru: name, en: '' },
				text: { ru: [description, long.ru].join('\n\n').trim(), en: long.en },
				href: `/services/${slug}`,
				at: null
			};
		})
		.filter((hit) => holdsAll(`${hit.title.ru} ${hit.text.ru} ${hit.text.en}`, words))
		.slice(0, MOST);
}

async function news(tx: ReadTransaction, text: string): Promise<SearchHit[]> {
	const { sql, values } = found(tx, 'news_search', text);
	const records = await selectNews(
		tx,
		`WHERE t.state = 'published' AND ${sql} ORDER BY t.published_at DESC, t.id DESC LIMIT ${MOST}`,
		values
	);
	return records.map(({ slug, title, summary, body, publishedAt }) => ({
		title,
		text: { ru: `${summary.ru}\n\n${body.ru}`, en: `${summary.en}\n\n${body.en}`.trim() },
		href: `/news/${slug}`,
		at: publishedAt
	}));
}

async function incidents(tx: ReadTransaction, text: string): Promise<SearchHit[]> {
	const { sql, values } = found(tx, 'incident_search', text);
	const records = await selectIncidents(
		tx,
		`WHERE ${sql} ORDER BY t.started_at DESC, t.id DESC LIMIT ${MOST}`,
		values
	);
	return records.map(({ number, title, updates, startedAt }) => ({
		title: { ru: `${number} · ${title}`, en: '' },
		text: { ru: updates.map(({ message }) => message).join('\n\n'), en: '' },
		href: `/incidents/${number}`,
		at: startedAt
	}));
}

/** What is said of the company itself: what it is, and how it is reached. */
async function company(tx: ReadTransaction, text: string): Promise<SearchHit[]> {
	const contacts = await readContacts(tx);
	const { text: about } = await readSiteText(tx, 'about');
	const { company: name, phone, dutyPhone, email, address, hours, details } = contacts;
	const reached = (language: 'ru' | 'en') =>
		[address[language], hours[language], phone, dutyPhone, email, details[language]]
			.filter((line) => line !== '')
			.join('\n\n');
	const title = { ru: name, en: '' };
	const words = searchWords(text);
	return [
		{ title, text: about, href: '/about', at: null },
		{ title, text: { ru: reached('ru'), en: reached('en') }, href: '/contacts', at: null }
	].filter((hit) => holdsAll(`${name} ${hit.text.ru} ${hit.text.en}`, words));
}
