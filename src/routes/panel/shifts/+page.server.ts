import { error, redirect } from '@sveltejs/kit';
import { fieldError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { writtenMoment, writtenShifts } from '#lib/domain/shift-pattern.ts';
import { dateOf, zoneOf } from '#lib/domain/zone.ts';
import { withoutEmpty } from '#lib/forms/empty.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import { parseInput } from '#lib/input/parse.ts';
import {
	coverageRule,
	coverageRuleRemoval,
	handoverAcceptance,
	newHandover,
	newShifts,
	shiftChange,
	shiftRemoval
} from '#lib/input/shifts.ts';
import { rosterPeriod } from '#lib/shifts/period.ts';
import { foreseenOf, MAY_BE_EMPTY } from './foreseen.ts';
import type { Actions, PageServerLoad } from './$types';

const HANDOVERS = 10;

/** The roster of a week or a month, and what is wanted beside it. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:roster');
	const { portal, viewer } = locals;
	const { queries, installation } = portal;
	const readAt = await found(queries.cursor(), url);
	const query = url.searchParams;
	const asked = { view: query.get('view'), day: query.get('day') };
	const period = rosterPeriod(asked, portal.now(), installation.timeZone);
	const edited = Number(query.get('edit')) || 0;
	const [roster, staff, positions, rules, handovers, mayHandOver] = await Promise.all([
		found(queries.roster(viewer, period), url),
		queries.staff(),
		found(queries.shiftPositions(viewer), url),
		found(queries.coverageRules(viewer), url),
		found(
			queries.handovers(viewer, { limit: HANDOVERS, cursor: query.get('cursor') ?? undefined }),
			url
		),
		found(queries.mayHandOver(viewer), url)
	]);
	const shift = roster.shifts.find(({ id }) => id === edited) ?? null;
	const removal = shift
		? await found(queries.foreseeShifts(viewer, { id: shift.id, position: '', times: [] }), url)
		: null;
	return {
		readAt,
		period,
		roster,
		staff,
		positions,
		rules,
		handovers,
		mayHandOver,
		shift,
		removal,
		keys: { shift: crypto.randomUUID(), handover: crypto.randomUUID() }
	};
};

export const actions: Actions = {
	check: (event) =>
		submit(event, async (input) => ({
			checked: await foreseenOf(event.locals.portal, event.locals.viewer, input),
			values: textsOf(input)
		})),
	create: (event) =>
		submit(event, async ({ key, ...input }) => {
			const { commands, installation } = event.locals.portal;
			const { member, position, overlap, ...written } = parseInput(
				newShifts,
				withoutEmpty(input, MAY_BE_EMPTY)
			);
			const { shifts: times } = writtenShifts(written, installation.timeZone);
			await commands.createShifts(
				actorOf(event.locals.viewer),
				{ member, position, times, overlap },
				sentKey(key)
			);
			redirect(303, backTo(event.url, times[0]?.startsAt ?? 0, installation.timeZone));
		}),
	update: (event) =>
		submit(event, async (input) => {
			const { commands, installation } = event.locals.portal;
			const { id, startsAt, endsAt, ...patch } = parseInput(
				shiftChange,
				withoutEmpty(input, ['startsAt', 'endsAt', 'version', 'member'])
			);
			const shift = await commands.updateShift(actorOf(event.locals.viewer), id, {
				...patch,
				...(startsAt ? { startsAt: writtenMoment(startsAt, installation.timeZone) } : {}),
				...(endsAt ? { endsAt: writtenMoment(endsAt, installation.timeZone) } : {})
			});
			redirect(303, backTo(event.url, Date.parse(shift.startsAt), installation.timeZone));
		}),
	delete: (event) =>
		submit(event, async (input) => {
			const { id, ...options } = parseInput(shiftRemoval, withoutEmpty(input, ['version']));
			await event.locals.portal.commands.deleteShift(actorOf(event.locals.viewer), id, options);
			redirect(303, backTo(event.url, null, ''));
		}),
	handover: (event) =>
		submit(event, async ({ key, ...input }) => {
			await event.locals.portal.commands.writeHandover(
				actorOf(event.locals.viewer),
				parseInput(newHandover, input).body,
				sentKey(key)
			);
			return { handedOver: true };
		}),
	accept: (event) =>
		submit(event, async (input) => {
			const { id } = parseInput(handoverAcceptance, input);
			await event.locals.portal.commands.acceptHandover(actorOf(event.locals.viewer), id);
			return { accepted: id };
		}),
	saveRule: (event) =>
		submit(event, async (input) => {
			if (!('days' in input)) throw fieldError('days', 'no_day');
			const { days, hours, position, ...rest } = parseInput(
				coverageRule,
				withoutEmpty(input, ['id'])
			);
			await event.locals.portal.commands.saveCoverageRule(actorOf(event.locals.viewer), {
				...rest,
				position: position === '' ? null : position,
				days: Array.from({ length: 7 }, (_, day) => days.includes(day)),
				fromMinute: hours.from,
				toMinute: hours.to
			});
			redirect(303, backTo(event.url, null, '', { rules: '1' }));
		}),
	deleteRule: (event) =>
		submit(event, async ({ id }) => {
			await event.locals.portal.commands.deleteCoverageRule(
				actorOf(event.locals.viewer),
				parseInput(coverageRuleRemoval, { id }).id
			);
			redirect(303, backTo(event.url, null, '', { rules: '1' }));
		})
};

/** The roster as it was looked at; of another week where the shift has gone there. */
function backTo(url: URL, at: number | null, zone: string, more: Record<string, string> = {}) {
	const query = new URLSearchParams(more);
	const view = url.searchParams.get('view');
	const day = at === null ? url.searchParams.get('day') : dateOf(zoneOf(zone).dayAt(at));
	if (view) query.set('view', view);
	if (day) query.set('day', day);
	return query.size > 0 ? `/panel/shifts?${query}` : '/panel/shifts';
}

function textsOf(input: Record<string, unknown>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(input).flatMap(([name, value]) =>
			typeof value === 'string' ? [[name, value] as const] : []
		)
	);
}

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
