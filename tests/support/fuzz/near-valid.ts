import type { Chance } from '../random.ts';
import { hostileText, hostileValue } from './values.ts';

/** Names of things that are there, so that what is sent gets further than «no such thing». */
export interface Known {
	readonly numbers: readonly string[];
	readonly incidents: readonly string[];
	readonly services: readonly string[];
	readonly people: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** What a schema of the API's own description asks for, or nearly. */
export function nearlyValid(chance: Chance, schema: unknown, known: Known, name = ''): unknown {
	if (chance.happens(0.06)) return hostileValue(chance);
	if (!isJson(schema)) return hostileValue(chance);
	const choices = [...list(schema['anyOf']), ...list(schema['oneOf'])];
	if (choices.length > 0) return nearlyValid(chance, chance.pick(choices), known, name);
	if ('const' in schema) return schema['const'];
	const allowed = list(schema['enum']);
	if (allowed.length > 0) return chance.pick(allowed);
	switch (schema['type']) {
		case 'object':
			return anObject(chance, schema, known);
		case 'array':
			return Array.from({ length: chance.below(4) }, () =>
				nearlyValid(chance, schema['items'], known, name)
			);
		case 'integer':
		case 'number':
			return chance.pick([schema['minimum'] ?? 0, schema['maximum'] ?? 3, 1, 2, 5, -1, 1_000_000]);
		case 'boolean':
			return chance.happens(0.5);
		case 'null':
			return null;
		default:
			return aText(chance, schema, known, name);
	}
}

function anObject(chance: Chance, schema: Json, known: Known): Json {
	const properties = isJson(schema['properties']) ? schema['properties'] : {};
	const required = new Set(list(schema['required']));
	const fields = Object.entries(properties)
		.filter(([name]) => (required.has(name) ? !chance.happens(0.02) : chance.happens(0.5)))
		.map(([name, field]) => [name, nearlyValid(chance, field, known, name)]);
	if (chance.happens(0.03)) fields.push([hostileText(chance), hostileValue(chance)]);
	return Object.fromEntries(fields);
}

function aText(chance: Chance, schema: Json, known: Known, name: string): string {
	if (schema['format'] === 'date-time')
		return new Date(Date.now() + (chance.next() - 0.5) * 1e10).toISOString();
	if (schema['format'] === 'date') return `2026-0${1 + chance.below(9)}-1${chance.below(9)}`;
	if (/email|requester|assignee|member/i.test(name)) return chance.pick(known.people);
	if (/service|slug/i.test(name)) return chance.pick(known.services);
	if (/ticket|number/i.test(name)) return chance.pick(known.numbers);
	if (/incident/i.test(name)) return chance.pick(known.incidents);
	const longest = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : 40;
	return chance.happens(0.2) ? 'ж'.repeat(Math.min(longest, 4_000)) : 'Не приходит почта';
}
