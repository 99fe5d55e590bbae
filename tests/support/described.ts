import { expect } from 'vitest';
import { problem } from '#server/api/answers/problem.ts';
import type { ApiCall } from '#server/api/calls/call.ts';
import { API_CALLS } from '#server/api/calls/index.ts';
import { refusalsOf } from '#server/api/openapi.ts';
import type { Answer } from './api.ts';

const CALLS: Readonly<Record<string, ApiCall>> = API_CALLS;

/**
 * Holds a real answer against what `openapi.json` says of its route: the status is one of those
 * it names, the body is what it is said to be, to the last field.
 */
export function expectAsDescribed(route: string, answer: Answer): void {
	const call = CALLS[route];
	if (!call) throw new Error(`${route} has no entry in server/api/calls`);
	const { status, headers, text } = answer;
	const good = call.answers[status];
	if (!good) {
		const codes = refusalsOf(route, call).get(String(status)) ?? [];
		expect(codes, `${route} is not said to answer ${status}`).toContain(answer.body['code']);
		expect(headers.get('content-type')).toContain('application/problem+json');
		expect(problem.safeParse(answer.body).error).toBeUndefined();
		return;
	}
	if (!good.schema) return;
	expect(headers.get('content-type')).toContain(good.contentType ?? 'application/json');
	const { error } = good.schema.safeParse(JSON.parse(text));
	expect(error?.issues, `${route} ${status} is not what openapi.json says`).toBeUndefined();
}
