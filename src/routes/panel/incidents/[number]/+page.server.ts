import { error } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { touchedOnly } from '#lib/forms/conflict.ts';
import { touchedImpacts } from '#lib/forms/impacts.ts';
import { withInstants } from '#lib/forms/local-time.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { incidentPatch, newPostmortem, newTicketLink } from '#lib/input/incident-schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import { parseMarkdown } from '#lib/markdown/parse.ts';
import type { Actions, PageServerLoad } from './$types';

const TIMES = ['startedAt', 'acknowledgedAt', 'resolvedAt'];

/** The incident with all that belongs to it; while it is listed the stream carries it on. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:incident');
	const { queries } = locals.portal;
	const { viewer } = locals;
	const readAt = await found(queries.cursor(), url);
	const incident = await found(queries.incident(viewer, params.number), url);
	const written = 'postmortem' in incident && incident.postmortem !== 'none';
	const [tickets, alert, postmortem] = await Promise.all([
		found(queries.incidentTickets(viewer, params.number), url),
		found(queries.incidentAlert(viewer, params.number), url),
		written ? found(queries.postmortem(viewer, params.number), url) : null
	]);
	return {
		readAt,
		incident,
		tickets,
		alert,
		postmortem: postmortem && { ...postmortem, nodes: parseMarkdown(postmortem.body) }
	};
};

export const actions: Actions = {
	update: (event) =>
		submit(event, async (input) => ({
			updated: await event.locals.portal.commands.updateIncident(
				actorOf(event.locals.viewer),
				event.params.number,
				parseInput(incidentPatch, touchedImpacts(touchedOnly(input)))
			)
		})),
	times: (event) =>
		submit(event, async (input) => ({
			corrected: await event.locals.portal.commands.updateIncident(
				actorOf(event.locals.viewer),
				event.params.number,
				parseInput(
					incidentPatch,
					withInstants(touchedOnly(input), TIMES, event.locals.portal.installation.timeZone)
				)
			)
		})),
	acknowledge: (event) =>
		submit(event, async () => ({
			acknowledged: await event.locals.portal.commands.acknowledgeIncident(
				actorOf(event.locals.viewer),
				event.params.number
			)
		})),
	link: (event) =>
		submit(event, async (input) => ({
			linked: await event.locals.portal.commands.linkTicket(
				actorOf(event.locals.viewer),
				event.params.number,
				parseInput(newTicketLink, input).ticket
			)
		})),
	unlink: (event) =>
		submit(event, async (input) => ({
			unlinked: await event.locals.portal.commands.unlinkTicket(
				actorOf(event.locals.viewer),
				event.params.number,
				parseInput(newTicketLink, input).ticket
			)
		})),
	postmortem: (event) =>
		submit(event, async (input) => {
			const { commands, queries } = event.locals.portal;
			const { number } = event.params;
			const actor = actorOf(event.locals.viewer);
			// Sent without a word on publishing, the text stays as public as it was.
			const { postmortemAt } = await queries.incident(actor, number);
			const published = postmortemAt === null ? '' : 'on';
			const sent = parseInput(newPostmortem, { published, ...input });
			return { written: await commands.writePostmortem(actor, number, sent) };
		})
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
