import { z } from 'zod';
import {
	INCIDENT_STATUSES,
	INCIDENT_TIMES,
	POSTMORTEM_STATES,
	SEVERITIES,
	type CorrectionView,
	type ImpactChange,
	type ImpactView,
	type IncidentUpdateView,
	type PostmortemView,
	type PublicIncident,
	type StaffIncident
} from '#lib/domain/incident.ts';
import { SERVICE_STATES } from '#lib/domain/service.ts';
import { moment, named } from './named.ts';
import { person } from './ticket.ts';

const impactChange = z.strictObject({
	slug: z.string(),
	name: z.string(),
	before: z.enum(SERVICE_STATES).nullable().describe('Null when it was not affected'),
	after: z.enum(SERVICE_STATES)
}) satisfies z.ZodType<ImpactChange>;

const update = named(
	'IncidentUpdate',
	z.strictObject({
		id: z.int(),
		at: moment,
		status: z.enum(INCIDENT_STATUSES),
		severity: z.enum(SEVERITIES),
		message: z.string(),
		author: z.string().nullable().optional().describe('For staff only'),
		impacts: z.array(impactChange).optional().describe('Services whose impact changed')
	})
) satisfies z.ZodType<Omit<IncidentUpdateView, 'author' | 'impacts'>>;

const correction = named(
	'IncidentCorrection',
	z.strictObject({
		id: z.int(),
		at: moment,
		field: z.enum(INCIDENT_TIMES),
		before: moment.nullable(),
		after: moment.nullable(),
		reason: z.string().optional().describe('For staff only'),
		author: z.string().nullable().optional().describe('For staff only')
	})
) satisfies z.ZodType<Omit<CorrectionView, 'reason' | 'author'>>;

export const postmortem = named(
	'Postmortem',
	z.strictObject({
		number: z.string(),
		body: z.string().describe('Markdown'),
		updatedAt: moment,
		publishedAt: moment.nullable(),
		author: z.string().nullable().optional().describe('For staff only')
	})
) satisfies z.ZodType<Omit<PostmortemView, 'author'>>;

const impact = named(
	'Impact',
	z.strictObject({
		slug: z.string(),
		name: z.string(),
		impact: z.enum(SERVICE_STATES)
	}) satisfies z.ZodType<ImpactView>
);

const publicSide = {
	number: z.string().meta({ examples: ['INC-17'] }),
	title: z.string(),
	severity: z.enum(SEVERITIES),
	status: z.enum(INCIDENT_STATUSES),
	services: z.array(impact),
	startedAt: moment,
	updatedAt: moment,
	acknowledgedAt: moment.nullable(),
	resolvedAt: moment.nullable(),
	updates: z.array(update).describe('The newest first'),
	corrections: z.array(correction).describe('Times that were corrected, the latest first'),
	postmortemAt: moment.nullable().describe('Since when its post-mortem is public')
};

export const publicIncident = named(
	'PublicIncident',
	z.strictObject(publicSide)
) satisfies z.ZodType<Omit<PublicIncident, 'updates' | 'corrections'>>;

export const staffIncident = named(
	'Incident',
	z.strictObject({
		...publicSide,
		acknowledgedBy: person.nullable(),
		postmortem: z.enum(POSTMORTEM_STATES),
		tickets: z.array(z.string()).describe('Numbers of the tickets linked to it'),
		version: z.int().positive()
	})
) satisfies z.ZodType<Omit<StaffIncident, 'updates' | 'corrections'>>;

/** Staff see who wrote what; others do not. */
export const anyIncident = named('AnyIncident', z.union([staffIncident, publicIncident]));
