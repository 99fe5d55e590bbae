import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** A message of one language: its text, or its texts by the form of a number and the like. */
type Message = string | readonly { readonly match: Readonly<Record<string, string>> }[];
type Messages = Readonly<Record<string, Message>>;

function messagesOf(folder: string, language: 'ru' | 'en'): Messages {
	return JSON.parse(readFileSync(resolve(ROOT, 'messages', folder, `${language}.json`), 'utf8'));
}

const FOLDERS = [
	'.',
	...readdirSync(resolve(ROOT, 'messages'), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
];

/** Every text of a message. */
function textsOf(message: Message): string[] {
	return typeof message === 'string'
		? [message]
		: message.flatMap(({ match }) => Object.values(match));
}

/** What is filled in, wherever it stands in any of the texts. */
function placeholders(message: Message): string[] {
	const names = textsOf(message).flatMap((text) =>
		[...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
	);
	return [...new Set(names)].sort();
}

/** Names that are Russian in English too, and the other language's own name. */
const CYRILLIC = /[а-яё]+/giu;
const NAMES = new Set(['русский', 'ооо', 'базис', 'центр']);

it('every folder of messages is compiled', () => {
	const settings: { readonly 'plugin.inlang.messageFormat': { readonly pathPattern: string[] } } =
		JSON.parse(readFileSync(resolve(ROOT, 'project.inlang/settings.json'), 'utf8'));
	const compiled = settings['plugin.inlang.messageFormat'].pathPattern;
	expect([...compiled].sort()).toEqual(
		FOLDERS.map((folder) =>
			folder === '.' ? './messages/{locale}.json' : `./messages/${folder}/{locale}.json`
		).sort()
	);
});

describe.each(FOLDERS)('messages of %s', (folder) => {
	const russian = messagesOf(folder, 'ru');
	const english = messagesOf(folder, 'en');

	it('are there in both languages', () => {
		expect(Object.keys(english).sort()).toEqual(Object.keys(russian).sort());
	});

	it('are never empty', () => {
		for (const messages of [russian, english])
			for (const [key, message] of Object.entries(messages))
				for (const text of textsOf(message)) expect([key, text.trim()]).not.toEqual([key, '']);
	});

	it('have the same things filled in', () => {
		for (const [key, message] of Object.entries(russian))
			expect([key, placeholders(english[key] ?? '')]).toEqual([key, placeholders(message)]);
	});

	it('have the forms that their language needs', () => {
		for (const [key, message] of Object.entries(russian)) {
			if (typeof message === 'string') continue;
			for (const { match } of message) {
				const forms = Object.keys(match).filter((form) => form.endsWith('=few'));
				for (const form of forms)
					for (const other of ['one', 'many', 'other'])
						expect([key, Object.keys(match)]).toEqual([
							key,
							expect.arrayContaining([form.replace('=few', `=${other}`)])
						]);
			}
		}
	});

	it('in English speak English', () => {
		for (const [key, message] of Object.entries(english))
			for (const text of textsOf(message)) {
				const words = (text.match(CYRILLIC) ?? []).filter((word) => !NAMES.has(word.toLowerCase()));
				expect([key, words]).toEqual([key, []]);
			}
	});
});

it('no key is said in two folders', () => {
	const all = FOLDERS.flatMap((folder) => Object.keys(messagesOf(folder, 'ru')));
	expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([]);
});
