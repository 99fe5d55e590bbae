import type { CalendarDefinition, CalendarView } from '#lib/domain/business-calendar.ts';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { SlaBook } from '#lib/domain/sla-policy.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { CalendarInput, Commands } from '#server/portal.ts';
import { demand } from './authorise.ts';
import { differencesOf } from './differences.ts';
import { changeSlaVersion, lockSla } from './sla-version.ts';

/** Adds a calendar of working hours. */
export function createCalendar(execute: Execute): Commands['createCalendar'] {
	return (actor, input) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'sla.manage');
			refuseTaken(await lockSla(tx), input.name, null);
			const [made] = await tx.run<{ id: number }>(
				`INSERT INTO calendars (name, definition, version) VALUES ($1, $2, 1) RETURNING id`,
				[input.name, JSON.stringify(definitionOf(input))]
			);
			const calendar = calendarIn(await changeSlaVersion(tx), made?.id ?? 0);
			record({ type: 'calendar.created', actor, calendar });
			return calendar;
		});
}

/**
 * Changes a calendar. What is due already stays so until a ticket's clocks move the next time,
 * or an administrator has all of them counted anew.
 */
export function updateCalendar(execute: Execute): Commands['updateCalendar'] {
	return (actor, id, input) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'sla.manage');
			const book = await lockSla(tx);
			const before = calendarIn(book, id);
			// Around the clock there are no hours to change, and every policy may lean on it.
			if (before.definition.kind === 'around_the_clock')
				throw fieldError('calendar', 'around_the_clock');
			if (input.version !== undefined && input.version !== before.version)
				throw staleCalendar(before);
			refuseTaken(book, input.name, id);
			const wanted = { ...before, name: input.name, definition: definitionOf(input) };
			const changed = differencesOf(before, wanted);
			if (Object.keys(changed).length === 0) return before;
			await tx.run(
				`UPDATE calendars SET name = $2, definition = $3, version = version + 1 WHERE id = $1`,
				[id, wanted.name, JSON.stringify(wanted.definition)]
			);
			const calendar = calendarIn(await changeSlaVersion(tx), id);
			record({ type: 'calendar.changed', actor, changed, calendar });
			return calendar;
		});
}

/** Keys in one order, so that equal calendars are equal texts. */
function definitionOf(input: CalendarInput): CalendarDefinition {
	const { zone, week, productionCalendar } = input;
	const exceptions = input.exceptions
		.map(({ date, hours, name }) => ({ date, hours, name }))
		.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
	return { kind: 'working_hours', zone, week, productionCalendar, exceptions };
}

function calendarIn({ calendars }: SlaBook, id: number): CalendarView {
	const calendar = calendars.find((one) => one.id === id);
	if (!calendar) throw new DomainError('not_found');
	return calendar;
}

function refuseTaken({ calendars }: SlaBook, name: string, id: number | null): void {
	if (calendars.some((one) => one.name === name && one.id !== id))
		throw fieldError('name', 'already_there');
}

function staleCalendar({ name, definition, version }: CalendarView): DomainError {
	return new DomainError('stale_version', {
		stale: {
			currentVersion: version,
			changedBy: null,
			changedAt: null,
			current: { name, ...definition }
		}
	});
}
