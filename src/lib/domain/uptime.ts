import { SERVICE_STATES, worstState, type ServiceState } from './service.ts';
import { dateOf, zoneOf } from './zone.ts';

/** A stretch of time; one that lasts has no end yet. */
export interface Interval {
	readonly from: number;
	readonly to: number | null;
}

/** What a service suffered, from when to when, and by which incident; null when set by hand. */
export interface Impact extends Interval {
	readonly state: ServiceState;
	readonly incident: string | null;
}

/** All that is known of one service. */
export interface ServiceHistory {
	/** Since when it is watched; before that there are no data. */
	readonly since: number;
	readonly impacts: readonly Impact[];
	/** Planned works: what happens in them is neither downtime nor part of the base. */
	readonly maintenance: readonly Interval[];
}

/** Times of an incident: as they were recorded, or as people corrected them later. */
export interface IncidentTimes {
	readonly startedAt: number;
	readonly resolvedAt: number | null;
}

export interface Period {
	readonly from: number;
	readonly to: number;
}

/** How a service fared in a period. */
export interface Uptime {
	/** Time counted: watched, already past, and outside planned works. */
	readonly baseMs: number;
	readonly downMs: number;
	readonly maintenanceMs: number;
	/** The worst it came to; null when nothing is known of the period. */
	readonly worst: ServiceState | null;
}

/** One of the bars: a day of a zone. */
export interface UptimeDay extends Uptime, Period {
	/** `YYYY-MM-DD` */
	readonly date: string;
}

/** A stretch of one state within a period. */
interface Stretch extends Period {
	readonly state: ServiceState;
	readonly planned: boolean;
}

/**
 * Is this downtime? Partial and major outages are, each in full: whoever meets a part that does
 * not work is not helped by the rest that does. A degraded service is slow, not down; and works
 * nobody planned, set by hand, neither count as downtime nor leave the base.
 */
export function isDown(state: ServiceState): boolean {
	return state === 'partial_outage' || state === 'major_outage';
}

/** How a service fared in a period, up to now; at each moment the worst of its states holds. */
export function uptimeOf(history: ServiceHistory, period: Period, now: number): Uptime {
	return sumUp(stretchesOf(history, period, now));
}

/** The last days of a zone, the present one last; its bar grows until midnight. */
export function uptimeDays(
	history: ServiceHistory,
	zone: string,
	now: number,
	days = 90
): readonly UptimeDay[] {
	const clock = zoneOf(zone);
	const today = clock.dayAt(now);
	const bounds = Array.from({ length: days + 1 }, (_, index) =>
		clock.startOfDay(today - days + 1 + index)
	);
	const whole = { from: bounds[0] ?? now, to: bounds.at(-1) ?? now };
	const stretches = stretchesOf(history, whole, now);
	let next = 0;
	return bounds.slice(0, -1).map((from, index) => {
		const to = bounds[index + 1] ?? from;
		const parts: Stretch[] = [];
		for (let at = next; at < stretches.length; at++) {
			const stretch = stretches[at];
			if (!stretch || stretch.from >= to) break;
			if (stretch.to <= from) continue;
			parts.push({ ...stretch, from: Math.max(from, stretch.from), to: Math.min(to, stretch.to) });
			next = at;
		}
		return { date: dateOf(today - days + 1 + index), from, to, ...sumUp(parts) };
	});
}

/**
 * Availability in per cent, cut off after so many decimals and never rounded up: 100 is said
 * only when there was no downtime at all. Null when there is nothing to count.
 */
export function availability({ baseMs, downMs }: Uptime, decimals = 2): number | null {
	if (baseMs <= 0) return null;
	const scale = 10n ** BigInt(decimals);
	const up = BigInt(baseMs - downMs);
	return Number((up * 100n * scale) / BigInt(baseMs)) / Number(scale);
}

/**
 * Impacts of an incident after its times were corrected. What began when the incident did, or
 * earlier, begins at its corrected start; what began later stays, unless that falls outside.
 * The same holds for the end. What is left of nothing is dropped.
 */
export function correctedImpacts(
	impacts: readonly Impact[],
	recorded: IncidentTimes,
	corrected: IncidentTimes
): readonly Impact[] {
	const recordedEnd = recorded.resolvedAt ?? Infinity;
	const correctedEnd = corrected.resolvedAt ?? Infinity;
	return impacts
		.map((impact) => {
			const began = impact.from <= recorded.startedAt;
			const from = began ? corrected.startedAt : Math.max(impact.from, corrected.startedAt);
			const end = impact.to ?? Infinity;
			const to = end >= recordedEnd ? correctedEnd : Math.min(end, correctedEnd);
			return { ...impact, from, to: to === Infinity ? null : to };
		})
		.filter(({ from, to }) => to === null || from < to);
}

/** The period cut where the state changes, as far as it is watched and past. */
function stretchesOf(history: ServiceHistory, period: Period, now: number): readonly Stretch[] {
	const from = Math.max(period.from, history.since);
	const to = Math.min(period.to, now);
	if (from >= to) return [];
	const within = <T extends Interval>(intervals: readonly T[]) =>
		intervals
			.map((interval) => ({
				...interval,
				from: Math.max(from, interval.from),
				to: Math.min(to, interval.to ?? to)
			}))
			.filter((interval) => interval.from < interval.to);

	const steps: { readonly at: number; readonly state: ServiceState | null; readonly by: 1 | -1 }[] =
		[];
	for (const { from, to, state } of within(history.impacts))
		steps.push({ at: from, state, by: 1 }, { at: to, state, by: -1 });
	for (const { from, to } of within(history.maintenance))
		steps.push({ at: from, state: null, by: 1 }, { at: to, state: null, by: -1 });
	steps.sort((a, b) => a.at - b.at);

	const open = new Map<ServiceState | null, number>();
	const stretches: Stretch[] = [];
	let at = from;
	const closeAt = (end: number) => {
		if (end <= at) return;
		const planned = (open.get(null) ?? 0) > 0;
		const states = SERVICE_STATES.filter((state) => (open.get(state) ?? 0) > 0);
		stretches.push({
			from: at,
			to: end,
			planned,
			state: planned ? 'maintenance' : worstState(states)
		});
		at = end;
	};
	for (const step of steps) {
		closeAt(step.at);
		open.set(step.state, (open.get(step.state) ?? 0) + step.by);
	}
	closeAt(to);
	return stretches;
}

function sumUp(stretches: readonly Stretch[]): Uptime {
	let [baseMs, downMs, maintenanceMs] = [0, 0, 0];
	for (const { from, to, state, planned } of stretches) {
		if (planned) maintenanceMs += to - from;
		else baseMs += to - from;
		if (isDown(state)) downMs += to - from;
	}
	const worst = stretches.length > 0 ? worstState(stretches.map(({ state }) => state)) : null;
	return { baseMs, downMs, maintenanceMs, worst };
}
