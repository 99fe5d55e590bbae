/** Lengths that the interface shows beside its fields. */
export const SITE_LIMITS = {
	title: 200,
	summary: 400,
	article: 20_000,
	question: 200,
	answer: 4_000,
	text: 20_000,
	contact: 300,
	details: 1_000,
	phone: 40,
	letter: 4_000
} as const;
