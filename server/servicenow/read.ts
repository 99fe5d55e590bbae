import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { NEEDED_COLUMNS, parseRow, type BadRow, type LogRow } from './row.ts';

/** The file is not a log of this kind at all. */
export class LogFormatError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'LogFormatError';
	}
}

/**
 * Reads a ServiceNow incident log, plain or gzipped, row by row, holding no more of it than a
 * buffer's worth. Rows that cannot be believed come as `BadRow`, in their place.
 */
export async function* readLog(path: string): AsyncGenerator<LogRow | BadRow> {
	// Opened only after the first look: a stream nobody reads yet would throw its ENOENT at no one.
	const gzipped = await isGzipped(path);
	yield* readLogStream(createReadStream(path), gzipped);
}

/** The same from any stream of bytes. */
export async function* readLogStream(
	bytes: Readable,
	gzipped: boolean
): AsyncGenerator<LogRow | BadRow> {
	let columns: ReadonlyMap<string, number> | null = null;
	for await (const row of readCells(bytes, gzipped)) {
		if ('reason' in row) yield row;
		else if (columns === null) columns = headerOf(row.cells);
		else {
			const places = columns;
			yield parseRow(row.line, (column) => row.cells[places.get(column) ?? -1]);
		}
	}
}

/** A row of a table as its cells; the first one is the header. */
export interface CellRow {
	readonly line: number;
	readonly cells: readonly string[];
}

/** Any CSV with a header, plain or gzipped, row by row. */
export async function* readTable(path: string): AsyncGenerator<CellRow | BadRow> {
	const gzipped = await isGzipped(path);
	yield* readCells(createReadStream(path), gzipped);
}

async function* readCells(bytes: Readable, gzipped: boolean): AsyncGenerator<CellRow | BadRow> {
	const skipped: BadRow[] = [];
	const parser = parse({
		bom: true,
		info: true,
		// Named, for found out by the first line it would glue the lines of a file that mixes them.
		record_delimiter: ['\r\n', '\n', '\r'],
		relax_column_count: true,
		skip_empty_lines: true,
		skip_records_with_error: true
	});
	parser.on('skip', (error: Error & { lines?: unknown }) => {
		const line = typeof error.lines === 'number' ? error.lines : parser.info.lines;
		skipped.push({ line, reason: `not well-formed CSV: ${error.message}` });
	});
	// A failure of any part reaches the loop below through the parser.
	const ignore = () => undefined;
	if (gzipped) pipeline(bytes, createGunzip(), parser, ignore);
	else pipeline(bytes, parser, ignore);

	let width: number | null = null;
	for await (const item of parser) {
		yield* skipped.splice(0);
		const { record, line } = recordOf(item);
		width ??= record.length;
		if (record.length === width) yield { line, cells: record };
		else yield { line, reason: `has ${record.length} columns instead of ${width}` };
	}
	yield* skipped.splice(0);
	if (width === null) throw new LogFormatError('the file is empty');
}

function recordOf(item: unknown): { record: readonly string[]; line: number } {
	if (
		typeof item === 'object' &&
		item !== null &&
		'record' in item &&
		Array.isArray(item.record) &&
		'info' in item &&
		typeof item.info === 'object' &&
		item.info !== null &&
		'lines' in item.info
	)
		return { record: item.record.map(String), line: Number(item.info.lines) };
	throw new LogFormatError('the CSV parser gave no record');
}

function headerOf(record: readonly string[]): ReadonlyMap<string, number> {
	const columns = new Map(record.map((name, place) => [name.trim(), place]));
	const missing = NEEDED_COLUMNS.filter((column) => !columns.has(column));
	if (missing.length > 0)
		throw new LogFormatError(`not a ServiceNow incident log: no column ${missing.join(', ')}`);
	return columns;
}

/** Told by the first two bytes, so that a file may be called what it likes. */
async function isGzipped(path: string): Promise<boolean> {
	const file = await open(path);
	try {
		const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
		return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
	} finally {
		await file.close();
	}
}
