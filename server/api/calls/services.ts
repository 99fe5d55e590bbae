import {
	maintenancePatch,
	newMaintenance,
	newService,
	servicePatch
} from '#lib/input/incident-schemas.ts';
import { listOf, pageOf } from '../answers/named.ts';
import {
	anyMaintenance,
	serviceDays,
	staffMaintenance,
	staffService,
	watchedService
} from '../answers/service.ts';
import { maintenanceQuery } from '../services.ts';
import type { CallTable } from './call.ts';

const ONE = { 200: { description: 'The planned works', schema: staffMaintenance } };

/** Services with their uptime, and planned works. */
export const SERVICE_CALLS: CallTable = {
	'GET /services': {
		summary: 'List services with their states and their availability over 90 days',
		tag: 'Services',
		may: 'anyone',
		answers: { 200: { description: 'All services', schema: listOf(watchedService) } }
	},
	'GET /services/:slug': {
		summary: 'Read a service with its last 90 days',
		tag: 'Services',
		may: 'anyone',
		answers: { 200: { description: 'The service', schema: serviceDays } }
	},
	'POST /services': {
		summary: 'Add a service',
		tag: 'Services',
		may: 'service.create',
		body: newService,
		answers: {
			200: { description: 'The service that has this slug already', schema: staffService },
			201: { description: 'The service', schema: staffService }
		}
	},
	'PATCH /services/:slug': {
		summary: 'Set the state of a service by hand, rename it or hide it',
		description:
			'It shows the worse of this state and what open incidents do to it. `state` null gives it back to incidents and planned works.',
		tag: 'Services',
		may: 'service.update',
		body: servicePatch,
		answers: { 200: { description: 'The service', schema: staffService } }
	},
	'GET /maintenances': {
		summary: 'List planned works, the latest beginning first',
		tag: 'Planned works',
		may: 'anyone',
		query: maintenanceQuery,
		answers: { 200: { description: 'A page of planned works', schema: pageOf(anyMaintenance) } }
	},
	'POST /maintenances': {
		summary: 'Plan works',
		description: 'The clock begins and ends them; what happens in them is no downtime.',
		tag: 'Planned works',
		may: 'maintenance.plan',
		body: newMaintenance,
		idempotent: true,
		answers: {
			200: { description: 'The works that were planned before', schema: staffMaintenance },
			201: { description: 'The planned works', schema: staffMaintenance }
		},
		refusals: ['idempotency_conflict']
	},
	'GET /maintenances/:number': {
		summary: 'Read planned works',
		tag: 'Planned works',
		may: 'anyone',
		answers: { 200: { description: 'The planned works', schema: anyMaintenance } }
	},
	'PATCH /maintenances/:number': {
		summary: 'Change planned works, or begin, end or cancel them by `status`',
		description: 'Of works under way only the words and the end may be changed.',
		tag: 'Planned works',
		may: 'maintenance.plan',
		body: maintenancePatch,
		answers: ONE,
		refusals: ['stale_version', 'forbidden_transition', 'too_late']
	}
};
