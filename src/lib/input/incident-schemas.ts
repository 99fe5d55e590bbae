import { z } from 'zod';
import { INCIDENT_STATUSES, SEVERITIES } from '../domain/incident.ts';
import { MAINTENANCE_STATUSES } from '../domain/maintenance.ts';
import { SERVICE_STATES } from '../domain/service.ts';
import { LIMITS } from './limits.ts';
import { line, prose, slug, version } from './schemas.ts';

const impact = z.record(slug, z.enum(SERVICE_STATES));
const services = z.array(slug).min(1).max(100);

/** A moment with its distance from UTC; the year has four digits. */
const moment = z.iso.datetime({ offset: true });

/** A tick box of a form, or a boolean of the API. */
const yes = z.union([
	z.boolean(),
	z.enum(['on', 'true']).transform(() => true),
	z.enum(['', 'off', 'false']).transform(() => false)
]);

export const newIncident = z.strictObject({
	title: line(LIMITS.title),
	severity: z.enum(SEVERITIES),
	services,
	message: prose(1, LIMITS.message),
	impact: impact.optional()
});

export const incidentPatch = z.strictObject({
	status: z.enum(INCIDENT_STATUSES).optional(),
	severity: z.enum(SEVERITIES).optional(),
	message: prose(0, LIMITS.message).optional(),
	impact: impact.optional(),
	startedAt: moment.optional(),
	acknowledgedAt: moment.optional(),
	resolvedAt: moment.optional(),
	reason: prose(1, LIMITS.reason).optional(),
	version: version.optional()
});

/** Empty takes a draft away. `seen` is the `updatedAt` of the text one began with. */
export const newPostmortem = z.strictObject({
	body: prose(0, LIMITS.postmortem),
	published: yes.default(false),
	seen: z.union([z.literal(''), moment]).optional()
});

export const newTicketLink = z.strictObject({
	ticket: z.string().trim().toUpperCase().pipe(z.string().min(1).max(20))
});

/** The same from the ticket's side. */
export const newIncidentLink = z.strictObject({ incident: z.string().trim().min(1).max(20) });

export const newService = z.strictObject({
	slug,
	name: line(LIMITS.name),
	description: prose(0, 1_000).default('')
});

/** `state` null gives the service back to incidents and planned works. */
export const servicePatch = z.strictObject({
	state: z.enum(SERVICE_STATES).nullable().optional(),
	reason: prose(0, LIMITS.reason).optional(),
	name: line(LIMITS.name).optional(),
	description: prose(0, 1_000).optional(),
	position: z
		.union([
			z.number(),
			z
				.string()
				.regex(/^\d{1,4}$/)
				.transform(Number)
		])
		.pipe(z.number().int().min(0).max(9_999))
		.optional(),
	hidden: yes.optional()
});

export const newMaintenance = z.strictObject({
	title: line(LIMITS.title),
	message: prose(0, LIMITS.message).default(''),
	services,
	startsAt: moment,
	endsAt: moment
});

export const maintenancePatch = z.strictObject({
	title: line(LIMITS.title).optional(),
	message: prose(0, LIMITS.message).optional(),
	services: services.optional(),
	startsAt: moment.optional(),
	endsAt: moment.optional(),
	status: z.enum(MAINTENANCE_STATUSES).optional(),
	version: version.optional()
});
