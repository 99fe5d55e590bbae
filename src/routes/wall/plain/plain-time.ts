/** Minutes that the clock of a zone is ahead of UTC at a moment: old browsers know no zones. */
export function zoneOffsetMinutes(zone: string, at: number): number {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit'
	}).formatToParts(at);
	const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
	const shown = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute')
	);
	return Math.round((shown - Math.floor(at / 60_000) * 60_000) / 60_000);
}
