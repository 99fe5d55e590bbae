import { error, redirect } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { may } from '#lib/domain/permission.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { calendarFromForm } from '#lib/input/calendar-form.ts';
import { parseInput } from '#lib/input/parse.ts';
import { calendarInput, newSlaPolicy, slaPolicyPatch } from '#lib/input/sla.ts';
import type { Actions, PageServerLoad } from './$types';

const SETTINGS = '/panel/settings';

/** Policies and calendars, which of them is being edited, and of which calendar a year is shown. */
export const load: PageServerLoad = async ({ locals, url }) => {
	administrator(locals.viewer);
	const { queries, now } = locals.portal;
	const book = await found(queries.slaBook(), url);
	const asked = (name: string) => url.searchParams.get(name);
	const year = Number(asked('year'));
	const moved = Number(asked('moved') ?? Number.NaN);
	return {
		book,
		policy: asked('policy'),
		calendar: asked('calendar'),
		shown: Number(asked('show')) || null,
		year: year >= 2000 && year <= 2100 ? year : new Date(now()).getUTCFullYear(),
		saved: url.searchParams.has('saved'),
		moved: Number.isInteger(moved) && moved >= 0 ? moved : null
	};
};

export const actions: Actions = {
	addPolicy: (event) =>
		submit(event, async (input) => {
			const actor = administrator(event.locals.viewer);
			await event.locals.portal.commands.createSlaPolicy(actor, parseInput(newSlaPolicy, input));
			redirect(303, `${SETTINGS}?saved=1`);
		}),
	policy: (event) =>
		submit(event, async ({ id, ...input }) => {
			const actor = administrator(event.locals.viewer);
			const patch = parseInput(slaPolicyPatch, input);
			await event.locals.portal.commands.updateSlaPolicy(actor, idOf(id), patch);
			redirect(303, `${SETTINGS}?saved=1`);
		}),
	deletePolicy: (event) =>
		submit(event, async ({ id }) => {
			const actor = administrator(event.locals.viewer);
			await event.locals.portal.commands.deleteSlaPolicy(actor, idOf(id));
			redirect(303, `${SETTINGS}?saved=1`);
		}),
	addCalendar: (event) =>
		submit(event, async (input) => {
			const actor = administrator(event.locals.viewer);
			const calendar = parseInput(calendarInput, calendarFromForm(input));
			const { id } = await event.locals.portal.commands.createCalendar(actor, calendar);
			redirect(303, `${SETTINGS}?saved=1&show=${id}`);
		}),
	calendar: (event) =>
		submit(event, async ({ id, ...input }) => {
			const actor = administrator(event.locals.viewer);
			const calendar = parseInput(calendarInput, calendarFromForm(input));
			await event.locals.portal.commands.updateCalendar(actor, idOf(id), calendar);
			redirect(303, `${SETTINGS}?saved=1&show=${idOf(id)}`);
		}),
	recalculate: (event) =>
		submit(event, async () => {
			const actor = administrator(event.locals.viewer);
			const { moved } = await event.locals.portal.commands.recalculateSla(actor);
			redirect(303, `${SETTINGS}?moved=${moved}`);
		})
};

function administrator(viewer: Viewer): NonNullable<Viewer> {
	if (viewer === null) error(401, { message: 'not_signed_in' });
	if (!may(viewer, 'sla.manage')) error(403, { message: 'forbidden' });
	return viewer;
}

function idOf(id: unknown): number {
	if (typeof id !== 'string' || !/^[1-9]\d{0,14}$/.test(id)) error(404, { message: 'not_found' });
	return Number(id);
}
