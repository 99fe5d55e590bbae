import type { BarChart, TimeChart } from '#lib/domain/chart.ts';
import type { ReportLanguage } from '#lib/domain/report.ts';

/** What a cell stands for, beyond its words: told by colour where there are colours. */
export type CellTone = 'ok' | 'warning' | 'critical' | 'muted';

export interface ToldCell {
	readonly text: string;
	readonly tone?: CellTone;
	readonly strong?: boolean;
}

export type Cell = string | ToldCell;

export interface Column {
	readonly title: string;
	/** Shares of the width of the page. */
	readonly width: number;
	readonly align?: 'start' | 'end';
}

export interface Table {
	readonly is: 'table';
	readonly columns: readonly Column[];
	readonly rows: readonly (readonly Cell[])[];
	/** What is said in place of a table without rows. */
	readonly empty: string;
}

/** A part of a report, whatever it is written as. */
export type Block =
	| { readonly is: 'heading'; readonly level: 1 | 2; readonly text: string }
	| { readonly is: 'text'; readonly text: string; readonly muted?: boolean }
	| { readonly is: 'points'; readonly points: readonly string[] }
	| { readonly is: 'facts'; readonly facts: readonly Fact[] }
	| Table
	| {
			readonly is: 'chart';
			readonly chart: TimeChart | BarChart;
			/** What it shows, in words. */
			readonly caption: string;
	  };

/** A name and what is to be said under it. */
export interface Fact {
	readonly name: string;
	readonly value: Cell;
}

/** A report as it is told, before it is a file. */
export interface ReportDocument {
	readonly language: ReportLanguage;
	readonly company: string;
	/** «Показатели» */
	readonly title: string;
	/** «1–30 ноября 2026 г.» */
	readonly period: string;
	/** Who made it, when, of what: under the title. */
	readonly facts: readonly Fact[];
	readonly author: string;
	/** Milliseconds. */
	readonly madeAt: number;
	readonly blocks: readonly Block[];
}

/** The text of a cell. */
export function cellText(cell: Cell): string {
	return typeof cell === 'string' ? cell : cell.text;
}

/**
 * What people wrote, made harmless: without control characters, which break a document, on one
 * line, and not to be taken for a formula by a spreadsheet it is copied into.
 */
export function harmless(text: string): string {
	const plain = text
		// Of half a pair nothing can be written as UTF-8.
		.toWellFormed()
		.replace(/[\p{Cc}\p{Cf}\u2028\u2029\ufffe\uffff]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return /^[=+\-@]/.test(plain) ? `'${plain}` : plain;
}
