import { z } from 'zod';
import type { Totals } from '#lib/domain/figures.ts';
import { ROLES } from '#lib/domain/people.ts';
import { anyIncident } from './incident.ts';
import { kpi } from './kpi.ts';
import { moment, named } from './named.ts';
import { screen } from './screen.ts';
import { anyMaintenance, service } from './service.ts';
import { newsHeadline } from './site.ts';
import { anyShift } from './shift.ts';
import { publicTicket, ticket } from './ticket.ts';

const count = z.int().min(0);

export const totals = named(
	'Totals',
	z.strictObject({
		open: count,
		new: count,
		in_progress: count,
		waiting: count,
		resolved: count,
		overdue: count,
		unassigned: count,
		byPriority: z.strictObject({ low: count, normal: count, high: count, critical: count })
	}) satisfies z.ZodType<Totals>,
	'The counters of the queue'
);

export const snapshot = named(
	'Snapshot',
	z.strictObject({
		epoch: z.string().describe('Identity of this history of events'),
		seq: count.describe('Number of the last event it holds'),
		now: moment,
		audience: z.string().describe('`public`, `staff` or `client:<id>`'),
		state: z.strictObject({
			tickets: z.array(z.union([ticket, publicTicket])).describe('The 500 most urgent'),
			totals,
			incidents: z.array(anyIncident),
			services: z.array(service),
			maintenances: z.array(anyMaintenance).describe('Under way or to come'),
			kpis: z.array(kpi),
			news: z.array(newsHeadline).describe('The latest headlines'),
			screens: z.array(screen).optional().describe('For staff'),
			shifts: z.array(anyShift).describe('On duty, and the next ones'),
			unread: z.strictObject({ tickets: count }).optional().describe('For clients')
		})
	}),
	'The state that the batches of the socket carry on from'
);

export const eventPage = named(
	'EventPage',
	z.strictObject({
		epoch: z.string(),
		items: z.array(
			z.strictObject({
				seq: count,
				at: moment,
				type: z.string().meta({ examples: ['ticket.created'] }),
				actor: z.string().nullable().describe('Null is the portal itself'),
				payload: z.looseObject({})
			})
		),
		nextAfter: count.describe('To be given as `after` for what follows')
	}),
	'A part of the raw stream'
);

export const token = named(
	'Token',
	z.strictObject({ token: z.string(), expiresAt: moment }),
	'To be sent as `Authorization: Bearer`'
);

export const account = named(
	'Account',
	z.strictObject({ name: z.string(), email: z.string(), role: z.enum(ROLES) })
);
