import type { Dialect } from '../../server/database/database.ts';

/** What the site's search looks through, each with an index of words that triggers keep. */
const SEARCHED = [
	{
		table: 'news',
		index: 'news_search',
		text: (row: string) =>
			`${row}.title || ' ' || ${row}.summary || ' ' || ${row}.body || ' ' || ${row}.title_en || ' ' || ${row}.summary_en || ' ' || ${row}.body_en`,
		columns: 'title, summary, body, title_en, summary_en, body_en'
	},
	{
		table: 'faq_entries',
		index: 'faq_search',
		text: (row: string) =>
			`${row}.question || ' ' || ${row}.answer || ' ' || ${row}.question_en || ' ' || ${row}.answer_en`,
		columns: 'question, answer, question_en, answer_en'
	},
	{
		table: 'incidents',
		index: 'incident_search',
		text: (row: string) => `'INC ' || ${row}.id || ' ' || ${row}.title`,
		columns: 'title'
	}
] as const;

/** Indexes of words in the manner of the tickets' own, for both databases. */
export function siteSearch(dialect: Dialect): readonly string[] {
	return SEARCHED.flatMap((searched) =>
		dialect === 'sqlite' ? inSqlite(searched) : inPostgres(searched)
	);
}

type Searched = (typeof SEARCHED)[number];

function inSqlite({ table, index, text, columns }: Searched): readonly string[] {
	const words = (row: string) => `replace(replace(${text(row)}, 'ё', 'е'), 'Ё', 'Е')`;
	const put = `INSERT OR REPLACE INTO ${index} (rowid, words) VALUES (NEW.id, ${words('NEW')});`;
	return [
		`CREATE VIRTUAL TABLE ${index} USING fts5(
			words,
			content = '',
			contentless_delete = 1,
			tokenize = 'unicode61 remove_diacritics 2',
			prefix = '2 3 4 5 6 7 8 9 10'
		)`,
		`INSERT INTO ${index} (rowid, words) SELECT t.id, ${words('t')} FROM ${table} t`,
		`CREATE TRIGGER ${index}_added AFTER INSERT ON ${table} BEGIN ${put} END`,
		`CREATE TRIGGER ${index}_edited AFTER UPDATE OF ${columns} ON ${table} BEGIN ${put} END`,
		`CREATE TRIGGER ${index}_deleted AFTER DELETE ON ${table} BEGIN
			DELETE FROM ${index} WHERE rowid = OLD.id;
		END`
	];
}

function inPostgres({ table, index, text, columns }: Searched): readonly string[] {
	return [
		`CREATE TABLE ${index} (
			id BIGINT PRIMARY KEY REFERENCES ${table} (id) ON DELETE CASCADE,
			words TSVECTOR NOT NULL
		)`,
		`INSERT INTO ${index} (id, words) SELECT t.id, ticket_words(${text('t')}) FROM ${table} t`,
		`CREATE INDEX ${index}_words ON ${index} USING GIN (words)`,
		`CREATE FUNCTION ${index}_put() RETURNS trigger LANGUAGE plpgsql AS $body$
		BEGIN
			INSERT INTO ${index} (id, words) VALUES (NEW.id, ticket_words(${text('NEW')}))
			ON CONFLICT (id) DO UPDATE SET words = excluded.words;
			RETURN NULL;
		END $body$`,
		`CREATE TRIGGER ${index}_put AFTER INSERT OR UPDATE OF ${columns} ON ${table}
			FOR EACH ROW EXECUTE FUNCTION ${index}_put()`
	];
}
