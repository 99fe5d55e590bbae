import { z } from 'zod';
import type { Gap } from '#lib/domain/coverage.ts';
import {
	SHIFT_STATUSES,
	type HandoverView,
	type PublicShift,
	type StaffShift
} from '#lib/domain/shift.ts';
import { moment, named } from './named.ts';

const open = {
	id: z.int().positive(),
	position: z.string().describe('What is done on it, in words'),
	startsAt: moment,
	endsAt: moment,
	status: z.enum(SHIFT_STATUSES).describe('As the clock recorded it'),
	updatedAt: moment
};

export const publicShift = named(
	'PublicShift',
	z.strictObject({
		...open,
		name: z.string().nullable().describe('Null where whoever is on it has not allowed it')
	}) satisfies z.ZodType<PublicShift>
);

export const shift = named(
	'Shift',
	z.strictObject({
		...open,
		name: z.string(),
		email: z.string(),
		publicName: z.boolean().describe('The public schedule shows the name'),
		version: z.int().positive()
	}) satisfies z.ZodType<StaffShift>
);

/** Staff see who is on it; others do where that person has allowed it. */
export const anyShift = named('AnyShift', z.union([shift, publicShift]));

export const gap = named(
	'CoverageGap',
	z.strictObject({
		from: moment,
		to: moment,
		position: z.string().nullable().describe('Null: whatever they do'),
		missing: z.int().positive().describe('How many more are wanted')
	}) satisfies z.ZodType<Omit<Gap, 'from' | 'to'>>
);

export const handover = named(
	'Handover',
	z.strictObject({
		id: z.int().positive(),
		author: z.string(),
		position: z.string().nullable(),
		body: z.string(),
		createdAt: moment,
		acceptedBy: z.string().nullable(),
		acceptedAt: moment.nullable()
	}) satisfies z.ZodType<HandoverView>
);
