import { accountActions } from '#lib/administration/account-actions.ts';
import { idIn, permitted } from '#lib/administration/viewer.ts';
import { withoutEmpty } from '#lib/forms/empty.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { personPatch, sessionChoice } from '#lib/input/administration.ts';
import { parseInput } from '#lib/input/parse.ts';
import { namePublicity } from '#lib/input/shifts.ts';
import type { Actions, PageServerLoad } from './$types';

/** Lines of an account's history on its page; the record of events has all of them. */
const HISTORY = 15;

/** One account: who it is, what it may, where it is signed in, and what was done with it. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:accounts');
	const viewer = permitted(locals.viewer, 'user.manage');
	const id = idIn(params.id);
	const { queries } = locals.portal;
	const account = await found(queries.account(viewer, id), url);
	const [sessions, organizations, history] = await found(
		Promise.all([
			queries.openSessions(viewer, id),
			queries.organizations(viewer),
			queries.audit(viewer, { about: account.email, limit: HISTORY })
		]),
		url
	);
	return {
		account,
		sessions: sessions.map((session) => ({ ...session, own: session.id === locals.sessionId })),
		organizations: organizations.map(({ name }) => name),
		history: history.items,
		made: url.searchParams.has('made'),
		me: viewer.id
	};
};

export const actions: Actions = {
	...accountActions,
	/** Sends a letter with a one-time link, and tells it once: it can be handed on otherwise. */
	invite: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async () => ({
			link: await event.locals.portal.commands.inviteLink(actor, idIn(event.params.id))
		}));
	},
	reset: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async () => ({
			link: await event.locals.portal.commands.resetLink(actor, idIn(event.params.id))
		}));
	},
	confirm: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async () => {
			await event.locals.portal.commands.confirmPerson(actor, idIn(event.params.id));
			return { confirmed: true };
		});
	},
	update: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const patch = parseInput(personPatch, input);
			await event.locals.portal.commands.updatePerson(actor, idIn(event.params.id), patch);
			return { updated: true };
		});
	},
	schedule: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const { publicName } = parseInput(namePublicity, input);
			await event.locals.portal.commands.setPublicName(actor, idIn(event.params.id), publicName);
			return { scheduled: true };
		});
	},
	end: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const { session } = parseInput(sessionChoice, withoutEmpty(input, ['session']));
			await event.locals.portal.commands.endSessions(actor, idIn(event.params.id), session);
			return { ended: true };
		});
	}
};
