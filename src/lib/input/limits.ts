/** Lengths that the interface shows beside its fields. */
export const LIMITS = {
	subject: 200,
	description: 10_000,
	body: 10_000,
	title: 200,
	message: 4_000,
	reason: 1_000,
	name: 100,
	postmortem: 20_000,
	email: 254,
	password: 1_024,
	query: 200,
	metricTitle: 80,
	metricSuffix: 12
} as const;
