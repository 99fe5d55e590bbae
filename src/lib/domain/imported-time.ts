const DAY_MS = 86_400_000;

/**
 * Why a time of another desk cannot be believed; null when it can. Desks write 9999-12-31 for
 * «never» and spreadsheets 1899-12-30 for nothing: calendars and figures do not reach that far.
 */
export function timeFault(at: number, now: number): 'invalid' | 'in_the_future' | null {
	if (at < 0) return 'invalid';
	// Clocks and zones of desks differ, by less than a day.
	return at > now + DAY_MS ? 'in_the_future' : null;
}
