import { z } from 'zod';
import {
	MAINTENANCE_STATUSES,
	type PublicMaintenance,
	type StaffMaintenance
} from '#lib/domain/maintenance.ts';
import { SERVICE_STATES, type ServiceView, type StaffService } from '#lib/domain/service.ts';
import { moment, named } from './named.ts';

const open = {
	slug: z.string(),
	name: z.string(),
	description: z.string(),
	state: z.enum(SERVICE_STATES),
	since: moment.describe('Since when it has been in this state'),
	position: z.int()
};

export const service = named('Service', z.strictObject(open) satisfies z.ZodType<ServiceView>);

export const staffService = named(
	'ServiceForStaff',
	z.strictObject({
		...open,
		hidden: z.boolean(),
		manual: z
			.strictObject({
				state: z.enum(SERVICE_STATES),
				reason: z.string(),
				at: moment,
				by: z.string().nullable()
			})
			.nullable()
			.describe('The state set by hand, or null')
	}) satisfies z.ZodType<StaffService>
);

const availability = z
	.number()
	.nullable()
	.describe('Per cent of 90 days, cut off and never rounded up; null when nothing is known');

export const watchedService = named('WatchedService', z.strictObject({ ...open, availability }));

const milliseconds = z.int().min(0);

export const serviceDays = named(
	'ServiceDays',
	z.strictObject({
		...open,
		availability,
		days: z
			.array(
				z.strictObject({
					date: z.iso.date(),
					worst: z.enum(SERVICE_STATES).nullable().describe('Null when nothing is known'),
					baseMs: milliseconds.describe('Time counted, planned works left out'),
					downMs: milliseconds,
					maintenanceMs: milliseconds
				})
			)
			.describe('The present day last')
	})
);

const publicSide = {
	number: z.string().meta({ examples: ['MW-3'] }),
	title: z.string(),
	message: z.string(),
	status: z.enum(MAINTENANCE_STATUSES),
	services: z.array(z.strictObject({ slug: z.string(), name: z.string() })),
	startsAt: moment.describe('When they are to begin'),
	endsAt: moment,
	startedAt: moment.nullable().describe('When they did begin'),
	endedAt: moment.nullable(),
	updatedAt: moment
};

export const publicMaintenance = named(
	'PublicMaintenance',
	z.strictObject(publicSide) satisfies z.ZodType<PublicMaintenance>
);

export const staffMaintenance = named(
	'Maintenance',
	z.strictObject({
		...publicSide,
		createdBy: z.string().nullable(),
		version: z.int().positive()
	}) satisfies z.ZodType<StaffMaintenance>
);

/** Staff see who planned them; others do not. */
export const anyMaintenance = named(
	'AnyMaintenance',
	z.union([staffMaintenance, publicMaintenance])
);
