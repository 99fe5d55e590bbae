import { z } from 'zod';
import { fieldError } from '#lib/domain/errors.ts';

/** One column of an order; all columns of an order run the same way. */
export interface KeyColumn<Row> {
	readonly column: string;
	readonly descending: boolean;
	readonly of: (row: Row) => number;
}

/** PostgreSQL refuses fractions and what is too large where a column holds whole numbers. */
const key = z.array(z.number().int()).min(1).max(5);

/** The key of the last row shown, as text for an address. */
export function encodeCursor(values: readonly number[]): string {
	return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The key behind such a text, or null when it is none of ours. */
export function decodeCursor(text: string, length: number): number[] | null {
	try {
		const parsed = key.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
		return parsed.success && parsed.data.length === length ? parsed.data : null;
	} catch {
		return null;
	}
}

/** The key that a page goes on behind; null on the first one. Refuses what is no cursor of ours. */
export function keyBehind(cursor: string | undefined, length: number): number[] | null {
	if (cursor === undefined) return null;
	const behind = decodeCursor(cursor, length);
	if (!behind) throw fieldError('cursor', 'invalid');
	return behind;
}
