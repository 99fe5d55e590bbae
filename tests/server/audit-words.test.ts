import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { AUDIT_TYPE_LABEL } from '#lib/administration/audit-labels.ts';
import { auditKindLabel } from '#lib/administration/audit-kind-words.ts';
import { KIND_OF, TYPES_OF } from '#server/queries/administration/audit-kinds.ts';

/** Every sort of event there is, as its type lists them. */
const TYPES = [
	...(/export type EventType =([\s\S]*?);/
		.exec(readFileSync('server/events/event.ts', 'utf8'))?.[1]
		?.matchAll(/'([a-z_.]+)'/g) ?? [])
].flatMap(([, type]) => type ?? []);

it('every sort of event has words and its place in the record', () => {
	expect(TYPES.length).toBeGreaterThan(50);
	expect(TYPES.filter((type) => !AUDIT_TYPE_LABEL[type])).toEqual([]);
	expect(TYPES.filter((type) => !KIND_OF[type])).toEqual([]);
	for (const type of TYPES) expect(AUDIT_TYPE_LABEL[type]?.().length).toBeGreaterThan(2);
});

it('every kind that is offered finds something', () => {
	for (const kind of Object.keys(auditKindLabel))
		expect([kind, [...TYPES_OF].find(([one]) => one === kind)?.[1].length]).not.toEqual([kind, 0]);
});
