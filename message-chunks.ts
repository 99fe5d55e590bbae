import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A file of messages as they are compiled: one for each key. */
const MESSAGE = /\/src\/lib\/paraglide\/messages\/(\w+)\.js$/;

const IMPORT = /(?:from|import\()\s*['"](#lib\/[^'"]+|\.{1,2}\/[^'"]+)['"]/g;
const STATIC_IMPORT = /from\s*['"](#lib\/[^'"]+|\.{1,2}\/[^'"]+)['"]/g;
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
	const frame = framed(new Set(files));
	return (id) => {
		const path = id.split('?')[0] ?? '';
		const key = MESSAGE.exec(path)?.[1];
		if (key === undefined) return frame.has(relative('.', path)) ? 'frame' : null;
		return `words-${chunkOf([...(said.get(key) ?? [])])}`;
	};
}

/** What every page of the site stands in: loaded whatever the page, so best in one piece. */
const FRAME = ['src/routes/+layout.svelte', 'src/routes/(public)/+layout.svelte'];

/** Files that the frame cannot do without. */
function framed(files: ReadonlySet<string>): ReadonlySet<string> {
	const found = new Set<string>();
	const follow = (file: string) => {
		if (found.has(file)) return;
		found.add(file);
		for (const to of importsOf(file, STATIC_IMPORT)) if (files.has(to)) follow(to);
	};
	for (const file of FRAME) follow(file);
	return found;
}

function importsOf(file: string, pattern: RegExp): string[] {
	return [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, to = '']) =>
		to.startsWith('#lib/') ? to.replace('#lib/', 'src/lib/') : join(dirname(file), to)
	);
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
				imports: importsOf(file, IMPORT).filter((to) => files.has(to))
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

/**
 * The chunk of what is said at some places. Behind the sign-in nobody counts bytes: what a page of
 * the site says too is kept with that page's own words, so that other visitors need not load it.
 */
function chunkOf(places: readonly string[]): string {
	const open = places.filter((place) => !SECTIONS.includes(place));
	const [first, second, ...more] = open.toSorted();
	if (first === undefined) return places.length === 1 ? (places[0] ?? 'sections') : 'sections';
	if (open.includes('everywhere') || more.length > 0) return 'everywhere';
	return second === undefined ? first : `${first}-${second}`;
}
