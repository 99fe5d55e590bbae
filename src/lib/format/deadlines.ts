import type { CalendarException } from '#lib/domain/calendar.ts';
import type { TicketDeadline } from '#lib/domain/ticket-deadline.ts';
import { m } from '#lib/paraglide/messages.js';
import { locale } from './locale.ts';
import { dayText, momentText, timeText, zoneText } from './moments.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** More special days than these are counted, not named. */
const NAMED_DAYS = 3;

/**
 * Why a deadline is when it is: «14:30: 4 рабочих часа от 10:30, пауза 1 ч 10 мин». `zone` is
 * that of whoever reads; the calendar's own is told when it is another.
 */
export function deadlineWords(deadline: TicketDeadline, now: number, zone: string): string {
	const when = (at: number) => whenText(at, now, zone);
	const working = deadline.zone !== null;
	const said: string[] = [];
	if (deadline.leftMs !== null) {
		const since = deadline.pauses.at(-1)?.from ?? deadline.startsAt;
		said.push(
			m.sla_words_waiting({ since: when(since), left: workAmount(deadline.leftMs, working) })
		);
	} else {
		const start = deadline.runsFrom ?? deadline.startsAt;
		said.push(
			m.sla_words_due({
				due: when(deadline.promisedAt),
				amount: workAmount(deadline.workingMs, working),
				start: when(start)
			})
		);
		// Calendar or promise changed since: what they say today is not what this was held to.
		if (deadline.dueAt !== null && deadline.dueAt !== deadline.promisedAt)
			return m.sla_words_old_terms({ due: when(deadline.promisedAt) });
		if (start > deadline.startsAt)
			said.push(m.sla_words_filed_outside({ at: when(deadline.startsAt) }));
	}
	if (deadline.pausedMs >= MINUTE) {
		const duration = workText(deadline.pausedMs);
		const count = deadline.pauses.filter(
			({ to, workingMs }) => to !== null && workingMs > 0
		).length;
		said.push(
			count > 1 ? m.sla_words_pauses({ count, duration }) : m.sla_words_pause({ duration })
		);
	}
	if (deadline.exceptions.length > 0) said.push(daysText(deadline.exceptions, now));
	if (deadline.zone !== null && deadline.zone !== zone)
		said.push(m.sla_words_zone({ zone: zoneText(deadline.zone, deadline.promisedAt) }));
	return said.join(', ');
}

/** «4 рабочих часа», «30 рабочих минут», «1 ч 30 мин рабочего времени»; around the clock «4 часа». */
export function workAmount(ms: number, working: boolean): string {
	const minutes = Math.floor(Math.max(0, ms) / MINUTE);
	const hours = minutes / 60;
	if (minutes > 0 && Number.isInteger(hours))
		return working ? m.sla_working_hours({ count: hours }) : m.sla_hours({ count: hours });
	if (minutes < 60)
		return working ? m.sla_working_minutes({ count: minutes }) : m.sla_minutes({ count: minutes });
	return working ? m.sla_of_working_time({ duration: workText(ms) }) : workText(ms);
}

/** Hours and minutes, never days: nobody knows how long a working day is. */
export function workText(ms: number): string {
	const hours = Math.floor(ms / HOUR);
	const minutes = Math.floor((ms % HOUR) / MINUTE);
	if (hours === 0) return m.unit_minutes({ n: minutes });
	const said = m.unit_hours({ n: hours });
	return minutes === 0 ? said : `${said} ${m.unit_minutes({ n: minutes })}`;
}

/** The time alone today, else with its day. */
function whenText(at: number, now: number, zone: string): string {
	const time = timeText(at, zone);
	return momentText(at, now, zone) === m.today_at({ time })
		? time
		: m.day_at({ day: dayText(at, now, zone), time });
}

function daysText(exceptions: readonly CalendarException[], now: number): string {
	if (exceptions.length > NAMED_DAYS) return m.sla_words_many_days({ count: exceptions.length });
	const days = exceptions.map(({ date, kind, name }) => {
		const day = dayText(`${date}T12:00:00Z`, now, 'UTC');
		// The production calendar names its days in Russian.
		return `${day} (${locale() === 'ru' ? name.toLocaleLowerCase('ru') : dayKind[kind]()})`;
	});
	return m.sla_words_days({ days: days.join(', ') });
}

/** What a special day of a calendar is. */
export const dayKind = {
	holiday: m.sla_day_holiday,
	day_off: m.sla_day_off,
	short_day: m.sla_day_short,
	working_day: m.sla_day_working
} as const;
