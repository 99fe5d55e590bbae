const DAY_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** Reads `29-02-2016 01:16`, day first, as UTC; null when it is not such a time. */
export function parseDayFirst(text: string): number | null {
	const match = DAY_FIRST.exec(text);
	if (!match) return null;
	const [day, month, year, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0));
	const at = Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0);
	const date = new Date(at);
	// Date.UTC carries 31-02 over into March: a time that does not come back is no time.
	const same =
		date.getUTCDate() === day &&
		date.getUTCMonth() + 1 === month &&
		date.getUTCHours() === hour &&
		date.getUTCMinutes() === minute;
	return same ? at : null;
}
