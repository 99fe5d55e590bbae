import type { Dialect } from '../server/database/database.ts';
import type { Migration } from '../server/database/migrate.ts';
import { ABOUT } from './site/about.ts';
import { QUESTIONS } from './site/questions.ts';
import { siteSearch } from './site/search.ts';

/**
 * What the public site says beside the live figures: news, questions and answers, the long texts
 * of services, who the company is, and what strangers wrote through the site's form. Questions
 * and the text about the portal come with it; whose portal it is only its administrator knows.
 */
export const site: Migration = {
	name: '0018-site',
	async up({ dialect, execute }) {
		for (const statement of tables(dialect)) await execute(statement);
		for (const statement of siteSearch(dialect)) await execute(statement);
		const places = new Map<string, number>();
		for (const { slug, group, question, answer } of QUESTIONS) {
			const place = (places.get(group) ?? 0) + 1;
			places.set(group, place);
			const texts = [slug, group, question.ru, answer.ru, question.en, answer.en].map(quoted);
			await execute(`INSERT INTO faq_entries (slug, section, question, answer, question_en,
				answer_en, position, published, updated_at, version)
				VALUES (${texts.join(', ')}, ${place}, ${dialect === 'sqlite' ? '1' : 'TRUE'}, 0, 1)`);
		}
		await execute(`INSERT INTO site_texts (key, text, text_en, updated_at, version)
			VALUES ('about', ${quoted(ABOUT.ru)}, ${quoted(ABOUT.en)}, 0, 1)`);
	}
};

function tables(dialect: Dialect): readonly string[] {
	const sqlite = dialect === 'sqlite';
	const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
	const big = sqlite ? 'INTEGER' : 'BIGINT';
	const written = `updated_at ${big} NOT NULL,
		updated_by_id ${big} REFERENCES users (id),
		version INTEGER NOT NULL`;
	return [
		`CREATE TABLE news (
			id ${key},
			slug TEXT NOT NULL UNIQUE,
			state TEXT NOT NULL,
			title TEXT NOT NULL,
			summary TEXT NOT NULL,
			body TEXT NOT NULL,
			title_en TEXT NOT NULL,
			summary_en TEXT NOT NULL,
			body_en TEXT NOT NULL,
			publish_at ${big},
			published_at ${big},
			created_at ${big} NOT NULL,
			${written}
		)`,
		`CREATE INDEX news_by_publication ON news (state, published_at, id)`,
		`CREATE INDEX news_by_due ON news (state, publish_at)`,
		`CREATE INDEX news_by_change ON news (updated_at, id)`,
		`CREATE TABLE faq_entries (
			id ${key},
			slug TEXT NOT NULL UNIQUE,
			section TEXT NOT NULL,
			question TEXT NOT NULL,
			answer TEXT NOT NULL,
			question_en TEXT NOT NULL,
			answer_en TEXT NOT NULL,
			position INTEGER NOT NULL,
			published BOOLEAN NOT NULL,
			${written}
		)`,
		`CREATE TABLE site_texts (
			key TEXT PRIMARY KEY,
			text TEXT NOT NULL,
			text_en TEXT NOT NULL,
			${written}
		)`,
		// One row: what is locked, too, while news and questions are put in order.
		`CREATE TABLE site (
			id INTEGER PRIMARY KEY CHECK (id = 1),
			company TEXT NOT NULL,
			address TEXT NOT NULL,
			address_en TEXT NOT NULL,
			phone TEXT NOT NULL,
			duty_phone TEXT NOT NULL,
			email TEXT NOT NULL,
			hours TEXT NOT NULL,
			hours_en TEXT NOT NULL,
			details TEXT NOT NULL,
			details_en TEXT NOT NULL,
			${written}
		)`,
		`INSERT INTO site (id, company, address, address_en, phone, duty_phone, email, hours, hours_en,
			details, details_en, updated_at, version)
			VALUES (1, 'ООО «Базис-Центр»', '', '', '', '', '', '', '', '', '', 0, 1)`,
		`CREATE TABLE site_requests (
			ticket_id ${big} PRIMARY KEY REFERENCES tickets (id),
			token TEXT NOT NULL UNIQUE,
			name TEXT NOT NULL,
			email TEXT NOT NULL,
			phone TEXT NOT NULL,
			known_account BOOLEAN NOT NULL,
			created_at ${big} NOT NULL
		)`
	];
}

function quoted(text: string): string {
	return `'${text.replaceAll(`'`, `''`)}'`;
}
