import type { AnyDocument } from '#lib/domain/document.ts';
import { sizeText } from '#lib/format/sizes.ts';
import { m } from '#lib/paraglide/messages.js';

/** «DOCX, 24 КБ» */
export function fileWords({ kind, size }: Pick<AnyDocument, 'kind' | 'size'>): string {
	return `${kind.toUpperCase()}, ${sizeText(size)}`;
}

/** «Найдено 3 документа» */
export function foundWords({ total, more }: { total: number; more: boolean }): string {
	return more ? m.documents_found_more({ count: total }) : m.documents_found({ count: total });
}

/** Where a document is downloaded; of staff, one of its versions too. */
export function downloadHref(id: number, version?: number): string {
	return `/docs/${id}/download${version === undefined ? '' : `?version=${version}`}`;
}

/** Address of a section of a page. */
export function sectionHref(page: string, name: string): string {
	return `${page}?category=${encodeURIComponent(name)}`;
}
