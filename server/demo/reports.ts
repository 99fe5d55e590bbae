import type { Actor } from '#lib/domain/people.ts';
import type { ReportKind } from '#lib/domain/report.ts';
import { dateOf, zoneOf } from '#lib/domain/zone.ts';
import type { Commands } from '../portal.ts';

/** What the demo company has reports of: kind, days, for everybody or not. */
const WANTED: readonly (readonly [ReportKind, 'docx' | 'txt', number, boolean])[] = [
	['incidents', 'txt', 30, true],
	['queue', 'docx', 7, false],
	['kpi', 'docx', 30, true],
	['summary', 'docx', 30, true]
];

/** Wants some reports and schedules further ones; the portal makes them as soon as it runs. */
export async function orderDemoReports(
	commands: Pick<Commands, 'createReport' | 'saveReportSchedule'>,
	actor: Actor,
	{ now, zone }: { readonly now: number; readonly zone: string }
): Promise<void> {
	const today = zoneOf(zone).dayAt(now);
	for (const [kind, format, days, isPublic] of WANTED)
		await commands.createReport(actor, {
			kind,
			format,
			from: dateOf(today - days),
			to: dateOf(today - 1),
			public: isPublic,
			language: 'ru'
		});
	const usual = { format: 'docx', language: 'ru', paused: false, time: '08:00' } as const;
	await commands.saveReportSchedule(actor, {
		...usual,
		...{ kind: 'summary', public: true, frequency: 'weekly', weekday: 0, day: 1 }
	});
	await commands.saveReportSchedule(actor, {
		...usual,
		...{ kind: 'kpi', public: false, frequency: 'monthly', weekday: 0, day: 1 }
	});
}
