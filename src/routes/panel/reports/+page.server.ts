import { error, redirect } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { REPORT_KINDS } from '#lib/domain/report.ts';
import { dateOf, dayOf, zoneOf } from '#lib/domain/zone.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import { parseInput } from '#lib/input/parse.ts';
import { newReport, reportPatch, reportSchedule } from '#lib/input/reports.ts';
import { oneOf } from '#lib/input/schemas.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 30;

/** Reports and what makes them by itself. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:reports');
	const { queries, installation, now } = locals.portal;
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const kind = REPORT_KINDS.find((one) => one === url.searchParams.get('kind'));
	const making = url.searchParams.has('new') || url.searchParams.has('/generate');
	const scheduling =
		url.searchParams.get('schedule') === 'new' || url.searchParams.has('/schedule');
	const [reports, schedules] = await Promise.all([
		found(queries.reports(locals.viewer, { kind, cursor, limit: PAGE }), url),
		found(queries.reportSchedules(locals.viewer), url)
	]);
	return {
		reports: { ...reports, first: cursor === undefined },
		kind: kind ?? null,
		schedules,
		presets: presetsOf(zoneOf(installation.timeZone).dayAt(now())),
		key: making ? crypto.randomUUID() : null,
		scheduleKey: scheduling ? crypto.randomUUID() : null
	};
};

/** Days that are often asked for; all of them are over. */
function presetsOf(today: number) {
	const last = dayOf(`${dateOf(today).slice(0, 7)}-01`) - 1;
	const ending = (days: number) => ({ from: dateOf(today - days), to: dateOf(today - 1) });
	return {
		day: ending(1),
		week: ending(7),
		month: { from: `${dateOf(last).slice(0, 7)}-01`, to: dateOf(last) },
		quarter: ending(90)
	};
}

export const actions: Actions = {
	generate: (event) =>
		submit(event, async ({ key, ...input }) => {
			await event.locals.portal.commands.createReport(
				actorOf(event.locals.viewer),
				{ ...parseInput(newReport, input), language: event.locals.locale },
				sentKey(key)
			);
			redirect(303, '/panel/reports');
		}),
	publish: (event) =>
		submit(event, async ({ id, ...input }) => {
			const { commands } = event.locals.portal;
			const report = parseInput(oneOf, { id });
			const { public: shown } = parseInput(reportPatch, { public: input['public'] ?? '' });
			await commands.publishReport(actorOf(event.locals.viewer), report.id, shown);
			return { published: report.id };
		}),
	remake: (event) =>
		submit(event, async ({ id }) => {
			const report = parseInput(oneOf, { id });
			await event.locals.portal.commands.remakeReport(actorOf(event.locals.viewer), report.id);
			return { remade: report.id };
		}),
	delete: (event) =>
		submit(event, async ({ id }) => {
			const report = parseInput(oneOf, { id });
			await event.locals.portal.commands.deleteReport(actorOf(event.locals.viewer), report.id);
			return { deleted: report.id };
		}),
	schedule: (event) =>
		submit(event, async ({ id, key, ...input }) => {
			await event.locals.portal.commands.saveReportSchedule(
				actorOf(event.locals.viewer),
				{
					...(id === undefined || id === '' ? {} : parseInput(oneOf, { id })),
					...parseInput(reportSchedule, input),
					language: event.locals.locale
				},
				sentKey(key)
			);
			redirect(303, '/panel/reports');
		}),
	unschedule: (event) =>
		submit(event, async ({ id }) => {
			const schedule = parseInput(oneOf, { id });
			await event.locals.portal.commands.deleteReportSchedule(
				actorOf(event.locals.viewer),
				schedule.id
			);
			redirect(303, '/panel/reports');
		})
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
