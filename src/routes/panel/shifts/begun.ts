/** Hours a new shift begins with until somebody says otherwise. */
const MORNING = '08:00';
const EVENING = '20:00';

/** What the form for a new shift begins with, by the address that led to it. */
export function begunWith(query: URLSearchParams): Record<string, string> {
	const date = query.get('date') ?? '';
	const known = /^\d{4}-\d\d-\d\d$/.test(date);
	const begun = {
		member: query.get('member') ?? '',
		position: query.get('position') ?? '',
		startsAt: query.get('startsAt') ?? (known ? `${date}T${MORNING}` : ''),
		endsAt: query.get('endsAt') ?? (known ? `${date}T${EVENING}` : '')
	};
	return Object.fromEntries(
		Object.entries(begun).map(([name, value]) => [name, value.slice(0, 254)])
	);
}
