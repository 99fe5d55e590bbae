import { z } from 'zod';

/** Answers that have a name in the description of the API; others are written out where they stand. */
export const NAMED = new Map<string, z.ZodType>();

/** Gives a schema the name under which the description refers to it. */
export function named<S extends z.ZodType>(id: string, schema: S, description?: string): S {
	const described = description === undefined ? schema : schema.meta({ description });
	NAMED.set(id, described);
	return described;
}

/** A moment: ISO 8601 in UTC. */
export const moment = z.iso.datetime();

/** Items of a list that has no second page. */
export const listOf = <S extends z.ZodType>(item: S) =>
	z.strictObject({ items: z.array(item), nextCursor: z.null() });

/** The same where the items are counted. */
export const countedListOf = <S extends z.ZodType>(item: S) =>
	z.strictObject({ items: z.array(item), total: z.int().min(0), nextCursor: z.null() });

/** One page of a list. */
export const pageOf = <S extends z.ZodType>(item: S) =>
	z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

/** One page of a list that was counted. */
export const countedPageOf = <S extends z.ZodType>(item: S) =>
	z.strictObject({
		items: z.array(item),
		total: z.int().min(0).describe('Of all pages'),
		more: z.literal(true).optional().describe('There are more than `total`, uncounted'),
		nextCursor: z.string().nullable()
	});
