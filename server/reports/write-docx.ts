import { Document, Packer } from 'docx';
import { estimatePageNumbersWith } from 'docx/layout';
import { docxBody } from './docx-body.ts';
import { docxFooter, docxHeader, docxTitle } from './docx-frame.ts';
import { DOCX_STYLES, PAGE } from './docx-look.ts';
import type { ReportDocument } from './document.ts';
import { drawChart, type Picture } from './draw-chart.ts';
import type { Voice } from './voice.ts';

/**
 * A report as a document of Word. The numbers of its pages are reckoned here: a table of contents
 * that Word has to fill in would have it ask whoever opens it, and is empty everywhere else.
 */
export async function writeDocx(
	report: ReportDocument,
	voice: Voice,
	advanced: (part: number) => void
): Promise<Uint8Array> {
	const pictures = await drawn(report, voice, (part) => advanced(part * 0.7));
	const document = new Document({
		title: `${report.title}. ${report.period}`,
		subject: voice.words.head.report,
		creator: report.author,
		lastModifiedBy: report.author,
		description: `${report.company}. ${report.title}. ${report.period}`,
		styles: DOCX_STYLES[report.language],
		pageNumbers: estimatePageNumbersWith({ guess: true }),
		sections: [
			{
				properties: { page: PAGE, titlePage: true },
				headers: { default: docxHeader(report) },
				footers: { default: docxFooter(voice.words), first: docxFooter(voice.words) },
				children: [...docxTitle(report, voice.words), ...docxBody(report, pictures)]
			}
		]
	});
	advanced(0.8);
	const file = await Packer.toBuffer(document, undefined, [
		{ path: 'docProps/app.xml', data: appProperties(report.company) }
	]);
	advanced(1);
	return file;
}

/** One after the other, and the process can say how far it is between two of them. */
async function drawn(
	{ blocks }: ReportDocument,
	voice: Voice,
	advanced: (part: number) => void
): Promise<ReadonlyMap<number, Picture>> {
	const charts = [...blocks.entries()].flatMap(([at, block]) =>
		block.is === 'chart' ? [{ at, chart: block.chart }] : []
	);
	const pictures = new Map<number, Picture>();
	for (const [index, { at, chart }] of charts.entries()) {
		pictures.set(at, drawChart(chart, voice));
		advanced((index + 1) / charts.length);
		await new Promise((resolve) => setImmediate(resolve));
	}
	return pictures;
}

/** Whose document it is, which the package itself does not write. */
function appProperties(company: string): string {
	const text = company.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>${text}</Company></Properties>`;
}
