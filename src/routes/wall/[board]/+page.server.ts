import { error } from '@sveltejs/kit';
import { audienceOf } from '#lib/domain/audience.ts';
import { BOARDS, USUAL_SETTINGS, USUAL_TURNS, type OwnScreen } from '#lib/domain/screen.ts';
import { found } from '#lib/forms/refusal.ts';
import { readLastResolved } from '../showing.ts';
import type { PageServerLoad } from './$types';

/** A board as staff look at it beforehand: as it is, or as a screen of theirs shows it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const board = BOARDS.find((name) => name === params.board);
	if (!board) error(404, { message: 'not_found' });
	const { portal, viewer } = locals;
	const asked = url.searchParams.get('screen');
	const id = asked !== null && /^[1-9]\d{0,14}$/.test(asked) ? Number(asked) : null;
	const [live, lastResolved, screen] = await found(
		Promise.all([
			portal.queries.live(audienceOf(viewer)),
			readLastResolved(portal),
			id === null ? null : portal.queries.screenOf(viewer, id)
		]),
		url
	);
	const preview: OwnScreen = {
		id: 0,
		name: '',
		turns: board === 'rotation' ? USUAL_TURNS : [],
		services: [],
		settings: { ...USUAL_SETTINGS, sound: 'off' },
		...(screen ? { turns: screen.turns, services: screen.services, name: screen.name } : {}),
		board
	};
	return { preview, live, lastResolved };
};
