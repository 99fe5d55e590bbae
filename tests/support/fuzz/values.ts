import type { Chance } from '../random.ts';

/** Texts that parsers, databases, logs and pages have stumbled over. */
const TEXTS: readonly string[] = [
	'',
	' ',
	'\0',
	'a\0b',
	'\u0001\u001b[31m',
	'\r\nSet-Cookie: session=x',
	'\ud800',
	'\udfff\ud800',
	'\u202eгруз',
	'\ufeff',
	'\u{1f469}\u200d\u{1f469}',
	'e\u0301'.repeat(50),
	'null',
	'undefined',
	'NaN',
	'-1',
	'0',
	'1e309',
	'9007199254740993',
	'99999999999999999999999999',
	'0x10',
	'true',
	'[object Object]',
	'__proto__',
	'constructor',
	'toString',
	'hasOwnProperty',
	"' OR 1=1 --",
	'"; DROP TABLE tickets; --',
	'%',
	'_',
	'\\',
	'*',
	'"*" AND (NEAR',
	'a:* & !b | (',
	'${7*7}{{7*7}}',
	'<script>alert(1)</script>',
	'=cmd|calc',
	'../../../etc/passwd',
	'..\\..\\x',
	'/etc/passwd%00.docx',
	'2026-02-30',
	'2026-13-45T99:99',
	'0000-00-00T00:00:00Z',
	'+275760-09-13T00:00:00.001Z',
	'-000001-01-01T00:00:00Z',
	'BC-0',
	'BC-1',
	'BC-99999999999999999999',
	'INC--1',
	'INC-1.5',
	'bc-١٢'
];

const KEYS: readonly string[] = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'valueOf',
	'then',
	'toJSON',
	'length',
	'id',
	'role',
	'status',
	'',
	'a.b',
	'$where'
];

const NUMBERS: readonly number[] = [
	0,
	-0,
	-1,
	1,
	0.1,
	1e21,
	-1e21,
	1e308,
	2 ** 31,
	2 ** 53,
	2 ** 63,
	-(2 ** 63),
	8.64e15 + 1,
	5e-324
];

/** A text nobody would type. */
export function hostileText(chance: Chance): string {
	if (chance.happens(0.7)) return chance.pick(TEXTS);
	const length = chance.pick([1, 10, 200, 201, 5_000, 70_000]);
	if (chance.happens(0.5))
		return chance.pick(['x', 'я', '\u{1f600}', '\0', ' ', '"']).repeat(length);
	return String.fromCharCode(
		...Array.from({ length: Math.min(length, 300) }, () => chance.below(0x10000))
	);
}

/** A value of any shape, nested now and then. */
export function hostileValue(chance: Chance, depth = 0): unknown {
	const roll = chance.below(depth > 3 ? 6 : 9);
	if (roll < 2) return hostileText(chance);
	if (roll < 4) return chance.pick(NUMBERS);
	if (roll === 4) return chance.happens(0.5);
	if (roll === 5) return null;
	if (roll === 6)
		return Array.from({ length: chance.below(5) }, () => hostileValue(chance, depth + 1));
	// `fromEntries` makes `__proto__` a field like any other, which is what a JSON parser does.
	return Object.fromEntries(
		Array.from({ length: chance.below(4) }, () => [
			chance.pick(KEYS),
			hostileValue(chance, depth + 1)
		])
	);
}

/** JSON, or what only begins like it. */
export function hostileJson(chance: Chance): string {
	const nesting = chance.pick([10, 1_000, 60_000]);
	return chance.pick([
		() => '',
		() => '{',
		() => '{"subject":',
		() => '{"a":1}{"b":2}',
		() => "{'a':1}",
		() => '{"a":NaN}',
		() => '\ufeff{"a":1}',
		() => '[1,]',
		() => '"\\ud800"',
		() => '"\\x"',
		() => '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}',
		() => `{${'"a":{'.repeat(1_000)}`,
		() => `${'['.repeat(nesting)}${']'.repeat(nesting)}`,
		() => `${'{"a":'.repeat(nesting)}1${'}'.repeat(nesting)}`,
		() => `{${Array.from({ length: 5_000 }, (_, at) => `"k${at}":1`).join()}}`,
		() => `{"a":${'9'.repeat(5_000)}}`,
		() => `"${'x'.repeat(140_000)}"`,
		() => JSON.stringify(hostileValue(chance)) ?? ''
	])();
}

/** Any bytes. */
export function hostileBytes(chance: Chance): Buffer {
	const length = chance.pick([0, 1, 3, 100, 4_000]);
	return Buffer.from(Array.from({ length }, () => chance.below(256)));
}
