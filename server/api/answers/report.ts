import { z } from 'zod';
import {
	REPORT_FAILURES,
	REPORT_FORMATS,
	REPORT_KINDS,
	REPORT_LANGUAGES,
	REPORT_STATES,
	type PublicReport,
	type StaffReport
} from '#lib/domain/report.ts';
import { moment, named } from './named.ts';

const shown = {
	id: z.int(),
	kind: z.enum(REPORT_KINDS),
	format: z.enum(REPORT_FORMATS),
	language: z.enum(REPORT_LANGUAGES),
	from: z.iso.date().describe('First day, of the zone of the portal'),
	to: z.iso.date().describe('Last day, included'),
	name: z.string().describe('What the file is called'),
	size: z.int().nullable().describe('Bytes; null while there is no file'),
	checksum: z.string().nullable().describe('SHA-256, hexadecimal'),
	readyAt: moment.nullable()
};

const publicReport = named(
	'PublicReport',
	z.strictObject(shown) satisfies z.ZodType<PublicReport>,
	'A report that everybody may read'
);

export const staffReport = named(
	'Report',
	z.strictObject({
		...shown,
		public: z.boolean(),
		state: z.enum(REPORT_STATES),
		progress: z.int().min(0).max(100).describe('Per cent'),
		failure: z.enum(REPORT_FAILURES).nullable(),
		author: z.string().nullable().describe('Who asked for it; null is a schedule'),
		schedule: z.int().nullable(),
		createdAt: moment
	}) satisfies z.ZodType<StaffReport>,
	'A report as staff see it'
);

export const anyReport = named('AnyReport', z.union([staffReport, publicReport]));
