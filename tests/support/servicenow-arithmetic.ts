import { readFileSync } from 'node:fs';

const MINUTE = 60_000;

/** What the log says, worked out from its text without the parser under test. */
export function arithmetic(file: string) {
	const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
	const place = (column: string) => header.split(',').indexOf(column);
	const time = (text: string) => {
		const [day = '', clock = ''] = text.split(' ');
		return Date.parse(`${day.split('-').reverse().join('-')}T${clock}Z`);
	};
	const last = new Map<string, { at: number; count: number; cells: string[] }>();
	for (const line of lines) {
		const cells = line.split(',');
		const at = time(cells[place('sys_updated_at')] ?? '');
		const count = Number(cells[place('sys_mod_count')]);
		const number = cells[place('number')] ?? '';
		const before = last.get(number);
		if (!before || at > before.at || (at === before.at && count >= before.count))
			last.set(number, { at, count, cells });
	}
	const counts: Record<string, number> = {};
	const minutes: number[] = [];
	const of = (cells: string[], column: string) => cells[place(column)] ?? '';
	for (const { cells } of last.values()) {
		const level = of(cells, 'priority').slice(0, 1);
		const key = `${level} ${of(cells, 'incident_state').replace(/^Awaiting.*/, 'Awaiting')}`;
		counts[key] = (counts[key] ?? 0) + 1;
		if (of(cells, 'resolved_at') !== '?')
			minutes.push((time(of(cells, 'resolved_at')) - time(of(cells, 'opened_at'))) / MINUTE);
	}
	return { counts, ...summed(minutes), tickets: last.size };
}

/** How many, their mean and their median. */
export function summed(minutes: number[]) {
	const sorted = minutes.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
	const mean = minutes.reduce((sum, one) => sum + one, 0) / minutes.length;
	return { resolved: minutes.length, mean: mean.toFixed(6), median };
}
