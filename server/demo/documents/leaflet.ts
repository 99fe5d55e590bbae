import { createRequire } from 'node:module';
import { GlobalFonts, PDFDocument } from '@napi-rs/canvas';
import { FIRM } from '../company.ts';
import type { LetterText } from './text.ts';

/** A4, in points. */
const [WIDTH, HEIGHT] = [595, 842];
const MARGIN = 64;
const FAMILY = '"Leaflet Cyrillic", "Leaflet Latin"';

/** The portal's own typeface, so that a leaflet looks the same wherever it is made. */
function registerFonts(): void {
	const { resolve } = createRequire(import.meta.url);
	for (const [subset, name] of [
		['cyrillic', 'Leaflet Cyrillic'],
		['latin', 'Leaflet Latin']
	] as const)
		if (!GlobalFonts.has(name))
			GlobalFonts.registerFromPath(
				resolve(`@fontsource-variable/golos-text/files/golos-text-${subset}-wght-normal.woff2`),
				name
			);
}

/** A page while it is written on. */
type Page = ReturnType<PDFDocument['beginPage']>;

/** How one sort of line is set, in points. */
interface Style {
	readonly size: number;
	readonly weight: number;
	readonly before: number;
	readonly indent: number;
	readonly colour: string;
}

const TITLE: Style = { size: 20, weight: 600, before: 0, indent: 0, colour: '#17202b' };
const NOTE: Style = { size: 10, weight: 400, before: 6, indent: 0, colour: '#5c6877' };
const HEADING: Style = { size: 13, weight: 600, before: 18, indent: 0, colour: '#17202b' };
const LINE: Style = { size: 10.5, weight: 400, before: 6, indent: 0, colour: '#17202b' };
const ITEM: Style = { ...LINE, before: 3, indent: 14 };

/** A text as pages to be printed (PDF). */
export function leafletOf({ title, note, chapters }: LetterText): Buffer {
	registerFonts();
	const pdf = new PDFDocument({ title, author: FIRM });
	let page = pdf.beginPage(WIDTH, HEIGHT);
	let y = MARGIN;
	const write = (text: string, style: Style) => {
		y += style.before;
		for (const line of linesOf(page, text, style)) {
			if (y + style.size > HEIGHT - MARGIN) {
				pdf.endPage();
				page = pdf.beginPage(WIDTH, HEIGHT);
				y = MARGIN;
			}
			set(page, style);
			y += style.size * 1.35;
			page.fillText(line, MARGIN + style.indent, y);
		}
	};
	write(title, TITLE);
	write(`${FIRM}. ${note}`, NOTE);
	for (const [at, { heading, lines }] of chapters.entries()) {
		write(`${at + 1}. ${heading}`, HEADING);
		for (const line of lines) write(line, line.startsWith('— ') ? ITEM : LINE);
	}
	pdf.endPage();
	return pdf.close();
}

function set(page: Page, { size, weight, colour }: Style): void {
	page.font = `${weight} ${size}px ${FAMILY}`;
	page.fillStyle = colour;
}

/** A text in lines that fit the page. */
function linesOf(page: Page, text: string, style: Style): string[] {
	set(page, style);
	const room = WIDTH - 2 * MARGIN - style.indent;
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (line !== '' && page.measureText(longer).width > room) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	return [...lines, line];
}
