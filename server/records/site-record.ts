import { byPlaceInFaq, type FaqGroup, type StaffFaqEntry } from '#lib/domain/faq.ts';
import type { SiteText, StaffContacts } from '#lib/domain/site.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso } from './ticket-record.ts';

interface FaqRow {
	readonly id: number;
	readonly slug: string;
	readonly section: FaqGroup;
	readonly question: string;
	readonly answer: string;
	readonly questionEn: string;
	readonly answerEn: string;
	readonly position: number;
	readonly published: boolean | number;
	readonly updatedAt: number;
	readonly updatedBy: string | null;
	readonly version: number;
}

/** Questions in the order of the page, unpublished ones among them; `rest` may narrow them. */
export async function selectFaq(
	tx: ReadTransaction,
	rest = '',
	bind: readonly Bound[] = []
): Promise<StaffFaqEntry[]> {
	const rows = await tx.all<FaqRow>(
		`SELECT t.id, t.slug, t.section, t.question, t.answer, t.question_en AS "questionEn",
			t.answer_en AS "answerEn", t.position, t.published, t.updated_at AS "updatedAt",
			u.name AS "updatedBy", t.version
		FROM faq_entries t LEFT JOIN users u ON u.id = t.updated_by_id ${rest}`,
		bind
	);
	return rows
		.map((row) => ({
			id: row.id,
			slug: row.slug,
			group: row.section,
			question: { ru: row.question, en: row.questionEn },
			answer: { ru: row.answer, en: row.answerEn },
			published: Boolean(row.published),
			position: row.position,
			updatedAt: iso(row.updatedAt),
			updatedBy: row.updatedBy,
			version: row.version
		}))
		.sort(byPlaceInFaq);
}

interface ContactsRow {
	readonly company: string;
	readonly address: string;
	readonly addressEn: string;
	readonly phone: string;
	readonly dutyPhone: string;
	readonly email: string;
	readonly hours: string;
	readonly hoursEn: string;
	readonly details: string;
	readonly detailsEn: string;
	readonly updatedAt: number;
	readonly updatedBy: string | null;
	readonly version: number;
}

/** Who the company is and how it is reached. */
export async function readContacts(tx: ReadTransaction): Promise<StaffContacts> {
	const row = await tx.one<ContactsRow>(
		`SELECT s.company, s.address, s.address_en AS "addressEn", s.phone,
			s.duty_phone AS "dutyPhone", s.email, s.hours, s.hours_en AS "hoursEn", s.details,
			s.details_en AS "detailsEn", s.updated_at AS "updatedAt", u.name AS "updatedBy", s.version
		FROM site s LEFT JOIN users u ON u.id = s.updated_by_id WHERE s.id = 1`
	);
	if (!row) throw new Error('the table site has lost its row');
	return {
		company: row.company,
		address: { ru: row.address, en: row.addressEn },
		phone: row.phone,
		dutyPhone: row.dutyPhone,
		email: row.email,
		hours: { ru: row.hours, en: row.hoursEn },
		details: { ru: row.details, en: row.detailsEn },
		// Written by the migration alone: nobody has filled it in.
		updatedAt: row.updatedAt === 0 ? null : iso(row.updatedAt),
		updatedBy: row.updatedBy,
		version: row.version
	};
}

/** A long text; one that nobody has written is empty, of version 0. */
export async function readSiteText(tx: ReadTransaction, key: string): Promise<SiteText> {
	const row = await tx.one<{
		text: string;
		textEn: string;
		updatedAt: number;
		updatedBy: string | null;
		version: number;
	}>(
		`SELECT t.text, t.text_en AS "textEn", t.updated_at AS "updatedAt", u.name AS "updatedBy",
			t.version FROM site_texts t LEFT JOIN users u ON u.id = t.updated_by_id WHERE t.key = $1`,
		[key]
	);
	return {
		key,
		text: { ru: row?.text ?? '', en: row?.textEn ?? '' },
		version: row?.version ?? 0,
		updatedAt: row && row.updatedAt > 0 ? iso(row.updatedAt) : null,
		updatedBy: row?.updatedBy ?? null
	};
}
