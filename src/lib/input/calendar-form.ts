import type { OwnException } from '../domain/business-calendar.ts';

/** Names of the fields of a week's hours: `week[mon]` and so on. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The fields of the calendar form as the JSON of the API has them. */
export function calendarFromForm(input: Record<string, unknown>): Record<string, unknown> {
	const { week, exceptions, productionCalendar, ...rest } = input;
	return {
		...rest,
		week: WEEKDAYS.map((day) => (isRecord(week) ? (week[day] ?? '') : '')),
		productionCalendar: productionCalendar === '' ? null : productionCalendar,
		exceptions: exceptionsFromText(typeof exceptions === 'string' ? exceptions : '')
	};
}

/** `2026-12-30 09:00–13:00 Короткий день`, one a line; empty lines are left out. */
export function exceptionsFromText(text: string): OwnException[] {
	return writtenLines(text).map(({ line }) => {
		const [, date = '', hours = '', name = ''] =
			/^(\S+)\s*((?:\d\d?:\d\d\s*[-–—]\s*\d\d?:\d\d(?:\s*,\s*)?)*)\s*(.*)$/.exec(line) ?? [];
		return { date, hours: hours.trim(), name };
	});
}

/** The text `exceptionsFromText` reads. */
export function exceptionsText(exceptions: readonly OwnException[]): string {
	return exceptions
		.map(({ date, hours, name }) => [date, hours, name].filter((part) => part !== '').join(' '))
		.join('\n');
}

/** The line of the text, from 1, in which the exception of this index is written. */
export function lineOfException(text: string, index: number): number {
	return writtenLines(text)[index]?.number ?? index + 1;
}

function writtenLines(text: string): { line: string; number: number }[] {
	return text
		.split('\n')
		.map((line, at) => ({ line: line.trim(), number: at + 1 }))
		.filter(({ line }) => line !== '');
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
