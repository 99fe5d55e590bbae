import type { ServiceState } from './service.ts';
import { availability, type UptimeDay } from './uptime.ts';

const LETTERS: Readonly<Record<ServiceState, string>> = {
	operational: 'o',
	maintenance: 'm',
	degraded: 'd',
	partial_outage: 'p',
	major_outage: 'x'
};
const UNKNOWN = '-';

/** A day that has more to tell than that all was well. */
export interface UptimeNote {
	/** Place among the days. */
	readonly day: number;
	readonly downMs: number;
	readonly maintenanceMs: number;
	readonly availability: number | null;
}

/** The bars of a service in few bytes: pages carry them for every service. */
export interface UptimeStrip {
	readonly slug: string;
	/** Per cent of all the days, cut off; null when nothing is known. */
	readonly availability: number | null;
	/** Date of the first day, `YYYY-MM-DD`. */
	readonly first: string;
	/** One letter a day, the present one last. */
	readonly days: string;
	readonly notes: readonly UptimeNote[];
}

/** The strip of a service's days. */
export function stripOf(uptime: {
	readonly slug: string;
	readonly availability: number | null;
	readonly days: readonly UptimeDay[];
}): UptimeStrip {
	return {
		slug: uptime.slug,
		availability: uptime.availability,
		first: uptime.days[0]?.date ?? '',
		days: uptime.days.map(({ worst }) => (worst === null ? UNKNOWN : LETTERS[worst])).join(''),
		notes: uptime.days.flatMap((day, index) =>
			day.worst === null || day.worst === 'operational'
				? []
				: [
						{
							day: index,
							downMs: day.downMs,
							maintenanceMs: day.maintenanceMs,
							availability: availability(day)
						}
					]
		)
	};
}

const STATES: readonly ServiceState[] = [
	'operational',
	'maintenance',
	'degraded',
	'partial_outage',
	'major_outage'
];

/** The worst state of a day of a strip, or null when nothing is known of it. */
export function stateOfDay(strip: UptimeStrip, day: number): ServiceState | null {
	const letter = strip.days[day];
	return STATES.find((state) => LETTERS[state] === letter) ?? null;
}
