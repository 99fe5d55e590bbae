import type { RequestEvent } from '@sveltejs/kit';
import { submit } from '#lib/forms/refusal.ts';
import { roleChange } from '#lib/input/administration.ts';
import { parseInput } from '#lib/input/parse.ts';
import { oneOf } from '#lib/input/schemas.ts';
import { permitted } from './viewer.ts';

/** Role and access, changed from the list and from the page of one account alike. */
export const accountActions = {
	role: (event: RequestEvent) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const { id, role } = parseInput(roleChange, input);
			await event.locals.portal.commands.changeRole(actor, id, role);
			return { changed: id };
		});
	},
	block: (event: RequestEvent) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const { id } = parseInput(oneOf, input);
			await event.locals.portal.commands.blockPerson(actor, id);
			return { changed: id };
		});
	},
	unblock: (event: RequestEvent) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const { id } = parseInput(oneOf, input);
			await event.locals.portal.commands.unblockPerson(actor, id);
			return { changed: id };
		});
	}
};
