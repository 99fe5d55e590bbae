import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { AUDIT_TYPE_LABEL } from '#lib/administration/audit-labels.ts';
import { KIND_OF } from '#server/queries/administration/audit-kinds.ts';

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
