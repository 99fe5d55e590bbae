import type { z } from 'zod';
import { DomainError, type FieldIssue } from '../domain/errors.ts';

/**
 * Parses what came in at the door. Throws `invalid_input` with one issue for each field.
 * Prototype keys never get this far into an object: schemas are strict.
 */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
	// Without the input an issue cannot tell what is missing from what is of the wrong type.
	const result = schema.safeParse(raw, { reportInput: true });
	if (result.success) return result.data;
	const issues = new Map<string, FieldIssue>();
	for (const issue of result.error.issues) {
		for (const field of fieldsOf(issue))
			if (!issues.has(field)) issues.set(field, { field, code: codeOf(issue) });
	}
	throw new DomainError('invalid_input', { issues: [...issues.values()] });
}

function fieldsOf(issue: z.core.$ZodIssue): string[] {
	if (issue.code === 'unrecognized_keys')
		return issue.keys.map((key) => [...issue.path, key].join('.'));
	return [issue.path.map(String).join('.') || 'body'];
}

function codeOf(issue: z.core.$ZodIssue): string {
	switch (issue.code) {
		case 'too_small':
			return issue.minimum === 1 ? 'required' : 'too_short';
		case 'too_big':
			return 'too_long';
		case 'invalid_type':
		case 'invalid_value':
			return issue.input === undefined ? 'required' : 'invalid';
		case 'unrecognized_keys':
			return 'unknown_field';
		default:
			return 'invalid';
	}
}

/** Fields of a form as a plain object; names ending in `[]` become lists, `impact[slug]` a record. */
export function formObject(form: FormData): Record<string, unknown> {
	const result: Record<string, unknown> = Object.create(null);
	for (const [name, value] of form) {
		const list = /^([a-zA-Z]+)\[\]$/.exec(name);
		const record = /^([a-zA-Z]+)\[([a-zA-Z0-9-]+)\]$/.exec(name);
		if (list?.[1]) {
			const items = result[list[1]];
			if (Array.isArray(items)) items.push(value);
			else result[list[1]] = [value];
		} else if (record?.[1] && record[2]) {
			const entries = result[record[1]];
			if (typeof entries === 'object' && entries !== null)
				Object.assign(entries, { [record[2]]: value });
			else result[record[1]] = { [record[2]]: value };
		} else if (!(name in result)) result[name] = value;
	}
	return { ...result };
}
