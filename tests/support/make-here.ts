import { openReader } from '#server/database/open.ts';
import { makeReport } from '#server/reports/make.ts';
import type { Make } from '#server/reports/order.ts';

/** Makes a report in the process of the test, over a connection that only reads all the same. */
export const makeHere: Make = (order, advanced) => {
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
