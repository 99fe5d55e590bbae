import { z } from 'zod';
import {
	PRODUCTION_CALENDARS,
	type CalendarDefinition,
	type CalendarView
} from '#lib/domain/business-calendar.ts';
import type { SlaPolicyView } from '#lib/domain/sla-policy.ts';
import { PRIORITIES } from '#lib/domain/ticket.ts';
import { named } from './named.ts';

export const slaPolicy = named(
	'SlaPolicy',
	z.strictObject({
		id: z.int(),
		priority: z.enum(PRIORITIES),
		service: z
			.string()
			.nullable()
			.describe('Slug of the one service it is for; null is every service without one of its own'),
		responseMinutes: z.int().positive().describe("Of the calendar's working time"),
		resolutionMinutes: z.int().positive().describe("Of the calendar's working time"),
		warningPercent: z
			.int()
			.min(1)
			.max(90)
			.describe('Per cent of the time that are left when the clock begins to warn'),
		calendar: z.int().describe('Id of the calendar'),
		version: z.int().positive()
	}) satisfies z.ZodType<SlaPolicyView>,
	'What is promised for a priority, of every service or of one'
);

const writtenHours = z.string().meta({ examples: ['09:00–13:00, 14:00–18:00'] });

const definition = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('around_the_clock') }),
	z.strictObject({
		kind: z.literal('working_hours'),
		zone: z.string().meta({ examples: ['Europe/Moscow'] }),
		week: z
			.tuple([
				writtenHours,
				writtenHours,
				writtenHours,
				writtenHours,
				writtenHours,
				writtenHours,
				writtenHours
			])
			.describe('From Monday to Sunday; an empty text is a day off'),
		productionCalendar: z
			.enum(PRODUCTION_CALENDARS)
			.nullable()
			.describe('Whose holidays and moved days are kept'),
		exceptions: z
			.array(z.strictObject({ date: z.string(), hours: z.string(), name: z.string() }))
			.describe('Days of its own; without hours a day off')
	})
]) satisfies z.ZodType<CalendarDefinition>;

export const calendar = named(
	'Calendar',
	z.strictObject({
		id: z.int(),
		name: z.string(),
		definition,
		version: z.int().positive()
	}) satisfies z.ZodType<CalendarView>,
	'Working hours with holidays, or around the clock'
);
