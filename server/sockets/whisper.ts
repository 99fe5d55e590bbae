import { z } from 'zod';

/** Reads what a node whispered. Another release may whisper otherwise: that is not heard. */
export function whispered<T>(said: z.ZodType<T>) {
	return z
		.string()
		.transform((text, context): unknown => {
			try {
				return JSON.parse(text);
			} catch {
				context.addIssue('no JSON');
				return z.NEVER;
			}
		})
		.pipe(said);
}
