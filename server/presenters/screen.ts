import type { OwnScreen, ScreenView } from '#lib/domain/screen.ts';
import type { ScreenRecord } from '#server/records/screen-record.ts';

/** What a television is told of itself: nothing of how it is watched. */
export function ownScreen(record: ScreenRecord): OwnScreen {
	const { id, name, board, services, settings } = record;
	const { zoom, safeArea, turn, theme, drift, takeover, sound } = settings;
	return {
		id,
		name,
		board,
		turns: record.turns.map((one) => ({ board: one.board, seconds: one.seconds })),
		services: [...services],
		settings: { zoom, safeArea, turn, theme, drift, takeover, sound }
	};
}

/** A screen as staff look after it. */
export function screenView(record: ScreenRecord): ScreenView {
	const { state, since, facts, pairedAt, version } = record;
	return {
		...ownScreen(record),
		state,
		since,
		facts: facts && {
			width: facts.width,
			height: facts.height,
			ratio: facts.ratio,
			browser: facts.browser,
			build: facts.build,
			sound: facts.sound
		},
		pairedAt,
		version
	};
}
