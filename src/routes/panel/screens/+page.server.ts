import { error, redirect } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { parseInput } from '#lib/input/parse.ts';
import { oneOf } from '#lib/input/schemas.ts';
import { newScreen, screenCommand, screenPatch } from '#lib/input/screens.ts';
import type { Actions, PageServerLoad } from './$types';

/** Televisions: the stream brings what changes of them. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { queries } = locals.portal;
	return {
		screens: await found(queries.screens(locals.viewer), url),
		vitals: await found(queries.screenVitals(locals.viewer), url)
	};
};

export const actions: Actions = {
	pair: (event) =>
		submit(event, async (input) => {
			const { commands } = event.locals.portal;
			const screen = await commands.pairScreen(
				actorOf(event.locals.viewer),
				parseInput(newScreen, input)
			);
			return { paired: { id: screen.id, name: screen.name } };
		}),
	command: (event) =>
		submit(event, async ({ id, ...input }) => {
			const command = parseInput(screenCommand, input);
			await event.locals.portal.commands.commandScreen(
				actorOf(event.locals.viewer),
				parseInput(oneOf, { id }).id,
				command
			);
			return { told: command.name };
		}),
	update: (event) =>
		submit(event, async ({ id, ...input }) => {
			await event.locals.portal.commands.updateScreen(
				actorOf(event.locals.viewer),
				parseInput(oneOf, { id }).id,
				parseInput(screenPatch, patchOf(input))
			);
			redirect(303, '/panel/screens');
		}),
	revoke: (event) =>
		submit(event, async ({ id }) => {
			await event.locals.portal.commands.revokeScreen(
				actorOf(event.locals.viewer),
				parseInput(oneOf, { id }).id
			);
			redirect(303, '/panel/screens');
		})
};

const SETTINGS = ['zoom', 'safeArea', 'turn', 'theme', 'takeover', 'sound'] as const;

/** A form is flat: its settings lie beside the rest, a rotation in two columns. */
function patchOf(input: Record<string, unknown>): Record<string, unknown> {
	const { name, board, version, services, turnBoard, turnSeconds } = input;
	const seconds = listOf(turnSeconds);
	const turns = listOf(turnBoard)
		.map((one, at) => ({ board: one, seconds: seconds[at] }))
		.filter((turn) => turn.board !== '');
	return {
		name,
		board,
		version,
		services: listOf(services),
		turns,
		settings: {
			...Object.fromEntries(SETTINGS.map((key) => [key, input[key]])),
			drift: input['drift'] === 'on'
		}
	};
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
