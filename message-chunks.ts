import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of messages as they are compiled: one for each key. */
const MESSAGE = /\/src\/lib\/paraglide\/messages\/(\w+)\.js$/;

const IMPORT = /(?:from|import\()\s*['"](#lib\/[^'"]+|\.{1,2}\/[^'"]+)['"]/g;
const KEY = /\bm\.(\w+)/g;

/** Sections behind the sign-in; what only they say no visitor has to load. */
const SECTIONS = ['panel', 'cabinet', 'wall'];

/**
 * Names the chunk that the words of a message belong to. Left alone, a bundler puts all messages
 * of the whole site, in all languages, into the one script that every page waits for; so each
 * page of the site and each section has its own, and what several say is common.
 */
export function messageChunks(): (id: string) => string | null {
	const files = globSync('src/**/*.{ts,svelte}', { exclude: (path) => path.includes('paraglide') });
	const said = new Map<string, Set<string>>();
	const reach = reader(new Set(files));
	for (const page of files.filter((file) => /\/\+(page|layout|error)(\.svelte|\.ts)$/.test(file)))
		for (const key of reach(page)) {
			const places = said.get(key) ?? new Set();
			places.add(placeOf(page));
			said.set(key, places);
		}
	return (id) => {
		const key = MESSAGE.exec(id.split('?')[0] ?? '')?.[1];
		if (key === undefined) return null;
		const [place = 'everywhere', ...more] = said.get(key) ?? [];
		return `words-${more.length === 0 ? place : commonOf([place, ...more])}`;
	};
}

/** Messages that a file says, and whatever it imports. */
function reader(files: ReadonlySet<string>): (file: string) => ReadonlySet<string> {
	const own = new Map<string, { keys: string[]; imports: string[] }>();
	const read = (file: string) => {
		let known = own.get(file);
		if (!known) {
			const code = readFileSync(file, 'utf8');
			known = {
				keys: [...code.matchAll(KEY)].map(([, key = '']) => key),
				imports: [...code.matchAll(IMPORT)]
					.map(([, to = '']) =>
						to.startsWith('#lib/') ? to.replace('#lib/', 'src/lib/') : join(dirname(file), to)
					)
					.filter((to) => files.has(to))
			};
			own.set(file, known);
		}
		return known;
	};
	return (file) => {
		const keys = new Set<string>();
		const seen = new Set<string>();
		const follow = (at: string) => {
			if (seen.has(at)) return;
			seen.add(at);
			const { keys: mine, imports } = read(at);
			for (const key of mine) keys.add(key);
			for (const to of imports) follow(to);
		};
		follow(file);
		return keys;
	};
}

/** `src/routes/(public)/kpi/+page.svelte` → `kpi`; of a section only its name counts. */
function placeOf(file: string): string {
	const parts = dirname(file)
		.split('/')
		.slice(2)
		.filter((part) => !part.startsWith('('));
	if (/\+(layout|error)\./.test(file) && parts.length === 0) return 'everywhere';
	const [first = 'home'] = parts;
	if (SECTIONS.includes(first)) return first;
	return parts.join('-').replace(/[^a-z-]/g, '') || 'home';
}

function commonOf(places: readonly string[]): string {
	return places.every((place) => SECTIONS.includes(place)) ? 'sections' : 'everywhere';
}
