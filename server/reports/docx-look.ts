import { AlignmentType, LineRuleType, type IStylesOptions } from 'docx';
import type { ReportLanguage } from '#lib/domain/report.ts';
import type { CellTone } from './document.ts';

/** Every machine has it, or one whose letters are as wide. */
const FONT = 'Arial';

/** The light colours of screens. */
export const COLOURS = {
	text: '17202B',
	muted: '5C6877',
	line: 'D5DBE2',
	ground: 'F1F3F6',
	accent: '1F6FEB'
} as const;

export const TONES: Readonly<Record<CellTone, string>> = {
	ok: '14703F',
	warning: '8A5A00',
	critical: 'B3261E',
	muted: COLOURS.muted
};

/** A4 in twentieths of a point. */
export const PAGE = {
	size: { width: 11_906, height: 16_838 },
	margin: { top: 1_134, right: 850, bottom: 1_134, left: 1_134, header: 560, footer: 500 }
} as const;

/** Lines as high as what stands in them, so many 240ths apart: without the rule some programs cut. */
export function lines(line: number) {
	return { line, lineRule: LineRuleType.AUTO };
}

/** Room for text between the margins. */
export const TEXT_WIDTH = PAGE.size.width - PAGE.margin.left - PAGE.margin.right;

/** Pixels of 1/96 inch that fit into it. */
export const TEXT_PIXELS = Math.floor((TEXT_WIDTH / 1_440) * 96);

const LOCALE: Readonly<Record<ReportLanguage, string>> = { ru: 'ru-RU', en: 'en-GB' };

function styles(language: ReportLanguage): IStylesOptions {
	const heading = (size: number, before: number, after: number) => ({
		run: { font: FONT, size, bold: true, color: COLOURS.text },
		paragraph: { spacing: { before, after }, keepNext: true, keepLines: true }
	});
	const contents = (left: number, before: number, bold: boolean) => ({
		run: { size: 19, bold, color: COLOURS.text },
		paragraph: { indent: { left }, spacing: { before, after: 20 } }
	});
	return {
		default: {
			document: {
				run: {
					font: FONT,
					size: 19,
					color: COLOURS.text,
					language: { value: LOCALE[language], eastAsia: LOCALE[language] }
				},
				paragraph: { spacing: { after: 100, ...lines(264) } }
			},
			title: {
				run: { font: FONT, size: 52, bold: true, color: COLOURS.text },
				paragraph: {
					alignment: AlignmentType.START,
					spacing: { before: 120, after: 80, ...lines(240) }
				}
			},
			heading1: heading(30, 360, 140),
			heading2: heading(23, 280, 100),
			hyperlink: { run: { color: COLOURS.text, underline: { type: 'none' } } }
		},
		paragraphStyles: [
			{ id: 'TOC1', name: 'toc 1', basedOn: 'Normal', next: 'Normal', ...contents(0, 70, false) },
			{ id: 'TOC2', name: 'toc 2', basedOn: 'Normal', next: 'Normal', ...contents(300, 0, false) }
		]
	};
}

export const DOCX_STYLES: Readonly<Record<ReportLanguage, IStylesOptions>> = {
	ru: styles('ru'),
	en: styles('en')
};
