import { z } from 'zod';
import { PRODUCTION_CALENDARS, weekOf, weeklyMinutes } from '../domain/business-calendar.ts';
import { formatHours, parseHours } from '../domain/calendar.ts';
import { LEAST_WEEKLY_MINUTES, LONGEST_MINUTES } from '../domain/sla-policy.ts';
import { PRIORITIES } from '../domain/ticket.ts';
import { dayOf, isZone } from '../domain/zone.ts';
import { line, slug, version } from './schemas.ts';

/** Own exceptions of one calendar: more than a year has days is a mistake. */
const MOST_EXCEPTIONS = 400;

const LONGEST_HOURS = 100;

/** Minutes: a number, `90`, or as people write them: `1 ч 30 мин`, `4 h`, `45 мин`. */
const minutes = z
	.union([
		z.number(),
		z.string().transform((text, context) => {
			const read = minutesOf(text);
			if (read === null) context.addIssue({ code: 'custom', message: 'no duration' });
			return read ?? z.NEVER;
		})
	])
	.pipe(z.number().int().min(1).max(LONGEST_MINUTES));

/** Forms send numbers as text. */
const whole = z.union([
	z.number(),
	z
		.string()
		.regex(/^\d{1,15}$/)
		.transform(Number)
]);

const percent = whole.pipe(z.number().int().min(1).max(90));
const calendarId = whole.pipe(z.number().int().positive());

/** A policy for one service; those for all services are always there. */
export const newSlaPolicy = z.strictObject({
	priority: z.enum(PRIORITIES),
	service: slug,
	responseMinutes: minutes,
	resolutionMinutes: minutes,
	warningPercent: percent.default(30),
	calendar: calendarId
});

export const slaPolicyPatch = z.strictObject({
	responseMinutes: minutes.optional(),
	resolutionMinutes: minutes.optional(),
	warningPercent: percent.optional(),
	calendar: calendarId.optional(),
	version: version.optional()
});

/** Working hours of a day as `parseHours` reads them, brought into one spelling. */
const hours = z
	.string()
	.max(LONGEST_HOURS)
	.transform((text, context) => {
		const read = parseHours(text);
		if (read === null) context.addIssue({ code: 'custom', message: 'no hours' });
		return read === null ? z.NEVER : formatHours(read);
	});

const date = z.string().refine((text) => {
	try {
		dayOf(text);
		return true;
	} catch {
		return false;
	}
});

const week = z
	.tuple([hours, hours, hours, hours, hours, hours, hours])
	.refine((written) => weeklyMinutes(weekOf(written)) >= LEAST_WEEKLY_MINUTES);

/** A calendar of working hours, whole: it is always written as a whole. */
export const calendarInput = z.strictObject({
	name: line(80),
	zone: z.string().min(1).max(64).refine(isZone),
	/** From Monday to Sunday; an empty text is a day off. */
	week,
	productionCalendar: z.enum(PRODUCTION_CALENDARS).nullable().default('ru'),
	exceptions: z
		.array(z.strictObject({ date, hours, name: line(80) }))
		.max(MOST_EXCEPTIONS)
		.default([]),
	version: version.optional()
});

function minutesOf(text: string): number | null {
	const trimmed = text.trim().toLowerCase();
	if (/^\d{1,7}$/.test(trimmed)) return Number(trimmed);
	const match =
		/^(?:(\d{1,5})\s*(?:ч|час\p{L}*|h|hours?)\.?)?\s*(?:(\d{1,7})\s*(?:м|мин\p{L}*|m|min|minutes?)\.?)?$/u.exec(
			trimmed
		);
	if (!match || trimmed === '') return null;
	return Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0);
}
