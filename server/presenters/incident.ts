import type { Audience } from '#lib/domain/audience.ts';
import type {
	AnyIncident,
	IncidentUpdateView,
	PublicIncident,
	StaffIncident
} from '#lib/domain/incident.ts';
import type { HiddenServices } from '#server/records/hidden-services.ts';
import type { IncidentRecord } from '#server/records/incident-record.ts';
import { shownServices } from './shown-services.ts';

const NOTHING_HIDDEN: HiddenServices = {};

/**
 * What everybody may see: the timeline without the names of those who wrote it, and no service
 * that only staff see.
 */
export function publicIncident(record: IncidentRecord): PublicIncident {
	return openIncident(record, record);
}

function openIncident(record: IncidentRecord, hidden: HiddenServices): PublicIncident {
	const { number, title, severity, status } = record;
	const { startedAt, updatedAt, acknowledgedAt, resolvedAt } = record;
	return {
		number,
		title,
		severity,
		status,
		services: shownServices(record.services, hidden).map(({ slug, name, impact }) => ({
			slug,
			name,
			impact
		})),
		startedAt,
		updatedAt,
		acknowledgedAt,
		resolvedAt,
		updates: record.updates.map((update) => ({
			id: update.id,
			at: update.at,
			status: update.status,
			severity: update.severity,
			message: update.message,
			...impactsOf(update, hidden)
		})),
		// Events of before there were corrections have none.
		corrections: (record.corrections ?? []).map(({ id, at, field, before, after }) => ({
			id,
			at,
			field,
			before,
			after
		})),
		postmortemAt: record.postmortemAt ?? null
	};
}

function impactsOf(
	{ impacts }: IncidentUpdateView,
	hidden: HiddenServices
): Pick<IncidentUpdateView, 'impacts'> {
	const shown = shownServices(impacts ?? [], hidden);
	if (!impacts || (impacts.length > 0 && shown.length === 0)) return {};
	return {
		impacts: shown.map(({ slug, name, before, after }) => ({ slug, name, before, after }))
	};
}

/** What staff may see. */
export function staffIncident(record: IncidentRecord): StaffIncident {
	const { acknowledgedBy, version } = record;
	return {
		...openIncident(record, NOTHING_HIDDEN),
		updates: record.updates.map((update) => ({
			id: update.id,
			at: update.at,
			status: update.status,
			severity: update.severity,
			message: update.message,
			author: update.author ?? null,
			...impactsOf(update, NOTHING_HIDDEN)
		})),
		corrections: (record.corrections ?? []).map((correction) => ({
			id: correction.id,
			at: correction.at,
			field: correction.field,
			before: correction.before,
			after: correction.after,
			reason: correction.reason ?? '',
			author: correction.author ?? null
		})),
		postmortem: record.postmortem ?? 'none',
		tickets: record.tickets ?? [],
		acknowledgedBy: acknowledgedBy && { name: acknowledgedBy.name, email: acknowledgedBy.email },
		version
	};
}

/** The form of an incident that an audience may see. */
export function incidentFor(record: IncidentRecord, audience: Audience): AnyIncident {
	return audience === 'staff' ? staffIncident(record) : publicIncident(record);
}
