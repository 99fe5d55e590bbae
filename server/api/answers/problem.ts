import { z } from 'zod';
import type { Problem } from '../problem.ts';
import { moment, named } from './named.ts';

export const problem = named(
	'Problem',
	z.strictObject({
		type: z.string(),
		title: z.string(),
		status: z.int(),
		code: z.string().describe('Stable; to be told apart by'),
		id: z.string().optional().describe('Also in the log of the server'),
		issues: z
			.array(
				z.strictObject({
					field: z.string(),
					code: z.string(),
					about: z.string().optional().describe('Which of several: the name of a file')
				})
			)
			.optional()
			.describe('What is wrong with which field'),
		stale: z
			.strictObject({
				currentVersion: z.int(),
				changedBy: z.string().nullable(),
				changedAt: moment.nullable(),
				current: z.record(z.string(), z.unknown())
			})
			.optional()
			.describe('What somebody else changed meanwhile')
	}),
	'RFC 9457'
) satisfies z.ZodType<Omit<Problem, 'id' | 'issues' | 'stale'>>;
