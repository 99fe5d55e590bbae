import { afterEach, expect, it } from 'vitest';
import type { CalendarDefinition, WorkingHoursDefinition } from '#lib/domain/business-calendar.ts';
import { advanceClocks, startClocks, type SlaFacts } from '#lib/domain/sla.ts';
import { calendarFrom } from '#lib/domain/business-calendar.ts';
import { ticketDeadline } from '#lib/domain/ticket-deadline.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { deadlineWords, workAmount } from '#lib/format/deadlines.ts';
import { overwriteGetLocale, type Locale } from '#lib/paraglide/runtime.js';

const ZONE = 'Europe/Moscow';
const MINUTE = 60_000;
let language: Locale = 'ru';
overwriteGetLocale(() => language);
afterEach(() => {
	language = 'ru';
});

const OFFICE: WorkingHoursDefinition = {
	kind: 'working_hours',
	zone: ZONE,
	week: ['09:00–18:00', '09:00–18:00', '09:00–18:00', '09:00–18:00', '09:00–18:00', '', ''],
	productionCalendar: 'ru',
	exceptions: []
};
const ALWAYS: CalendarDefinition = { kind: 'around_the_clock' };

const moscow = (text: string) => Date.parse(`${text}+03:00`);
const iso = (at: number) => new Date(at).toISOString();
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

/** A ticket lived by the domain's own clocks: waiting from and to each pair of moments. */
function lived(
	definition: CalendarDefinition,
	filed: string,
	minutes: number,
	waits: readonly (readonly [from: string, to?: string])[] = [],
	answered: string | null = null
): FullTicket {
	const target = {
		responseMinutes: minutes,
		resolutionMinutes: minutes,
		calendar: calendarFrom(definition)
	};
	let facts: SlaFacts = {
		createdAt: moscow(filed),
		status: 'new',
		firstResponseAt: null,
		resolvedAt: null
	};
	let clocks = startClocks(facts, target, facts.createdAt);
	const steps: { at: string; facts: Partial<SlaFacts> }[] = waits.flatMap(([from, to]) => [
		{ at: from, facts: { status: 'waiting' as const } },
		...(to === undefined ? [] : [{ at: to, facts: { status: 'in_progress' as const } }])
	]);
	// Of two things at the same moment the answer comes first.
	if (answered !== null)
		steps.unshift({ at: answered, facts: { firstResponseAt: moscow(answered) } });
	for (const step of steps.toSorted((a, b) => moscow(a.at) - moscow(b.at))) {
		facts = { ...facts, ...step.facts };
		clocks = advanceClocks(clocks, facts, target, moscow(step.at));
	}
	return {
		number: 'BC-1',
		subject: '',
		description: '',
		service: 'mail',
		priority: 'normal',
		status: facts.status,
		requester: { name: '', email: '' },
		assignee: null,
		externalId: null,
		createdAt: iso(facts.createdAt),
		updatedAt: iso(facts.createdAt),
		firstResponseAt: facts.firstResponseAt === null ? null : iso(facts.firstResponseAt),
		resolvedAt: null,
		closedAt: null,
		responseDueAt: iso(clocks.responseDueAt),
		resolutionDueAt: iso(clocks.resolutionDueAt),
		pausedAt: clocks.pausedAt === null ? null : iso(clocks.pausedAt),
		pauses: clocks.pauses.map(({ from, to }) => ({ from: iso(from), to: iso(to ?? from) })),
		promise: { responseMinutes: minutes, resolutionMinutes: minutes, calendar: 1 },
		rating: null,
		sla: { response: clocks.responseSla, resolution: clocks.resolutionSla },
		version: 1
	};
}

function words(
	ticket: FullTicket,
	definition: CalendarDefinition,
	now: string,
	clock: 'response' | 'resolution' = 'resolution'
): string {
	const deadline = ticketDeadline(ticket, clock, definition);
	if (!deadline) throw new Error('no deadline');
	return plain(deadlineWords(deadline, moscow(now), ZONE));
}

it('a deadline within one day, with its pause', () => {
	const ticket = lived(OFFICE, '2026-04-07T10:30:00', 240, [
		['2026-04-07T11:00:00', '2026-04-07T12:10:00']
	]);
	expect(words(ticket, OFFICE, '2026-04-07T13:00:00')).toBe(
		'15:40: 4 рабочих часа от 10:30, пауза 1 ч 10 мин'
	);
	language = 'en';
	expect(words(ticket, OFFICE, '2026-04-07T13:00:00')).toBe(
		'15:40: 4 working hours from 10:30, pause of 1 h 10 min'
	);
});

