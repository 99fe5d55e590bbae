import type { Migration } from '../server/database/migrate.ts';

/** What is looked for: the words of a ticket, its numbers and who it was filed for. */
const TEXT = (ticket: string, requester: string) =>
	`'BC ' || ${ticket}.id || ' ' || ${ticket}.subject || ' ' || ${ticket}.description || ' ' ||
	COALESCE(${ticket}.external_id, '') || ' ' || ${requester}.name || ' ' || ${requester}.email`;

/**
 * Few people type «ё»; unicode61 does not fold it. The index keeps nothing but words, since a
 * ticket has its text already, and is told of each change by triggers, whoever makes it.
 * A change of status or assignee does not touch it. Beginnings of words have indexes of their own
 * by length: without, all tickets with such a word would be gathered before the first is told.
 */
const SQLITE = (() => {
	const words = (ticket: string, requester: string) =>
		`replace(replace(${TEXT(ticket, requester)}, 'ё', 'е'), 'Ё', 'Е')`;
	const index = `INSERT OR REPLACE INTO ticket_search (rowid, words)`;
	return [
		`CREATE VIRTUAL TABLE ticket_search USING fts5(
			words,
			content = '',
			contentless_delete = 1,
			tokenize = 'unicode61 remove_diacritics 2',
			prefix = '2 3 4 5 6 7 8 9 10'
		)`,
		`INSERT INTO ticket_search (rowid, words)
			SELECT t.id, ${words('t', 'r')} FROM tickets t JOIN users r ON r.id = t.requester_id
			WHERE t.deleted_at IS NULL`,
		`CREATE TRIGGER ticket_search_filed AFTER INSERT ON tickets BEGIN
			${index} SELECT NEW.id, ${words('NEW', 'r')} FROM users r WHERE r.id = NEW.requester_id;
		END`,
		`CREATE TRIGGER ticket_search_edited
			AFTER UPDATE OF subject, description, external_id, requester_id ON tickets BEGIN
			${index} SELECT NEW.id, ${words('NEW', 'r')} FROM users r WHERE r.id = NEW.requester_id;
		END`,
		`CREATE TRIGGER ticket_search_taken_away AFTER UPDATE OF deleted_at ON tickets
			WHEN NEW.deleted_at IS NOT NULL BEGIN
			DELETE FROM ticket_search WHERE rowid = NEW.id;
		END`,
		`CREATE TRIGGER ticket_search_deleted AFTER DELETE ON tickets BEGIN
			DELETE FROM ticket_search WHERE rowid = OLD.id;
		END`,
		`CREATE TRIGGER ticket_search_renamed AFTER UPDATE OF name, email ON users
			WHEN OLD.name <> NEW.name OR OLD.email <> NEW.email BEGIN
			${index} SELECT t.id, ${words('t', 'NEW')} FROM tickets t
			WHERE t.requester_id = NEW.id AND t.deleted_at IS NULL;
		END`
	];
})();

/**
 * A table of its own: a GIN index on the tickets would be written anew with every change of a
 * status. The configuration `russian` stems Latin words as `english` does; `simple` keeps words
 * as they are written, for those of which only the beginning is typed.
 */
const POSTGRES = (() => {
	const capitals = 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ';
	const signs = `'ёЁ${capitals}!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~«»„“”—–…№'`;
	const words = (ticket: string, requester: string) => `ticket_words(${TEXT(ticket, requester)})`;
	const index = (from: string) =>
		`INSERT INTO ticket_search (ticket_id, words) ${from}
		ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words`;
	const procedure = (name: string, body: string) =>
		`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $body$
		BEGIN ${body}; RETURN NULL; END $body$`;
	return [
		`CREATE TABLE ticket_search (
			ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
			words TSVECTOR NOT NULL
		)`,
		// Signs become spaces, so that addresses and numbers fall into the words people look for.
		// Letters are named, since lower() leaves Cyrillic ones alone in a database of locale C.
		`CREATE FUNCTION ticket_words(text TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE AS $body$
			SELECT to_tsvector('russian', folded) || to_tsvector('simple', folded) FROM
			(SELECT translate(lower(text), ${signs}, 'ее${capitals.toLowerCase()}' || repeat(' ', 60))
				AS folded) AS f
		$body$`,
		`INSERT INTO ticket_search (ticket_id, words)
			SELECT t.id, ${words('t', 'r')} FROM tickets t JOIN users r ON r.id = t.requester_id
			WHERE t.deleted_at IS NULL`,
		`CREATE INDEX ticket_search_words ON ticket_search USING GIN (words)`,
		procedure(
			'ticket_search_ticket',
			index(`SELECT NEW.id, ${words('NEW', 'r')} FROM users r WHERE r.id = NEW.requester_id`)
		),
		procedure(
			'ticket_search_person',
			index(`SELECT t.id, ${words('t', 'NEW')} FROM tickets t
			WHERE t.requester_id = NEW.id AND t.deleted_at IS NULL`)
		),
		procedure('ticket_search_removal', `DELETE FROM ticket_search WHERE ticket_id = NEW.id`),
		`CREATE TRIGGER ticket_search_taken_away AFTER UPDATE OF deleted_at ON tickets
			FOR EACH ROW WHEN (NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION ticket_search_removal()`,
		`CREATE TRIGGER ticket_search_edited
			AFTER INSERT OR UPDATE OF subject, description, external_id, requester_id ON tickets
			FOR EACH ROW EXECUTE FUNCTION ticket_search_ticket()`,
		`CREATE TRIGGER ticket_search_renamed AFTER UPDATE OF name, email ON users
			FOR EACH ROW WHEN (OLD.name <> NEW.name OR OLD.email <> NEW.email)
			EXECUTE FUNCTION ticket_search_person()`
	];
})();

export const ticketSearch: Migration = {
	name: '0004-ticket-search',
	async up({ dialect, execute }) {
		for (const statement of dialect === 'sqlite' ? SQLITE : POSTGRES) await execute(statement);
	}
};
