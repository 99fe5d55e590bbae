import { Cron } from 'croner';
import { DomainError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import type { ReportSchedule, ReportTiming } from '#lib/domain/report.ts';
import { cronLine, scheduledDays } from '#lib/domain/report-period.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands, NewReportSchedule } from '#server/portal.ts';
import { selectReportSchedules } from '#server/records/report-record.ts';
import { demand } from './authorise.ts';
import { once } from './once.ts';
import { insertReport, recordReport } from './report-row.ts';
import type { ReportSetting } from './reports.ts';

/** Clocks of nodes differ by less than this. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Writes a schedule: a new one, or a known one anew. It begins with the next time to come; while
 * its timing stays, a time that has come and waits for its report is not forgotten.
 */
export function saveReportSchedule(
	execute: Execute,
	{ zone, language }: ReportSetting
): Commands['saveReportSchedule'] {
	return (actor, input, key) =>
		execute(async (context) => {
			demand(actor, 'report.make');
			const { tx, now, record } = context;
			const timing = timingOf(input);
			const values = [
				input.kind,
				input.format,
				input.language ?? language,
				input.public,
				timing.frequency,
				timing.weekday,
				timing.day,
				timing.time,
				input.paused,
				nextTime(timing, now, zone)
			];
			const told = async (id: number, isNews: boolean) => {
				const schedule = await readSchedule(tx, id);
				if (isNews) record({ type: 'report.scheduled', actor, reportSchedule: schedule });
				return schedule;
			};
			const insert = async () => {
				const [row] = await tx.run<{ id: number }>(
					`INSERT INTO report_schedules (kind, format, language, public, frequency, weekday,
						day, time, paused, next_at, created_by_id, created_at)
					VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
					[...values, actor.id, now]
				);
				return row?.id ?? 0;
			};
			if (input.id === undefined) {
				const { id, created } = await once(context, actor, { key, input }, insert);
				return told(id, created);
			}
			await tx.run(
				`UPDATE report_schedules SET kind = $1, format = $2, language = $3, public = $4,
					frequency = $5, weekday = $6, day = $7, time = $8, paused = $9,
					next_at = CASE WHEN frequency = $5 AND weekday IS NOT DISTINCT FROM $6
						AND day IS NOT DISTINCT FROM $7 AND time = $8 AND NOT paused
						AND next_at < $10 THEN next_at ELSE $10 END
				WHERE id = $11`,
				[...values, input.id]
			);
			return told(input.id, true);
		});
}

/** Takes a schedule away; the reports it made stay. */
export function deleteReportSchedule(execute: Execute): Commands['deleteReportSchedule'] {
	return (actor, id) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'report.make');
			const schedule = await readSchedule(tx, id);
			await tx.run(`DELETE FROM report_schedules WHERE id = $1`, [id]);
			record({ type: 'report.unscheduled', actor, reportSchedule: schedule });
		});
}

/**
 * The clock: wants the report of a schedule whose time has come. However many times were slept
 * through, one report is made, the last of them; of several nodes one makes it.
 */
export async function runSchedule(
	context: CommandContext,
	schedule: ReportSchedule,
	zone: string
): Promise<void> {
	const { tx, now } = context;
	const planned = Date.parse(schedule.nextAt);
	if (planned > now) return putRight(context, schedule, zone);
	const [taken] = await tx.run<{ id: number }>(
		`UPDATE report_schedules SET last_at = $3, next_at = $4
		WHERE id = $1 AND next_at = $2 AND NOT paused RETURNING id`,
		[schedule.id, planned, now, nextTime(schedule, now, zone)]
	);
	if (!taken) return;
	const days = scheduledDays(schedule.frequency, lastTime(schedule, planned, now, zone), zone);
	const { kind, format, language } = schedule;
	const order = { kind, format, language, public: schedule.public, ...days };
	const id = await insertReport(context, order, { authorId: null, scheduleId: schedule.id });
	await recordReport(context, { type: 'report.ordered', actor: SYSTEM, id, before: null });
}

/** Has its time come, or was it put off further than it ever is? Then the clock was wrong. */
export function isDue(schedule: ReportSchedule, now: number, zone: string): boolean {
	const planned = Date.parse(schedule.nextAt);
	return planned <= now || planned > latestNext(schedule, now, zone);
}

/** A clock that was far ahead for a moment would silence it until then. */
async function putRight(
	{ tx, now, record }: CommandContext,
	schedule: ReportSchedule,
	zone: string
): Promise<void> {
	const [late] = await tx.run<{ id: number }>(
		`UPDATE report_schedules SET next_at = $2 WHERE id = $1 AND next_at > $3 RETURNING id`,
		[schedule.id, nextTime(schedule, now, zone), latestNext(schedule, now, zone)]
	);
	if (!late) return;
	const reportSchedule = await readSchedule(tx, schedule.id);
	record({ type: 'report.scheduled', actor: SYSTEM, reportSchedule });
}

/** A node whose clock is a little ahead has put it off already, and rightly. */
function latestNext(timing: ReportTiming, now: number, zone: string): number {
	return nextTime(timing, now + CLOCK_SKEW_MS, zone);
}

/** What a frequency does not ask for is not kept. */
function timingOf({ frequency, weekday, day, time }: NewReportSchedule): ReportTiming {
	return {
		frequency,
		weekday: frequency === 'weekly' ? weekday : null,
		day: frequency === 'monthly' ? day : null,
		time
	};
}

/** The first time after a moment; both in milliseconds. */
export function nextTime(timing: ReportTiming, after: number, zone: string): number {
	const cron = new Cron(cronLine(timing), { timezone: zone, paused: true });
	const next = cron.nextRun(new Date(after));
	if (!next) throw new Error(`no time follows for ${cronLine(timing)}`);
	return next.getTime();
}

/** The last of the times that have come by now. */
function lastTime(timing: ReportTiming, planned: number, now: number, zone: string): number {
	const cron = new Cron(cronLine(timing), { timezone: zone, paused: true });
	const [last] = cron.previousRuns(1, new Date(now + 1_000));
	return Math.max(planned, Math.min(last?.getTime() ?? planned, now));
}

async function readSchedule(tx: ReadTransaction, id: number): Promise<ReportSchedule> {
	const [schedule] = await selectReportSchedules(tx, 'WHERE t.id = $1', [id]);
	if (!schedule) throw new DomainError('not_found');
	return schedule;
}
