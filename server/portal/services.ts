import type {
	AnyMaintenance,
	MaintenanceStatus,
	StaffMaintenance
} from '#lib/domain/maintenance.ts';
import type { Actor, Viewer } from '#lib/domain/people.ts';
import type { ServiceState, ServiceView, StaffService } from '#lib/domain/service.ts';
import type { Period, Uptime, UptimeDay } from '#lib/domain/uptime.ts';
import type { Page } from './page.ts';

export interface NewMaintenance {
	readonly title: string;
	readonly message: string;
	readonly services: readonly string[];
	/** ISO 8601 */
	readonly startsAt: string;
	readonly endsAt: string;
}

export interface MaintenancePatch {
	readonly title?: string | undefined;
	readonly message?: string | undefined;
	readonly services?: readonly string[] | undefined;
	readonly startsAt?: string | undefined;
	readonly endsAt?: string | undefined;
	readonly status?: MaintenanceStatus | undefined;
	readonly version?: number | undefined;
}

export interface ServicePatch {
	readonly name?: string | undefined;
	readonly description?: string | undefined;
	readonly position?: number | undefined;
	readonly hidden?: boolean | undefined;
}

export interface NewService {
	readonly slug: string;
	readonly name: string;
	readonly description: string;
	/** Place in lists; after all others when left out. */
	readonly position?: number | undefined;
}

export interface MaintenanceFilter {
	readonly service?: string | undefined;
	readonly status?: readonly MaintenanceStatus[] | undefined;
	readonly limit?: number | undefined;
	readonly cursor?: string | undefined;
}

/** How a service fared in a period. `availability` in per cent, null when nothing is known. */
export interface ServiceAvailability extends Uptime {
	readonly slug: string;
	readonly name: string;
	readonly availability: number | null;
}

/** The bars of a service and what they come to. */
export interface ServiceUptime {
	readonly slug: string;
	readonly availability: number | null;
	readonly days: readonly UptimeDay[];
}

/** Services, their states and planned works. */
export interface ServiceCommands {
	/** By hand; `operational` or null gives the state back to incidents and planned works. */
	setServiceState(
		actor: Actor,
		slug: string,
		state: ServiceState | null,
		reason?: string
	): Promise<StaffService>;
	updateService(actor: Actor, slug: string, patch: ServicePatch): Promise<StaffService>;
	createMaintenance(
		actor: Actor,
		input: NewMaintenance,
		idempotencyKey?: string
	): Promise<{ maintenance: StaffMaintenance; created: boolean }>;
	/** Also begins, ends and cancels works by hand, by `status`. */
	updateMaintenance(
		actor: Actor,
		number: string,
		patch: MaintenancePatch
	): Promise<StaffMaintenance>;
	/** The same slug again answers with the service that is there. */
	createService(
		actor: Actor,
		input: NewService
	): Promise<{ service: StaffService; created: boolean }>;
}

export interface ServiceQueries {
	services(): Promise<readonly ServiceView[]>;
	/** Services as staff look after them, hidden ones among them. */
	staffServices(viewer: Viewer): Promise<readonly StaffService[]>;
	/** How every visible service fared in a period (milliseconds), up to now. */
	availability(viewer: Viewer, period: Period): Promise<readonly ServiceAvailability[]>;
	/** The last 90 days of every visible service, the present day last. */
	uptime(): Promise<readonly ServiceUptime[]>;
	maintenance(viewer: Viewer, number: string): Promise<AnyMaintenance>;
	/** The latest beginning first; of one service when it is named. */
	maintenances(viewer: Viewer, filter: MaintenanceFilter): Promise<Page<AnyMaintenance>>;
}
