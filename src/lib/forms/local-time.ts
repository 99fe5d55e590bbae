import { isOfRealDay, zoneOf } from '#lib/domain/zone.ts';

const LOCAL = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?$/;

/** A moment as a field of the kind `datetime-local` holds it, by the clock of a zone. */
export function localText(at: string | number | null, zone: string): string {
	if (at === null || at === '') return '';
	const instant = typeof at === 'number' ? at : Date.parse(at);
	return new Date(zoneOf(zone).wallOf(instant)).toISOString().slice(0, 16);
}

/**
 * A form's input with its local times as moments in ISO 8601. What is no local time stays as it
 * is, to be refused where the input is parsed; what was left empty was not said.
 */
export function withInstants(
	input: Record<string, unknown>,
	fields: readonly string[],
	zone: string
): Record<string, unknown> {
	const entries = Object.entries(input)
		.filter(([field, value]) => !(fields.includes(field) && value === ''))
		.map(([field, value]) => [field, fields.includes(field) ? instantOf(value, zone) : value]);
	return Object.fromEntries(entries);
}

function instantOf(value: unknown, zone: string): unknown {
	if (typeof value !== 'string' || !LOCAL.test(value) || !isOfRealDay(value)) return value;
	const wall = Date.parse(`${value.length === 16 ? `${value}:00` : value}Z`);
	return Number.isNaN(wall) ? value : new Date(zoneOf(zone).instantOf(wall)).toISOString();
}
