/** From the best to the worst. Planned works are not a fault, so they stand next to health. */
export const SERVICE_STATES = [
	'operational',
	'maintenance',
	'degraded',
	'partial_outage',
	'major_outage'
] as const;
export type ServiceState = (typeof SERVICE_STATES)[number];

/** The state a service shows: the worst of what is set by hand and of open incidents' impacts. */
export function worstState(states: readonly ServiceState[]): ServiceState {
	return states.reduce<ServiceState>(
		(worst, state) =>
			SERVICE_STATES.indexOf(state) > SERVICE_STATES.indexOf(worst) ? state : worst,
		'operational'
	);
}

/** A service as everybody sees it. */
export interface ServiceView {
	readonly slug: string;
	readonly name: string;
	readonly description: string;
	readonly state: ServiceState;
	/** Since when it has been in this state. */
	readonly since: string;
	/** Place in lists, ascending. */
	readonly position: number;
}

/** A service as staff see it where services are looked after. */
export interface StaffService extends ServiceView {
	/** Shown nowhere but to staff; nothing new is filed under it. */
	readonly hidden: boolean;
	/** The state set by hand, or null while it follows incidents and planned works. */
	readonly manual: {
		readonly state: ServiceState;
		readonly reason: string;
		readonly at: string;
		readonly by: string | null;
	} | null;
}

/** Order of services on every screen. */
export function byPlace(a: ServiceView, b: ServiceView): number {
	return a.position - b.position || (a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0);
}
