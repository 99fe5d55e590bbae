import { HEADLINES, type NewsState, type StaffNews } from '#lib/domain/news-item.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso, isoOrNull } from './ticket-record.ts';

/** The plain post-image that an event keeps. */
export type NewsRecord = StaffNews;

interface NewsRow {
	readonly id: number;
	readonly slug: string;
	readonly state: NewsState;
	readonly title: string;
	readonly summary: string;
	readonly body: string;
	readonly titleEn: string;
	readonly summaryEn: string;
	readonly bodyEn: string;
	readonly publishAt: number | null;
	readonly publishedAt: number | null;
	readonly updatedAt: number;
	readonly updatedBy: string | null;
	readonly version: number;
}

/** News with who wrote them last; `rest` is WHERE, ORDER BY and LIMIT. */
export async function selectNews(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<NewsRecord[]> {
	const rows = await tx.all<NewsRow>(
		`SELECT t.id, t.slug, t.state, t.title, t.summary, t.body, t.title_en AS "titleEn",
			t.summary_en AS "summaryEn", t.body_en AS "bodyEn", t.publish_at AS "publishAt",
			t.published_at AS "publishedAt", t.updated_at AS "updatedAt", u.name AS "updatedBy",
			t.version
		FROM news t LEFT JOIN users u ON u.id = t.updated_by_id ${rest}`,
		bind
	);
	return rows.map((row) => ({
		id: row.id,
		slug: row.slug,
		state: row.state,
		title: { ru: row.title, en: row.titleEn },
		summary: { ru: row.summary, en: row.summaryEn },
		body: { ru: row.body, en: row.bodyEn },
		publishAt: isoOrNull(row.publishAt),
		publishedAt: isoOrNull(row.publishedAt),
		updatedAt: iso(row.updatedAt),
		updatedBy: row.updatedBy,
		version: row.version
	}));
}

/** Those that live screens show, the latest first. */
export function selectHeadlines(tx: ReadTransaction): Promise<NewsRecord[]> {
	return selectNews(
		tx,
		`WHERE t.state = 'published' ORDER BY t.published_at DESC, t.id DESC LIMIT ${HEADLINES}`
	);
}
