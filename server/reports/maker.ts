// The process that makes one report: started by `process.ts`, told what is wanted, and done with.
import { openReader } from '#server/database/open.ts';
import { makeReport } from './make.ts';
import type { MakeOrder } from './order.ts';
import type { Told } from './process.ts';

function tell(told: Told): Promise<void> {
	return new Promise((resolve) => {
		if (process.send) process.send(told, undefined, {}, () => resolve());
		else resolve();
	});
}

// The portal was killed: nobody waits for the report any more.
process.on('disconnect', () => process.exit(1));

process.once('message', (order: MakeOrder) => {
	void make(order).then(
		() => process.disconnect(),
		async (error: unknown) => {
			await tell({
				fault: error instanceof Error ? (error.stack ?? error.message) : String(error)
			});
			process.exit(1);
		}
	);
});

async function make(order: MakeOrder): Promise<void> {
	const reader = await openReader(order.databaseUrl);
	try {
		const made = await makeReport(reader, order, (progress) => void tell({ progress }));
		await tell({ made });
	} finally {
		await reader.close();
	}
}
