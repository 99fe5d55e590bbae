/** What stands in one field. */
export type CsvValue = string | number | null;

/** So that a spreadsheet takes the letters for what they are. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Rows as CSV (RFC 4180, UTF-8): no value is an empty field. A text that a spreadsheet would take
 * for a formula is made harmless by an apostrophe.
 */
export function csvText(rows: readonly (readonly CsvValue[])[]): string {
	return BYTE_ORDER_MARK + csvLines(rows);
}

/** The same for rows that follow what `csvText` began with. */
export function csvLines(rows: readonly (readonly CsvValue[])[]): string {
	return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: CsvValue): string {
	if (value === null) return '';
	if (typeof value === 'number') return String(value);
	const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
