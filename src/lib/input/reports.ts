import { z } from 'zod';
import {
	REPORT_FORMATS,
	REPORT_FREQUENCIES,
	REPORT_KINDS,
	REPORT_LANGUAGES
} from '../domain/report.ts';

/** A tick box of a form, or a boolean of the API. */
const yes = z.union([
	z.boolean(),
	z.enum(['on', 'true']).transform(() => true),
	z.enum(['', 'off', 'false']).transform(() => false)
]);

const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);

const what = {
	kind: z.enum(REPORT_KINDS),
	format: z.enum(REPORT_FORMATS).default('docx'),
	/** That of the portal when left out. */
	language: z.enum(REPORT_LANGUAGES).optional(),
	public: yes.default(false)
};

/** Days are of the portal's zone, both included. */
export const newReport = z.strictObject({ ...what, from: date, to: date });

/** Forms send numbers as text. */
const whole = (least: number, most: number) =>
	z
		.union([
			z.number(),
			z
				.string()
				.regex(/^\d{1,2}$/)
				.transform(Number)
		])
		.pipe(z.number().int().min(least).max(most));

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** `weekday` counts from Monday, 0. What a frequency does not ask for is left aside. */
export const reportSchedule = z.strictObject({
	...what,
	frequency: z.enum(REPORT_FREQUENCIES),
	weekday: whole(0, 6).default(0),
	day: whole(1, 28).default(1),
	time,
	paused: yes.default(false)
});

export const reportPatch = z.strictObject({ public: yes });

/** What a list of reports may be narrowed by. */
export const reportQuery = z.strictObject({
	kind: z.enum(REPORT_KINDS).optional(),
	limit: z.coerce.number().int().min(1).max(100).optional(),
	cursor: z.string().min(1).max(400).optional()
});
