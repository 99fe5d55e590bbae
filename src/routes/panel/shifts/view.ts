import type { RosterPeriod } from '#lib/shifts/period.ts';

/** Addresses within the roster: the same week or month, with a drawer or in another place. */
export function addressIn(period: RosterPeriod, more: Record<string, string> = {}): string {
	const query = new URLSearchParams({ view: period.view, day: period.days[0] ?? '', ...more });
	return `/panel/shifts?${query}`;
}

/** Where a form of the roster is sent: its page keeps the week or month it shows. */
export function actionIn(
	period: RosterPeriod,
	action: string,
	more: Record<string, string> = {}
): string {
	return `${addressIn(period, more)}&/${action}`;
}
