import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const LINES = 37;

/** One test that a line of the table names. */
interface Proof {
	readonly number: number;
	readonly file: string;
	readonly title: string;
}

/** Every test that SECURITY.md names: `file`: «title», «title»; `file`: «title». */
function proofs(): Proof[] {
	const found: Proof[] = [];
	for (const line of readFileSync(join(ROOT, 'SECURITY.md'), 'utf8').split('\n')) {
		const row = /^\| *(\d+) *\|[^|]+\|(.+)\|$/.exec(line);
		if (!row) continue;
		let file = '';
		for (const [, path, title] of (row[2] ?? '').matchAll(/`([^`]+)`:|«([^»]+)»/g))
			if (path !== undefined) file = path;
			else found.push({ number: Number(row[1]), file, title: title ?? '' });
	}
	return found;
}

/** Titles of the tests of a file that run: those switched off are none. */
function titlesIn(file: string): Set<string> {
	const titles = new Set<string>();
	const source = ts.createSourceFile(
		file,
		readFileSync(join(ROOT, file), 'utf8'),
		ts.ScriptTarget.Latest
	);
	const visit = (node: ts.Node, off: boolean): void => {
		const isOff = off || (ts.isCallExpression(node) && isSwitchedOff(node.expression));
		if (!isOff && ts.isCallExpression(node) && callee(node.expression) !== null) {
			const [title] = node.arguments;
			if (title && ts.isStringLiteralLike(title)) titles.add(title.text);
		}
		ts.forEachChild(node, (child) => visit(child, isOff));
	};
	visit(source, false);
	return titles;
}

/** `it` of `it('…')`, `it.each([…])('…')` and the like; null for any other call. */
function callee(called: ts.Expression): string | null {
	if (ts.isIdentifier(called)) return ['it', 'test'].includes(called.text) ? called.text : null;
	if (ts.isPropertyAccessExpression(called)) return callee(called.expression);
	if (ts.isCallExpression(called)) return callee(called.expression);
	return null;
}

function isSwitchedOff(called: ts.Expression): boolean {
	if (ts.isCallExpression(called)) return isSwitchedOff(called.expression);
	if (!ts.isPropertyAccessExpression(called)) return false;
	return (
		['skip', 'skipIf', 'runIf', 'todo', 'fails'].includes(called.name.text) ||
		isSwitchedOff(called.expression)
	);
}

describe('SECURITY.md', () => {
	it('names for each line a test that is there', () => {
		const numbers = [...new Set(proofs().map(({ number }) => number))];
		expect(numbers).toEqual(Array.from({ length: LINES }, (_, at) => at + 1));
		const missing = proofs().filter(
			({ file, title }) => !existsSync(join(ROOT, file)) || !titlesIn(file).has(title)
		);
		expect(missing).toEqual([]);
	});

	it('names only tests that a run of all tests runs', () => {
		for (const { file } of proofs())
			expect(file).toMatch(/^tests\/(domain|live|interface|server|web|e2e)\/.+\.test\.ts$/);
	});
});

/** Every copy of a package that the lock file installs. */
function installed(name: string): string[] {
	const lock: { packages: Record<string, { version?: string; name?: string }> } = JSON.parse(
		readFileSync(join(ROOT, 'package-lock.json'), 'utf8')
	);
	// A package may lie under another name than its own: `npm:` gives it one.
	return Object.entries(lock.packages)
		.filter(([path, entry]) => (entry.name ?? path.split('node_modules/').at(-1)) === name)
		.map(([, { version }]) => version ?? '0');
}

/** Is a version this one or a later one? */
function isAtLeast(version: string, oldest: readonly number[]): boolean {
	const parts = version.split(/[.-]/).map(Number);
	for (const [place, least] of oldest.entries()) {
		const part = parts[place] ?? 0;
		if (part !== least) return part > least;
	}
	return true;
}

describe('what is installed', () => {
	const expectAtLeast = (name: string, oldest: readonly number[]) => {
		const versions = installed(name);
		expect(versions.length).toBeGreaterThan(0);
		expect([name, versions.filter((version) => !isAtLeast(version, oldest))]).toEqual([name, []]);
	};

	it('ws is 8.23 or later wherever it lies', () => {
		expectAtLeast('ws', [8, 23, 0]);
	});

	it('sequelize is 6.37.8 or later, koa 3.1.2 or later', () => {
		expectAtLeast('sequelize', [6, 37, 8]);
		expectAtLeast('koa', [3, 1, 2]);
	});

	it('xlsx is nowhere', () => {
		expect(installed('xlsx')).toEqual([]);
	});
});
