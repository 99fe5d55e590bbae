import type { CalendarView } from './business-calendar.ts';
import type { Priority } from './ticket.ts';

/** What is promised for a priority, of every service or of one. */
export interface SlaPolicyView {
	readonly id: number;
	readonly priority: Priority;
	/** Slug of the one service it is for; null is every service that has none of its own. */
	readonly service: string | null;
	/** Minutes of the calendar's working time. */
	readonly responseMinutes: number;
	readonly resolutionMinutes: number;
	/** Per cent of the whole time that are left when a clock begins to warn. */
	readonly warningPercent: number;
	/** Id of the calendar. */
	readonly calendar: number;
	readonly version: number;
}

/** Every policy and calendar as they stood at one version. */
export interface SlaBook {
	readonly policies: readonly SlaPolicyView[];
	readonly calendars: readonly CalendarView[];
}

/** The longest promise, a quarter of a year: beyond it some calendars would never come to an end. */
export const LONGEST_MINUTES = 90 * 24 * 60;

/** A calendar gives at least so much work in an ordinary week. */
export const LEAST_WEEKLY_MINUTES = 60;

/** The policy in force: that of the service stands before that of the priority alone. */
export function policyFor<P extends Pick<SlaPolicyView, 'priority' | 'service'>>(
	policies: readonly P[],
	priority: Priority,
	service: string
): P | null {
	let general: P | null = null;
	for (const policy of policies) {
		if (policy.priority !== priority) continue;
		if (policy.service === service) return policy;
		if (policy.service === null) general = policy;
	}
	return general;
}
