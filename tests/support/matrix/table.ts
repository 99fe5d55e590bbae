/** Who asks, in the order of the columns. */
export const ROLES = ['anonymous', 'client', 'manager', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** One line of a table: an address, whose thing it names, and what each role gets. */
export interface Row {
	readonly address: string;
	readonly whose: string;
	readonly outcomes: readonly string[];
}

/** The lines of a table as it is written; the first one names the columns. */
export function rowsOf(table: string): Row[] {
	return table
		.trim()
		.split('\n')
		.slice(1)
		.map((line) => {
			const cells = line.trim().split(/\s{2,}/);
			const named = cells.slice(0, -ROLES.length);
			return {
				address: named[0] ?? '',
				whose: named[1] ?? '',
				outcomes: cells.slice(-ROLES.length)
			};
		});
}

/** The same as it was found, to be printed. */
export function printed(title: string, rows: readonly Row[]): string {
	const width = Math.max(...rows.map(({ address }) => address.length)) + 2;
	const line = (address: string, whose: string, cells: readonly string[]) =>
		address.padEnd(width) + whose.padEnd(13) + cells.map((cell) => cell.padEnd(11)).join('');
	return [
		line(title, 'whose', ROLES),
		...rows.map(({ address, whose, outcomes }) => line(address, whose, outcomes))
	].join('\n');
}
