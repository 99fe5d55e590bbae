import { isOverdue, NO_TOTALS, type Totals } from '#lib/domain/figures.ts';
import { byGravity, type AnyIncident, type StaffIncident } from '#lib/domain/incident.ts';
import {
	KPI_KEYS,
	kpiDefinition,
	kpiView,
	LIVE_KPIS,
	NO_SOURCE,
	NO_SUMS,
	type KpiFigure,
	type KpiKey
} from '#lib/domain/kpi.ts';
import type { LiveState, Snapshot } from '#lib/domain/live.ts';
import { DomainError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/people.ts';
import type { ServiceView } from '#lib/domain/service.ts';
import { isListed, isOpen, type FullTicket, type PublicTicket } from '#lib/domain/ticket.ts';
import { byUrgency } from '#lib/domain/urgency.ts';
import type { Commands, Installation, Portal, Queries } from '#server/portal.ts';
import { believableIncidents, believableServices, believableTickets } from './believable.ts';

/** How much the made-up company has to do. */
export interface SketchOptions {
	readonly now?: () => number;
	readonly tickets?: number;
	readonly incidents?: number;
	readonly services?: number;
	/** Who is signed in with the cookie `session=<role>`. */
	readonly viewers?: Readonly<Record<string, NonNullable<Viewer>>>;
	readonly installation?: Partial<Installation>;
}

const VIEWERS: Readonly<Record<string, NonNullable<Viewer>>> = {
	admin: { id: 1, name: 'Анна Соколова', email: 'admin@bazis.example', role: 'admin' },
	manager: { id: 2, name: 'Дмитрий Орлов', email: 'manager@bazis.example', role: 'manager' },
	client: { id: 3, name: 'Ирина Белова', email: 'client@bazis.example', role: 'client' }
};

/**
 * A portal without a database, for looking at pages and for tests of routes. It answers every
 * read with a believable company; the session's token is the name of one of its viewers.
 */
export function sketchPortal(options: SketchOptions = {}): Portal {
	const now = options.now ?? Date.now;
	const viewers = options.viewers ?? VIEWERS;
	const services = believableServices(options.services ?? 12, now());
	const tickets = believableTickets(options.tickets ?? 60, services, now());
	const incidents = believableIncidents(options.incidents ?? 2, services, now());
	const state = fullState(tickets, incidents, services);
	const installation: Installation = {
		build: '0.1.0',
		demo: true,
		demoPassword: 'bazis-demo',
		timeZone: 'Europe/Moscow',
		defaultLocale: 'ru',
		origin: null,
		...options.installation
	};

	const snapshot = (audience: Snapshot['audience']): Snapshot => ({
		epoch: 'sketch',
		seq: 1,
		now: new Date(now()).toISOString(),
		audience,
		state:
			audience === 'staff'
				? state
				: {
						...state,
						tickets: tickets.filter(({ status }) => isListed(status)).map(publicTicket),
						incidents: incidents.toSorted(byGravity).map(publicIncident)
					}
	});
	const visible = (viewer: Viewer, incident: StaffIncident): AnyIncident =>
		viewer && viewer.role !== 'client' ? incident : publicIncident(incident);
	const missing = () => new DomainError('not_found');

	const queries: Queries = {
		attachments: async () => [],
		replies: async () => [],
		views: async () => [],
		deletedTicket: () => Promise.reject(missing()),
		deletedTickets: async () => ({ items: [], nextCursor: null }),
		attachment: () => Promise.reject(new DomainError('not_found')),
		live: async (audience) => snapshot(audience),
		liveJson: async (audience) => JSON.stringify(snapshot(audience)),
		ticket: async (_viewer, number) => found(tickets.find((it) => it.number === number)),
		thread: async (_viewer, number) => ({
			epoch: 'sketch',
			seq: 1,
			ticket: found(tickets.find((it) => it.number === number)),
			comments: [],
			attachments: [],
			history: []
		}),
		history: async () => [],
		tickets: async () => ({ items: tickets.slice(0, 50), total: tickets.length, nextCursor: null }),
		incident: async (viewer, number) =>
			visible(viewer, found(incidents.find((it) => it.number === number))),
		incidents: async (viewer) => ({
			items: incidents.map((incident) => visible(viewer, incident)),
			nextCursor: null
		}),
		services: async () => services,
		firstIncidentAt: async () => null,
		postmortem: async () => {
			throw missing();
		},
		incidentTickets: async () => [],
		ticketIncidents: async () => [],
		staffServices: async () =>
			services.map((service) => ({ ...service, hidden: false, manual: null })),
		availability: async () => [],
		uptime: async () => [],
		maintenance: async () => {
			throw missing();
		},
		maintenances: async () => ({ items: [], nextCursor: null }),
		profile: async () => {
			throw missing();
		},
		mailOf: async () => null,
		mails: async () => ({ waiting: 0, failed: 0 }),
		isSetUpOpen: async () => false,
		kpis: async () => KPI_KEYS.map((key) => figure(key)),
		kpi: async (_viewer, key) => found(KPI_KEYS.filter((it) => it === key).map(figure)[0]),
		kpiSeries: async () => {
			throw missing();
		},
		arrivals: async () => {
			throw missing();
		},
		slaBook: async () => ({ policies: [], calendars: [] }),
		staff: async () => [VIEWERS['admin'], VIEWERS['manager']].filter((it) => it !== undefined),
		clients: async () => [VIEWERS['client']].filter((it) => it !== undefined),
		latestChanges: async () => ({ epoch: 'sketch', seq: 1, items: [], subjects: {} }),
		events: async (after) => ({ epoch: 'sketch', items: [], nextAfter: after }),
		session: async (token) => {
			const viewer = viewers[token];
			return viewer ? { id: token, kind: 'web', expiresAt: now() + 3_600_000, viewer } : null;
		}
	};

	function found<T>(thing: T | undefined): T {
		if (thing === undefined) throw missing();
		return thing;
	}

	const refused = async (): Promise<never> => {
		throw new DomainError('unavailable');
	};
	const commands: Commands = {
		createTicket: refused,
		updateTicket: refused,
		cancelTicket: refused,
		commentTicket: refused,
		reopenTicket: refused,
		rateTicket: refused,
		readTicket: refused,
		updateProfile: refused,
		stopMail: refused,
		changePassword: refused,
		deleteTicket: refused,
		saveReply: refused,
		deleteReply: refused,
		saveView: refused,
		deleteView: refused,
		moveView: refused,
		createIncident: refused,
		updateIncident: refused,
		acknowledgeIncident: refused,
		setServiceState: refused,
		createService: refused,
		updateService: refused,
		linkTicket: refused,
		unlinkTicket: refused,
		writePostmortem: refused,
		createMaintenance: refused,
		updateMaintenance: refused,
		createPerson: refused,
		createSlaPolicy: refused,
		updateSlaPolicy: refused,
		deleteSlaPolicy: refused,
		createCalendar: refused,
		updateCalendar: refused,
		recalculateSla: refused,
		recordMetric: refused,
		setUp: refused,
		signIn: async (_kind, { email, password }) => {
			const found = Object.entries(viewers).find(([, viewer]) => viewer.email === email);
			if (email === 'throttled@bazis.example')
				throw new DomainError('too_many_attempts', { retryAfter: 90 });
			if (!found || password !== installation.demoPassword)
				throw new DomainError('wrong_credentials');
			const [token, viewer] = found;
			return { token, viewer, expiresAt: new Date(now() + 3_600_000).toISOString() };
		},
		signOut: async () => undefined
	};
	return { installation, commands, queries, now };
}

/** A figure of a company nothing is known of. */
function figure(key: KpiKey): KpiFigure {
	const { leavesOut, public: isPublic, by } = kpiDefinition(key);
	return {
		...kpiView(key, NO_SOURCE),
		period: { from: '2026-02-01T21:00:00.000Z', to: '2026-03-03T21:00:00.000Z' },
		excluded: leavesOut === null ? null : 0,
		leavesOut,
		previous: null,
		public: isPublic,
		by,
		tickets: null
	};
}

function fullState(
	tickets: readonly FullTicket[],
	incidents: readonly StaffIncident[],
	services: readonly ServiceView[]
): LiveState {
	const listed = tickets.filter(({ status }) => isListed(status));
	const open = incidents.filter(({ status }) => status !== 'resolved').length;
	const busy = {
		...NO_SOURCE,
		today: { created: 28, resolved: 31 },
		sums: {
			...NO_SUMS,
			created: 812,
			resolved: 790,
			resolution_ms: 790 * 412 * 60_000,
			resolution_met: 762,
			responded: 800,
			response_ms: 800 * 11.4 * 60_000
		}
	};
	const source = { ...(tickets.length === 0 ? NO_SOURCE : busy), openIncidents: open };
	return {
		tickets: listed.toSorted(byUrgency).slice(0, 500),
		totals: totals(tickets),
		incidents: incidents.toSorted(byGravity),
		services,
		maintenances: [],
		kpis: LIVE_KPIS.map((key) => kpiView(key, source)),
		shifts: []
	};
}

function totals(tickets: readonly FullTicket[]): Totals {
	const sum = { ...NO_TOTALS, byPriority: { ...NO_TOTALS.byPriority } };
	for (const ticket of tickets) {
		if (ticket.status === 'resolved') sum.resolved += 1;
		if (!isOpen(ticket.status)) continue;
		sum.open += 1;
		if (ticket.status === 'new') sum.new += 1;
		if (ticket.status === 'in_progress') sum.in_progress += 1;
		if (ticket.status === 'waiting') sum.waiting += 1;
		if (ticket.assignee === null) sum.unassigned += 1;
		sum.byPriority[ticket.priority] += 1;
		const facts = {
			status: ticket.status,
			priority: ticket.priority,
			assigned: ticket.assignee !== null,
			responseSla: ticket.sla.response,
			resolutionSla: ticket.sla.resolution,
			createdAt: 0,
			firstResponseAt: ticket.firstResponseAt === null ? null : 1,
			resolvedAt: null
		};
		if (isOverdue(facts)) sum.overdue += 1;
	}
	return sum;
}

function publicTicket(ticket: FullTicket): PublicTicket {
	const { number, service, priority, status, createdAt, updatedAt, resolvedAt, sla } = ticket;
	return { number, service, priority, status, createdAt, updatedAt, resolvedAt, sla };
}

function publicIncident(incident: StaffIncident): AnyIncident {
	const { acknowledgedBy, version, tickets, postmortem, ...rest } = incident;
	void acknowledgedBy;
	void tickets;
	void postmortem;
	void version;
	return {
		...rest,
		updates: rest.updates.map(({ author, ...update }) => {
			void author;
			return update;
		})
	};
}
