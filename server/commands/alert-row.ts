import { createHash } from 'node:crypto';
import { alertText, type Alert, type AlertState } from '#lib/domain/alert.ts';
import type { WriteTransaction } from '#server/database/database.ts';

/** A trouble as it was told last. */
export interface AlertRow {
	readonly id: number;
	readonly incidentId: number | null;
	readonly state: AlertState;
	readonly startedAt: number | null;
	readonly lastHash: string;
	readonly textHash: string;
	/** How often it added to the timeline, and when it did last. */
	readonly toldTimes: number;
	readonly toldAt: number;
}

/** Longer fingerprints are kept as digests. */
const LONGEST = 100;

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

export function fingerprintOf({ fingerprint }: Alert): string {
	return fingerprint.length <= LONGEST ? fingerprint : digest(fingerprint);
}

/** What an alert says, and its words alone, to be compared with what it says next. */
export function hashesOf(alert: Alert): Pick<AlertRow, 'lastHash' | 'textHash'> {
	const textHash = digest(alertText(alert));
	const lastHash = digest(JSON.stringify([textHash, alert.severity, alert.services]));
	return { lastHash, textHash };
}

/** The last time this trouble began, locked until the commit; null when it never did. */
export function latestAlert(tx: WriteTransaction, alert: Alert): Promise<AlertRow | null> {
	return tx.one<AlertRow>(
		`SELECT t.id, t.incident_id AS "incidentId", t.state, t.started_at AS "startedAt",
			t.last_hash AS "lastHash", t.text_hash AS "textHash", t.told_times AS "toldTimes",
			t.told_at AS "toldAt"
		FROM alerts t WHERE t.source = $1 AND t.fingerprint = $2
		ORDER BY t.id DESC LIMIT 1${tx.forUpdate}`,
		[alert.source, fingerprintOf(alert)]
	);
}

/**
 * Puts a trouble in that begins; null when another delivery did so meanwhile. It waits for that
 * one to commit, so whoever gets null finds the row of the other.
 */
export async function claimAlert(
	tx: WriteTransaction,
	alert: Alert,
	now: number
): Promise<number | null> {
	const { lastHash, textHash } = hashesOf(alert);
	const [row] = await tx.run<{ id: number }>(
		`INSERT INTO alerts (source, fingerprint, state, started_at, last_hash, text_hash,
			first_seen_at, last_seen_at, times, told_times, told_at)
		VALUES ($1, $2, 'firing', $3, $4, $5, $6, $6, 1, 1, $6)
		ON CONFLICT (source, fingerprint) WHERE state = 'firing' DO NOTHING RETURNING id`,
		[alert.source, fingerprintOf(alert), alert.startedAt, lastHash, textHash, now]
	);
	return row?.id ?? null;
}

/** Says which incident a trouble has opened. */
export async function linkAlert(
	tx: WriteTransaction,
	id: number,
	incidentId: number
): Promise<void> {
	await tx.run(`UPDATE alerts SET incident_id = $2 WHERE id = $1`, [id, incidentId]);
}

/** It was told again; its beginning only moves on. */
export async function noteSeen(
	tx: WriteTransaction,
	{ id, startedAt: known }: AlertRow,
	{ state, startedAt }: Alert,
	now: number
): Promise<void> {
	const began = Math.max(known ?? 0, startedAt ?? 0);
	await tx.run(
		`UPDATE alerts SET state = $2, started_at = $3, last_seen_at = $4, times = times + 1
		WHERE id = $1`,
		[id, state, began === 0 ? null : began, now]
	);
}

/** It has added to the timeline. */
export async function noteTold(
	tx: WriteTransaction,
	id: number,
	{ lastHash, textHash }: Pick<AlertRow, 'lastHash' | 'textHash'>,
	now: number
): Promise<void> {
	await tx.run(
		`UPDATE alerts SET last_hash = $2, text_hash = $3, told_times = told_times + 1, told_at = $4
		WHERE id = $1`,
		[id, lastHash, textHash, now]
	);
}

/** It ended without a word of it. */
export async function endAlert(tx: WriteTransaction, id: number): Promise<void> {
	await tx.run(`UPDATE alerts SET state = 'resolved' WHERE id = $1`, [id]);
}
