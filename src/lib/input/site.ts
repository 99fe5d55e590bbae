import { z } from 'zod';
import { FAQ_GROUPS } from '../domain/faq.ts';
import { LIMITS } from './limits.ts';
import { line, prose, slug, version } from './schemas.ts';
import { SITE_LIMITS } from './site-limits.ts';

/** A line that may be left empty. */
const lineOrNone = (max: number) =>
	z
		.string()
		.overwrite((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim())
		.max(max)
		.default('');

const ticked = z
	.union([z.boolean(), z.literal('on').transform(() => true), z.literal('').transform(() => false)])
	.default(false);

/** Forms send ids as text. */
const id = z
	.string()
	.regex(/^[1-9]\d{0,14}$/)
	.transform(Number);

const emailOrNone = z.union([
	z.literal(''),
	z
		.string()
		.trim()
		.toLowerCase()
		.max(LIMITS.email)
		.regex(/^[^\s@<>"]+@[^\s@<>"]+$/)
]);

/** A piece of news as its form sends it; the English side may be left empty. */
export const newsForm = z
	.strictObject({
		title: line(SITE_LIMITS.title),
		titleEn: lineOrNone(SITE_LIMITS.title),
		summary: prose(1, SITE_LIMITS.summary),
		summaryEn: prose(0, SITE_LIMITS.summary).default(''),
		body: prose(0, SITE_LIMITS.article).default(''),
		bodyEn: prose(0, SITE_LIMITS.article).default(''),
		slug: z.union([z.literal(''), slug]).default(''),
		/** A moment in ISO 8601: later than now it waits. */
		publishAt: z.iso.datetime({ offset: true }).optional(),
		state: z.enum(['draft', 'published']),
		version: version.optional()
	})
	.transform(({ title, titleEn, summary, summaryEn, body, bodyEn, ...rest }) => ({
		...rest,
		title: { ru: title, en: titleEn },
		summary: { ru: summary, en: summaryEn },
		body: { ru: body, en: bodyEn }
	}));

/** A question as its form sends it. */
export const faqForm = z
	.strictObject({
		group: z.enum(FAQ_GROUPS),
		question: line(SITE_LIMITS.question),
		questionEn: lineOrNone(SITE_LIMITS.question),
		answer: prose(1, SITE_LIMITS.answer),
		answerEn: prose(0, SITE_LIMITS.answer).default(''),
		slug: z.union([z.literal(''), slug]).default(''),
		published: ticked,
		version: version.optional()
	})
	.transform(({ question, questionEn, answer, answerEn, ...rest }) => ({
		...rest,
		question: { ru: question, en: questionEn },
		answer: { ru: answer, en: answerEn }
	}));

export const faqMove = z.strictObject({ id, direction: z.enum(['up', 'down']) });
export const faqOrder = z.strictObject({ ids: z.array(id).min(1).max(500) });

/** A long text; version 0 is one that nobody has written yet. */
export const siteTextForm = z
	.strictObject({
		text: prose(0, SITE_LIMITS.text).default(''),
		textEn: prose(0, SITE_LIMITS.text).default(''),
		version: z
			.string()
			.regex(/^\d{1,15}$/)
			.transform(Number)
			.optional()
	})
	.transform(({ text, textEn, version: seen }) => ({
		text: { ru: text, en: textEn },
		version: seen
	}));

/** Who the company is; everything but its name may be left empty. */
export const contactsForm = z
	.strictObject({
		company: line(SITE_LIMITS.contact),
		address: lineOrNone(SITE_LIMITS.contact),
		addressEn: lineOrNone(SITE_LIMITS.contact),
		phone: lineOrNone(SITE_LIMITS.phone),
		dutyPhone: lineOrNone(SITE_LIMITS.phone),
		email: emailOrNone.default(''),
		hours: lineOrNone(SITE_LIMITS.contact),
		hoursEn: lineOrNone(SITE_LIMITS.contact),
		details: prose(0, SITE_LIMITS.details).default(''),
		detailsEn: prose(0, SITE_LIMITS.details).default(''),
		version: version.optional()
	})
	.transform(({ address, addressEn, hours, hoursEn, details, detailsEn, ...rest }) => ({
		...rest,
		address: { ru: address, en: addressEn },
		hours: { ru: hours, en: hoursEn },
		details: { ru: details, en: detailsEn }
	}));

/** What a stranger writes through the site. `website` is a trap: people do not see it. */
export const siteRequest = z.strictObject({
	name: line(LIMITS.name),
	email: z
		.string()
		.trim()
		.toLowerCase()
		.min(1)
		.max(LIMITS.email)
		.regex(/^[^\s@<>"]+@[^\s@<>"]+$/),
	phone: lineOrNone(SITE_LIMITS.phone),
	service: slug,
	subject: line(LIMITS.subject),
	message: prose(1, SITE_LIMITS.letter),
	token: z.string().max(300).default(''),
	website: z.string().max(1_000).default('')
});
