import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Where the project lies. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** One import: who, from where, and whether only its types are taken. */
export interface Import {
	readonly from: string;
	readonly to: string;
	readonly typeOnly: boolean;
}

/** Sources of a folder, as paths from the root of the project; none that are made. */
export function filesUnder(directory: string): string[] {
	return readdirSync(join(ROOT, directory), { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && /\.(ts|svelte|js)$/.test(entry.name))
		.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
		.filter((file) => !file.startsWith('src/lib/paraglide/'));
}

const STATEMENT =
	/(?:^|[\s;}])(import|export)\s+(type\s)?([^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

/** The text of a file without what is said in comments. */
export function codeOf(file: string): string {
	return readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
}

/** What a file imports, loaded at once or later. */
export function importsOf(file: string): Import[] {
	return [...codeOf(file).matchAll(STATEMENT)].map((match) => {
		const [, , type, names = '', specifier, dynamic] = match;
		const inner = /\{([^}]*)\}/.exec(names)?.[1];
		const everyNameIsType =
			inner !== undefined &&
			inner
				.split(',')
				.map((name) => name.trim())
				.filter((name) => name !== '')
				.every((name) => name.startsWith('type '));
		return {
			from: file,
			to: targetOf(file, specifier ?? dynamic ?? ''),
			typeOnly: dynamic === undefined && (type !== undefined || everyNameIsType)
		};
	});
}

/** A path from the root of the project, or the name of a package. */
function targetOf(file: string, specifier: string): string {
	if (specifier.startsWith('#server/')) return specifier.replace('#server/', 'server/');
	if (specifier.startsWith('#lib/')) return specifier.replace('#lib/', 'src/lib/');
	if (specifier.startsWith('$lib/')) return specifier.replace('$lib/', 'src/lib/');
	if (specifier.startsWith('.')) return join(dirname(file), specifier);
	return specifier;
}
