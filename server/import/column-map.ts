import { LogFormatError } from '#server/servicenow/read.ts';

const FIELDS = [
	'externalId',
	'subject',
	'description',
	'service',
	'requester',
	'requesterName',
	'assignee',
	'priority',
	'status',
	'createdAt',
	'resolvedAt',
	'closedAt'
] as const;
export type ImportField = (typeof FIELDS)[number];
const NEEDED: readonly ImportField[] = ['externalId', 'subject', 'createdAt'];

export type ColumnMap = ReadonlyMap<ImportField, string>;

/** Reads `subject=Тема,createdAt=Создана`. Throws with what is wrong. */
export function columnMap(text: string): ColumnMap {
	const map = new Map<ImportField, string>();
	for (const pair of text.split(',').filter((part) => part.trim() !== '')) {
		const [name = '', ...rest] = pair.split('=');
		const field = FIELDS.find((one) => one === name.trim());
		const column = rest.join('=').trim();
		if (!field || column === '')
			throw new LogFormatError(`--map: ${pair.trim()} is not field=column of a known field`);
		map.set(field, column);
	}
	const missing = NEEDED.filter((field) => !map.has(field));
	if (missing.length > 0) throw new LogFormatError(`--map: ${missing.join(', ')} is missing`);
	return map;
}
