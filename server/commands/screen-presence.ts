import { SYSTEM } from '#lib/domain/people.ts';
import { DARK_AFTER_MS, type ScreenFacts } from '#lib/domain/screen.ts';
import type { Database, WriteTransaction } from '#server/database/database.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { DarkScreenFacts } from '#server/mail/screen-letter.ts';
import { selectScreens } from '#server/records/screen-record.ts';

/** Screens that are looked at in one go; the rest follow in the next round. */
const AT_ONCE = 100;

/** A socket of this screen was opened: it is online, if it was not. */
export async function screenCame(context: CommandContext, id: number): Promise<void> {
	const { tx, now, record } = context;
	const [moved] = await tx.run(
		`UPDATE screens SET state = 'online', state_at = $2, seen_at = $2
		WHERE id = $1 AND revoked_at IS NULL AND state <> 'online' RETURNING id`,
		[id, now]
	);
	if (!moved) {
		await tx.run(`UPDATE screens SET seen_at = $2 WHERE id = $1`, [id, now]);
		return;
	}
	const [screen] = await selectScreens(tx, 'AND id = $1', [id]);
	if (screen) record({ type: 'screen.online', actor: SYSTEM, screen });
}

/** A screen says what it runs on; told to staff when that is something else than before. */
export async function screenReported(
	context: CommandContext,
	id: number,
	facts: ScreenFacts
): Promise<void> {
	const { tx, record } = context;
	const text = JSON.stringify(facts);
	const [moved] = await tx.run(
		`UPDATE screens SET facts = $2
		WHERE id = $1 AND revoked_at IS NULL AND (facts IS NULL OR facts <> $2) RETURNING id`,
		[id, text]
	);
	if (!moved) return;
	const [screen] = await selectScreens(tx, 'AND id = $1', [id]);
	if (screen) record({ type: 'screen.reported', actor: SYSTEM, screen });
}

/** A screen that nobody has seen since a moment is dark. Does nothing when it was seen. */
export async function screenWentDark(
	context: CommandContext,
	id: number,
	since: number
): Promise<void> {
	const { tx, now, record } = context;
	const [gone] = await tx.run<{ name: string; seenAt: number }>(
		`UPDATE screens SET state = 'dark', state_at = $2
		WHERE id = $1 AND state = 'online' AND revoked_at IS NULL AND seen_at <= $3
		RETURNING name, seen_at AS "seenAt"`,
		[id, now, since]
	);
	if (!gone) return;
	const [screen] = await selectScreens(tx, 'AND id = $1', [id]);
	if (screen) record({ type: 'screen.dark', actor: SYSTEM, screen });
	await oweMails(context, { darkScreen: id, ...gone });
}

/** Owes each administrator who wants letters one, in the transaction of the event. */
async function oweMails({ tx, now, tells }: CommandContext, facts: DarkScreenFacts): Promise<void> {
	if (!tells) return;
	await tx.run(
		`INSERT INTO mails (key, user_id, facts, created_at, due_at)
		SELECT CAST($1 AS TEXT) || id, id, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($3 AS BIGINT)
		FROM users WHERE role = 'admin' AND mail AND blocked_at IS NULL
		ON CONFLICT (key) DO NOTHING`,
		[`screen:${facts.darkScreen}:${now}:`, JSON.stringify(facts), now]
	);
}

/** Notes that screens are there; returns those of them that the table takes for absent. */
async function noteSeen(
	tx: WriteTransaction,
	ids: readonly number[],
	at: number
): Promise<{ id: number }[]> {
	const places = ids.map((_, index) => `$${index + 2}`).join(', ');
	const seen = await tx.run<{ id: number; state: string }>(
		`UPDATE screens SET seen_at = $1 WHERE revoked_at IS NULL AND id IN (${places})
		RETURNING id, state`,
		[at, ...ids]
	);
	return seen.filter(({ state }) => state !== 'online');
}

export interface ScreenWatchOptions {
	readonly database: Database;
	readonly execute: Execute;
	readonly now: () => number;
	/** Screens whose sockets this node holds. */
	readonly here: () => readonly number[];
}

/** Milliseconds between two notes that the screens of this node are there. */
const NOTED_EVERY_MS = 20_000;

/**
 * Tells which screens have gone dark. Each node notes in the table that its own are there, and any
 * node finds those that nobody has noted for a minute: so one that dies takes no screen's state
 * along. Right after a start nobody is dark yet, for everybody is still on the way back.
 */
export function createScreenWatch({ database, execute, now, here }: ScreenWatchOptions) {
	const startedAt = now();
	let notedAt: number | null = null;

	/** Notes those that are here, at once when time was lost: else its own would seem dark. */
	async function note(at: number): Promise<void> {
		if (notedAt !== null && at >= notedAt && at - notedAt < NOTED_EVERY_MS) return;
		const ids = here();
		const missed = ids.length === 0 ? [] : await database.write((tx) => noteSeen(tx, ids, at));
		// Its coming could not be written down while the database was away.
		for (const { id } of missed) await execute((context) => screenCame(context, id));
		notedAt = at;
	}

	return async function look(): Promise<void> {
		const at = now();
		await note(at);
		if (at - startedAt < DARK_AFTER_MS) return;
		const limit = at - DARK_AFTER_MS;
		const gone = await database.read((tx) =>
			tx.all<{ id: number }>(
				`SELECT id FROM screens
				WHERE state = 'online' AND revoked_at IS NULL AND seen_at <= $1 LIMIT ${AT_ONCE}`,
				[limit]
			)
		);
		for (const { id } of gone) await execute((context) => screenWentDark(context, id, limit));
	};
}
