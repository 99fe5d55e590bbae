import type { Migration } from '../server/database/migrate.ts';

/**
 * Words of titles and texts, folded by `foldText()` before they come here. Beginnings of words
 * have indexes by length, as those of tickets have; the index keeps nothing but words.
 */
const SQLITE = `CREATE VIRTUAL TABLE document_search USING fts5(
	title,
	words,
	content = '',
	contentless_delete = 1,
	tokenize = 'unicode61 remove_diacritics 2',
	prefix = '2 3 4 5 6 7 8 9 10'
)`;

const POSTGRES = [
	`CREATE TABLE document_search (
		document_id BIGINT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
		title TSVECTOR NOT NULL,
		words TSVECTOR NOT NULL
	)`,
	`CREATE INDEX document_search_title ON document_search USING GIN (title)`,
	`CREATE INDEX document_search_words ON document_search USING GIN (words)`
];

/** Regulations and instructions: what is known of each and its files; the files lie in MEDIA_DIR. */
export const documents: Migration = {
	name: '0014-documents',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const big = sqlite ? 'INTEGER' : 'BIGINT';
		await execute(`CREATE TABLE document_sections (
			id ${key},
			name TEXT NOT NULL,
			name_key TEXT NOT NULL UNIQUE
		)`);
		await execute(`CREATE TABLE documents (
			id ${key},
			title TEXT NOT NULL,
			section_id ${big} NOT NULL REFERENCES document_sections (id),
			public BOOLEAN NOT NULL,
			version INTEGER NOT NULL,
			published_at ${big} NOT NULL,
			downloads ${big} NOT NULL DEFAULT 0,
			searchable BOOLEAN NOT NULL,
			created_at ${big} NOT NULL,
			updated_at ${big} NOT NULL,
			updated_by_id ${big} REFERENCES users (id),
			revision INTEGER NOT NULL
		)`);
		await execute(`CREATE INDEX documents_latest ON documents (published_at, id)`);
		await execute(`CREATE INDEX documents_by_section ON documents (section_id, published_at, id)`);
		await execute(`CREATE TABLE document_versions (
			id ${key},
			document_id ${big} NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
			version INTEGER NOT NULL,
			kind TEXT NOT NULL,
			name TEXT NOT NULL,
			type TEXT NOT NULL,
			size ${big} NOT NULL,
			checksum TEXT NOT NULL,
			stored_name TEXT NOT NULL UNIQUE,
			note TEXT NOT NULL,
			downloads ${big} NOT NULL DEFAULT 0,
			created_by_id ${big} REFERENCES users (id),
			created_at ${big} NOT NULL,
			UNIQUE (document_id, version)
		)`);
		// Two of one length: where a word lies in the folded one, it lies in the text itself.
		await execute(`CREATE TABLE document_texts (
			document_id ${big} PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
			body TEXT NOT NULL,
			folded TEXT NOT NULL
		)`);
		for (const statement of sqlite ? [SQLITE] : POSTGRES) await execute(statement);
	}
};