it('one over the weekend and a holiday that was moved', () => {
	const ticket = lived(OFFICE, '2026-03-06T16:00:00', 240);
	expect(words(ticket, OFFICE, '2026-03-06T17:00:00')).toBe(
		'10 мар, 11:00: 4 рабочих часа от 16:00, учтены 9 мар (международный женский день)'
	);
	language = 'en';
	expect(words(ticket, OFFICE, '2026-03-06T17:00:00')).toBe(
		'Mar 10, 11:00: 4 working hours from 16:00, allowing for Mar 9 (day off)'
	);
});

it('one of a ticket that came at night', () => {
	const ticket = lived(OFFICE, '2026-04-07T22:14:00', 90);
	expect(words(ticket, OFFICE, '2026-04-08T09:30:00')).toBe(
		'10:30: 1 ч 30 мин рабочего времени от 09:00, заявка пришла 7 апр, 22:14, в нерабочее время'
	);
});

it('one that stands still says how much is left', () => {
	const ticket = lived(OFFICE, '2026-04-07T10:30:00', 240, [['2026-04-07T12:10:00']]);
	expect(words(ticket, OFFICE, '2026-04-07T15:00:00')).toBe(
		'Часы стоят с 12:10: ждём клиента. Когда он ответит, останется 2 ч 20 мин рабочего времени'
	);
});

it('one of a response that was given knows nothing of what came after it', () => {
	const answered = '2026-04-07T12:30:00';
	const said = '14:00: 2 часа от 12:00';
	for (const wait of [[answered], [answered, '2026-04-07T13:30:00']] as const) {
		const ticket = lived(ALWAYS, '2026-04-07T12:00:00', 120, [wait], answered);
		expect(words(ticket, ALWAYS, '2026-04-07T13:40:00', 'response')).toBe(said);
	}
});

it('one of a response counts the pauses before it, and no other', () => {
	const waits = [
		['2026-04-07T12:10:00', '2026-04-07T12:20:00'],
		['2026-04-07T12:30:00', '2026-04-07T13:30:00']
	] as const;
	const ticket = lived(ALWAYS, '2026-04-07T12:00:00', 120, waits, '2026-04-07T12:30:00');
	expect(words(ticket, ALWAYS, '2026-04-07T13:40:00', 'response')).toBe(
		'14:10: 2 часа от 12:00, пауза 10 мин'
	);
});

it('one of a response that was given while the client was waited for is not moved on', () => {
	const waits = [['2026-04-07T12:10:00', '2026-04-07T13:30:00']] as const;
	const ticket = lived(ALWAYS, '2026-04-07T12:00:00', 120, waits, '2026-04-07T12:30:00');
	expect(words(ticket, ALWAYS, '2026-04-07T13:40:00', 'response')).toBe('14:00: 2 часа от 12:00');
});

it('several pauses are one sum, and only what they took of working time', () => {
	const ticket = lived(OFFICE, '2026-04-07T10:00:00', 240, [
		['2026-04-07T11:00:00', '2026-04-07T11:30:00'],
		['2026-04-07T12:00:00', '2026-04-08T09:30:00']
	]);
	expect(words(ticket, OFFICE, '2026-04-08T10:00:00')).toBe(
		'12:00: 4 рабочих часа от 7 апр, 10:00, 2 паузы, всего 7 ч'
	);
});

it('around the clock there are no working hours', () => {
	const ticket = lived(ALWAYS, '2026-04-07T22:14:00', 1440);
	expect(words(ticket, ALWAYS, '2026-04-08T10:00:00')).toBe('22:14: 24 часа от 7 апр, 22:14');
});

it('another zone is told', () => {
	const ural: WorkingHoursDefinition = { ...OFFICE, zone: 'Asia/Yekaterinburg' };
	const ticket = lived(ural, '2026-04-07T10:00:00', 60);
	expect(words(ticket, ural, '2026-04-07T10:00:00')).toBe(
		'11:00: 1 рабочий час от 10:00, часы работы по времени: Екатеринбург, GMT+5'
	);
});

it('a calendar that was changed since explains nothing it does not know', () => {
	const ticket = lived(OFFICE, '2026-04-07T16:00:00', 240);
	const longer: WorkingHoursDefinition = {
		...OFFICE,
		week: ['08:00–20:00', '08:00–20:00', '08:00–20:00', '08:00–20:00', '08:00–20:00', '', '']
	};
	expect(words(ticket, longer, '2026-04-07T17:00:00')).toBe(
		'8 апр, 11:00: назначено по прежним условиям'
	);
});

it.each([
	[1, '1 рабочая минута'],
	[22, '22 рабочие минуты'],
	[30, '30 рабочих минут'],
	[60, '1 рабочий час'],
	[180, '3 рабочих часа'],
	[660, '11 рабочих часов'],
	[75, '1 ч 15 мин рабочего времени']
])('%i minutes are «%s»', (minutes, said) => {
	expect(plain(workAmount(minutes * MINUTE, true))).toBe(said);
});
