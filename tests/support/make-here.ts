import { openReader } from '#server/database/open.ts';
import { makeReport } from '#server/reports/make.ts';
import type { Make, Makers } from '#server/reports/order.ts';

/** Makes a report in the process of the test, over a connection that only reads all the same. */
const makeHere: Make = (order, advanced) => {
	const made = (async () => {
		const reader = await openReader(order.databaseUrl);
		try {
			return await makeReport(reader, order, advanced);
		} finally {
			await reader.close();
		}
	})();
	return {
		made,
		stop: () =>
			made.then(
				() => undefined,
				() => undefined
			)
	};
};

/** Whatever makes reports here, with nothing to start or end. */
export function makersOf(make: Make): Makers {
	return { make, start: () => undefined, close: async () => undefined };
}

export const makersHere = makersOf(makeHere);
