import type {
	Board,
	ScreenFacts,
	ScreenSettings,
	ScreenState,
	ScreenView,
	Turn
} from '#lib/domain/screen.ts';
import { USUAL_SETTINGS } from '#lib/domain/screen.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso } from './ticket-record.ts';

/** The plain post-image that an event keeps; nothing in it opens anything. */
export type ScreenRecord = ScreenView;

interface ScreenRow {
	readonly id: number;
	readonly name: string;
	readonly board: Board;
	readonly turns: string;
	readonly services: string;
	readonly settings: string;
	readonly state: ScreenState;
	readonly stateAt: number;
	readonly facts: string | null;
	readonly pairedAt: number;
	readonly version: number;
}

/** Screens that were not revoked; `rest` goes on from WHERE with AND, ORDER BY and LIMIT. */
export async function selectScreens(
	tx: ReadTransaction,
	rest = '',
	bind: readonly Bound[] = []
): Promise<ScreenRecord[]> {
	const rows = await tx.all<ScreenRow>(
		`SELECT id, name, board, turns, services, settings, state, state_at AS "stateAt", facts,
			paired_at AS "pairedAt", version
		FROM screens WHERE revoked_at IS NULL ${rest}`,
		bind
	);
	return rows.map(screenRecord);
}

function screenRecord(row: ScreenRow): ScreenRecord {
	// As our own commands wrote them.
	const turns: readonly Turn[] = JSON.parse(row.turns);
	const services: readonly string[] = JSON.parse(row.services);
	const settings: Partial<ScreenSettings> = JSON.parse(row.settings);
	const facts: ScreenFacts | null = row.facts === null ? null : JSON.parse(row.facts);
	const { id, name, board, state, version } = row;
	return {
		id,
		name,
		board,
		turns,
		services,
		settings: { ...USUAL_SETTINGS, ...settings },
		state,
		since: iso(row.stateAt),
		facts,
		pairedAt: iso(row.pairedAt),
		version
	};
}
