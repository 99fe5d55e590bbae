import { expertsOf } from './company.ts';
import { DRAFTS, POSTMORTEMS } from './postmortems.ts';
import { DAY, HOUR, MINUTE } from './office-hours.ts';
import type { DemoStep } from './step.ts';

/** From so long before it was opened tickets tell of an incident, and so long after. */
const OMEN = 40 * MINUTE;
const ECHO = 6 * HOUR;
const MOST_LINKED = 6;

type Opening = Extract<DemoStep, { do: 'open' }>;
type Filing = Extract<DemoStep, { do: 'file' }>;

/** What people do about incidents besides fighting them: link tickets, write what was learned. */
export function aftermath(
	incidents: readonly DemoStep[],
	filed: readonly DemoStep[],
	now: number
): DemoStep[] {
	const openings = incidents.filter((step): step is Opening => step.do === 'open');
	const filings = filed.filter((step): step is Filing => step.do === 'file');
	return openings.flatMap((opening) => [
		...links(opening, filings, now),
		...lessons(opening, incidents, now)
	]);
}

function links({ incident, at, impact, actor }: Opening, filed: readonly Filing[], now: number) {
	return filed
		.filter((ticket) => ticket.service in impact)
		.filter((ticket) => ticket.at >= at - OMEN && ticket.at < Math.min(at + ECHO, now - MINUTE))
		.slice(0, MOST_LINKED)
		.map((ticket): DemoStep => {
			const linkedAt = Math.floor(Math.max(ticket.at, at) / 1000 + 45) * 1000;
			return { do: 'link', at: linkedAt, incident, ticket: ticket.ticket, actor };
		});
}

function lessons(opening: Opening, incidents: readonly DemoStep[], now: number): DemoStep[] {
	const { incident, title, impact } = opening;
	const body = POSTMORTEMS[title];
	const end = incidents.findLast((step) => step.do === 'update' && step.incident === incident);
	const [expert] = expertsOf(Object.keys(impact)[0] ?? '');
	if (body === undefined || !end || !expert) return [];
	const actor = expert.email;
	const at = Math.min(end.at + 2 * DAY, now - HOUR);
	if (at <= end.at) return [];
	return [{ do: 'lesson', at, incident, actor, body, published: !DRAFTS.has(title) }];
}
