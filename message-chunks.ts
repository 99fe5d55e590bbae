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
	return closureOf(FRAME, (file) => importsOf(file, STATIC_IMPORT).filter((to) => files.has(to)));
}

/** Messages that a file says, and whatever it imports. */
function reader(files: ReadonlySet<string>): (file: string) => ReadonlySet<string> {
	const imports = readOnce((file) => importsOf(file, IMPORT).filter((to) => files.has(to)));
	const keys = readOnce((file) =>
		[...readFileSync(file, 'utf8').matchAll(KEY)].map(([, key = '']) => key)
	);
	return (file) => new Set([...closureOf([file], imports)].flatMap(keys));
}

/** These files, those they lead to, and so on. */
function closureOf(
	start: readonly string[],
	next: (file: string) => readonly string[]
): ReadonlySet<string> {
	const found = new Set(start);
	// A set is walked to what was added meanwhile.
	for (const file of found) for (const to of next(file)) found.add(to);
	return found;
}

/** However many pages lead to a file, it is read once. */
function readOnce(read: (file: string) => readonly string[]): (file: string) => readonly string[] {
	const known = new Map<string, readonly string[]>();
	return (file) => {
		const found = known.get(file) ?? read(file);
		known.set(file, found);
		return found;
	};
}

function importsOf(file: string, pattern: RegExp): string[] {
	return [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, to = '']) =>
		to.startsWith('#lib/') ? to.replace('#lib/', 'src/lib/') : join(dirname(file), to)
	);
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
