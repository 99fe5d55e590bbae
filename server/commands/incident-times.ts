import { fieldError } from '#lib/domain/errors.ts';
import { INCIDENT_TIMES, type IncidentTime, type StaffIncident } from '#lib/domain/incident.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { Changed } from '#server/events/event.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import type { IncidentPatch } from '#server/portal.ts';

/** Times of an incident in milliseconds. */
export type IncidentMoments = Readonly<Record<IncidentTime, number | null>> & {
	readonly startedAt: number;
};

/** The times an incident has. */
export function momentsOf(incident: StaffIncident): IncidentMoments {
	const at = (time: string | null) => (time === null ? null : Date.parse(time));
	return {
		startedAt: Date.parse(incident.startedAt),
		acknowledgedAt: at(incident.acknowledgedAt),
		resolvedAt: at(incident.resolvedAt)
	};
}

/**
 * The times as a patch corrects them. Refused at the field that makes no sense: the future, an
 * end before the beginning, an end of what has not ended, a correction without a reason.
 */
export function correctedMoments(
	recorded: IncidentMoments,
	patch: IncidentPatch,
	now: number
): IncidentMoments {
	const wanted = (field: IncidentTime) => {
		const time = patch[field];
		return time === undefined ? recorded[field] : Date.parse(time);
	};
	const corrected = {
		startedAt: wanted('startedAt') ?? recorded.startedAt,
		acknowledgedAt: wanted('acknowledgedAt'),
		resolvedAt: wanted('resolvedAt')
	};
	const { startedAt, acknowledgedAt, resolvedAt } = corrected;
	const fields = INCIDENT_TIMES.filter((field) => corrected[field] !== recorded[field]);
	if (fields.length === 0) return recorded;
	if (recorded.resolvedAt === null && resolvedAt !== null)
		throw fieldError('resolvedAt', 'not_resolved');
	for (const field of fields)
		if ((corrected[field] ?? 0) > now) throw fieldError(field, 'in_future');
	const blamed = (field: IncidentTime) => (fields.includes(field) ? field : 'startedAt');
	if (acknowledgedAt !== null && acknowledgedAt < startedAt)
		throw fieldError(blamed('acknowledgedAt'), 'before_start');
	if (resolvedAt !== null && resolvedAt <= startedAt)
		throw fieldError(blamed('resolvedAt'), 'before_start');
	if (!patch.reason) throw fieldError('reason', 'required');
	return corrected;
}

/** Times that differ, for the audit trail. */
export function changedTimes(before: IncidentMoments, after: IncidentMoments): Changed {
	const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
	return Object.fromEntries(
		INCIDENT_TIMES.filter((field) => before[field] !== after[field]).map((field) => [
			field,
			[iso(before[field]), iso(after[field])] as const
		])
	);
}

/** Writes down which times were corrected, and why. */
export async function keepTimes(
	{ tx, now }: CommandContext,
	actor: Actor,
	incidentId: number,
	times: { before: IncidentMoments; after: IncidentMoments; reason: string }
): Promise<void> {
	for (const field of INCIDENT_TIMES) {
		const [before, after] = [times.before[field], times.after[field]];
		if (before === after) continue;
		await tx.run(
			`INSERT INTO incident_corrections
				(incident_id, at, actor_id, field, old_value, new_value, reason)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			[incidentId, now, actor.id, field, before, after, times.reason]
		);
	}
}
