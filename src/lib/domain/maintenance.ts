export const MAINTENANCE_STATUSES = ['planned', 'in_progress', 'done', 'cancelled'] as const;
export type MaintenanceStatus = (typeof MAINTENANCE_STATUSES)[number];

const NUMBER_PREFIX = 'MW-';

/** The number people say aloud: `MW-3`. */
export function maintenanceNumber(id: number): string {
	return `${NUMBER_PREFIX}${id}`;
}

/** The row behind a number, or null when the text is not a number of planned works. */
export function maintenanceId(number: string): number | null {
	const match = /^MW-([1-9]\d{0,14})$/i.exec(number);
	return match ? Number(match[1]) : null;
}

/** Planned works as everybody sees them. Times are ISO 8601. */
export interface PublicMaintenance {
	readonly number: string;
	readonly title: string;
	readonly message: string;
	readonly status: MaintenanceStatus;
	readonly services: readonly { readonly slug: string; readonly name: string }[];
	/** When they are to begin and to end. */
	readonly startsAt: string;
	readonly endsAt: string;
	/** When they did. */
	readonly startedAt: string | null;
	readonly endedAt: string | null;
	readonly updatedAt: string;
}

/** Planned works as staff see them. */
export interface StaffMaintenance extends PublicMaintenance {
	readonly createdBy: string | null;
	readonly version: number;
}

export type AnyMaintenance = PublicMaintenance | StaffMaintenance;

/** Are these works as staff see them? */
export function isStaffMaintenance(works: AnyMaintenance): works is StaffMaintenance {
	return 'version' in works;
}

const WAYS: Readonly<Record<MaintenanceStatus, readonly MaintenanceStatus[]>> = {
	planned: ['in_progress', 'cancelled'],
	in_progress: ['done'],
	done: [],
	cancelled: []
};

/** May planned works go from one status to another? */
export function mayTurn(from: MaintenanceStatus, to: MaintenanceStatus): boolean {
	return WAYS[from].includes(to);
}

/** Are these works still before or among us? Live screens show exactly these. */
export function isAhead(status: MaintenanceStatus): boolean {
	return status === 'planned' || status === 'in_progress';
}

/** Order of planned works on every screen: by their beginning. */
export function byStart(a: AnyMaintenance, b: AnyMaintenance): number {
	if (a.startsAt !== b.startsAt) return a.startsAt < b.startsAt ? -1 : 1;
	return (maintenanceId(a.number) ?? 0) - (maintenanceId(b.number) ?? 0);
}
