import { DomainError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { may } from '#lib/domain/permission.ts';
import { audienceOfScreen, byScreenName, type ScreenVitals } from '#lib/domain/screen.ts';
import type { Database } from '#server/database/database.ts';
import type { ScreenQueries } from '#server/portal.ts';
import { ownScreen, screenView } from '#server/presenters/screen.ts';
import { selectScreens } from '#server/records/screen-record.ts';
import { isScreenToken, screenTokenDigest } from '#server/sessions/screen-token.ts';

/** Screens as staff look after them, and the one behind a token. */
export function screenQueries(
	database: Database,
	vitals: () => readonly ScreenVitals[]
): ScreenQueries {
	const demand = (viewer: Viewer) => {
		if (!may(viewer, 'screen.manage'))
			throw new DomainError(viewer === null ? 'not_signed_in' : 'forbidden');
	};
	return {
		async screens(viewer) {
			demand(viewer);
			const records = await database.read((tx) => selectScreens(tx));
			return records.map(screenView).sort(byScreenName);
		},
		async screenOf(viewer, id) {
			demand(viewer);
			const [record] = await database.read((tx) => selectScreens(tx, 'AND id = $1', [id]));
			if (!record) throw new DomainError('not_found');
			return screenView(record);
		},
		async screenVitals(viewer) {
			demand(viewer);
			return vitals();
		},
		async pairedScreen(token) {
			if (!isScreenToken(token)) return null;
			const digest = screenTokenDigest(token);
			const [record] = await database.read((tx) => selectScreens(tx, 'AND digest = $1', [digest]));
			if (!record) return null;
			return { screen: ownScreen(record), audience: audienceOfScreen(record) };
		}
	};
}
